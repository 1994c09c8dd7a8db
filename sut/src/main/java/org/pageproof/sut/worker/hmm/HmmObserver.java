package org.pageproof.sut.worker.hmm;

import java.util.List;
import java.util.Optional;
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
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.hmm.HmmKind;

/** Observes the arena, what the driver shows of it, and the kernel's taint. */
final class HmmObserver {
  private static final int MOST_PAGES = new AddressPlan(AddressPlan.MAX_PAGES, true).arenaPages();

  private final EntryBits entries;
  private final ProcFile pagemap = new ProcFile("/proc/self/pagemap", MOST_PAGES * Long.BYTES);
  private final ProcFile memory =
      new ProcFile("/proc/self/mem", MOST_PAGES * AddressPlan.PAGE_SIZE);
  private final LayoutObserver layouts = new LayoutObserver();
  private final TaintObserver taint = new TaintObserver();
  private final MirrorObserver mirrors;
  private CopiedContents contents;
  private PageObserver pages;
  private boolean areasChanged;

  HmmObserver(MirrorDriver driver, EntryBits entries, MirrorSlots slots) {
    this.entries = entries;
    mirrors = new MirrorObserver(driver, slots);
    contents = new CopiedContents(new AddressPlan(1), memory);
    pages = new PageObserver(new AddressPlan(1), pagemap, entries, contents);
  }

  /** Begins a sequence and returns what is seen before its first command. */
  Observation begin(AddressPlan plan) {
    if (!plan.equals(pages.plan())) {
      contents.close();
      contents = new CopiedContents(plan, memory);
      pages = new PageObserver(plan, pagemap, entries, contents);
    }
    MirrorView nothing = mirrors.begin(plan);
    return Observation.ofMirrors(
        Reply.ZERO,
        List.of(),
        List.of(),
        Pages.empty(plan),
        Layout.EMPTY,
        Optional.empty(),
        nothing,
        0);
  }

  /** The areas of the arena as they are now. */
  Layout layout() {
    areasChanged |= layouts.observe(pages.plan());
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

  /** What the driver shows of the arena, whose areas and pages have just been observed. */
  MirrorView mirrors() {
    boolean changed = areasChanged || pages.entriesChanged();
    areasChanged = false;
    return mirrors.observe(changed);
  }

  /** The taint bits that appeared since they were last asked for. */
  long newTaint() {
    return taint.newBits();
  }
}
