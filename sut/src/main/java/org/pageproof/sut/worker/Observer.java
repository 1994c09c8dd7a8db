package org.pageproof.sut.worker;

import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.userfaultfd.UffdKind;

/** Observes the arena and the kernel's taint. */
final class Observer {
  private final ProcFile pagemap = new ProcFile("/proc/self/pagemap", AddressPlan.PAGE_SIZE);
  private final TaintObserver taint = new TaintObserver();
  private final LayoutObserver layouts = new LayoutObserver();
  private final ModeObserver modes = new ModeObserver();
  private final ProcFile memory = new ProcFile("/proc/self/mem", AddressPlan.PAGE_SIZE);
  private PageObserver pages = pagesOf(new AddressPlan(1));
  private Layout lastLayout = Layout.EMPTY;

  /** Begins a sequence. */
  void begin(AddressPlan plan) {
    if (!plan.equals(pages.plan())) {
      pages = pagesOf(plan);
    }
  }

  private PageObserver pagesOf(AddressPlan plan) {
    return new PageObserver(plan, pagemap, EntryBits::usual, new ContentsInPlace(plan, memory));
  }

  /** The areas of the arena, whatever their modes. */
  Layout layout() {
    return layout(false);
  }

  /**
   * The areas of the arena after a command.
   *
   * @param last whether it is the sequence's last, after which all is looked at
   */
  Layout layout(UffdKind command, boolean last) {
    return last || mayChangeAreas(command) ? layout(true) : lastLayout;
  }

  private Layout layout(boolean modesMayChange) {
    if (layouts.observe(pages.plan())) {
      lastLayout = modes.observe(layouts.last(), pages.plan());
    } else if (modesMayChange) {
      lastLayout = modes.observe(lastLayout, pages.plan());
    }
    return lastLayout;
  }

  /**
   * Whether the kernel may change areas or what is registered; false only where that is out of
   * question. If it does so nevertheless, it is seen after a later command, the last at the latest.
   */
  private static boolean mayChangeAreas(UffdKind command) {
    return switch (command) {
      case CLOSE, REGISTER, UNREGISTER, MAP, UNMAP, PROTECT, REMAP, FORK, REAP, MISUSE -> true;
      case OPEN,
          API,
          COPY,
          ZEROPAGE,
          WRITEPROTECT,
          WAKE,
          POLL,
          READ,
          SETFL,
          DONTNEED,
          FREE,
          CHILDWRITE,
          TOUCH ->
          false;
    };
  }

  /** The areas as they were seen last. */
  Layout lastLayout() {
    return lastLayout;
  }

  /** The pages of the arena, whose areas have just been observed. */
  Pages pages() {
    return pages.observe(lastLayout.readable());
  }

  /** The taint bits that appeared since they were last asked for. */
  long newTaint() {
    return taint.newBits();
  }
}
