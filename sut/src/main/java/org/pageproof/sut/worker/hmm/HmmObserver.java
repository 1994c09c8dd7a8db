package org.pageproof.sut.worker.hmm;

import org.pageproof.sut.worker.CopiedContents;
import org.pageproof.sut.worker.EntryBits;
import org.pageproof.sut.worker.LayoutObserver;
import org.pageproof.sut.worker.PageObserver;
import org.pageproof.sut.worker.ProcFile;
import org.pageproof.sut.worker.TaintObserver;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.MirrorView;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.hmm.HmmKind;

/** Observes the arena, what the driver shows of it, and the kernel's taint. */
final class HmmObserver {
  private static final int MOST_BYTES =
      new AddressPlan(AddressPlan.MAX_PAGES).arenaPages() * AddressPlan.PAGE_SIZE;

  private final EntryBits entries;
  private final ProcFile pagemap = new ProcFile("/proc/self/pagemap", AddressPlan.PAGE_SIZE);
  private final ProcFile memory = new ProcFile("/proc/self/mem", MOST_BYTES);
  private final LayoutObserver layouts = new LayoutObserver();
  private final TaintObserver taint = new TaintObserver();
  private final MirrorObserver mirrors;
  private PageObserver pages;

  HmmObserver(MirrorDriver driver, EntryBits entries, MirrorSlots slots) {
    this.entries = entries;
    mirrors = new MirrorObserver(driver, slots);
    pages = pagesOf(new AddressPlan(1));
  }

  private PageObserver pagesOf(AddressPlan plan) {
    return new PageObserver(plan, pagemap, entries, new CopiedContents(plan, memory));
  }

  /** Begins a sequence. */
  void begin(AddressPlan plan) {
    if (!plan.equals(pages.plan())) {
      pages = pagesOf(plan);
    }
    mirrors.begin(plan);
  }

  /** The areas of the arena as they are now. */
  Layout layout() {
    layouts.observe(pages.plan());
    return layouts.last();
  }

  /** The areas of the arena after a command. */
  Layout layout(HmmKind command) {
    return mayChangeAreas(command) ? layout() : lastLayout();
  }

  private static boolean mayChangeAreas(HmmKind command) {
    return switch (command) {
      case MAP, UNMAP, PROTECT, REMAP -> true;
      case OPEN, CLOSE, READ, WRITE, TODEV, TOSYS, SNAPSHOT, EXCLUSIVE, CHECK -> false;
      case RELEASE, FLAGS, MISUSE, DONTNEED, TOUCH, FORK, REAP, CHILDTOUCH -> false;
    };
  }

  /** The areas as they were seen last. */
  Layout lastLayout() {
    return layouts.last();
  }

  /** The pages of the arena, whose areas have just been observed. */
  Pages pages() {
    Layout layout = layouts.last();
    return pages.observe(layout.readable() | layout.writable());
  }

  /** What the driver shows. */
  MirrorView mirrors() {
    return mirrors.observe();
  }

  /** The taint bits that appeared since they were last asked for. */
  long newTaint() {
    return taint.newBits();
  }
}
