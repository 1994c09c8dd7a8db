package org.pageproof.sut.worker;

import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.userfaultfd.UffdKind;

/** Observes the arena and the kernel's taint. */
final class Observer {
  private static final int TAINT_BYTES = 32;

  private final ProcFile pagemap = new ProcFile("/proc/self/pagemap", AddressPlan.PAGE_SIZE);
  private final ProcFile taint = new ProcFile("/proc/sys/kernel/tainted", TAINT_BYTES);
  private final LayoutObserver layouts = new LayoutObserver();
  private final ProcFile memory = new ProcFile("/proc/self/mem", AddressPlan.PAGE_SIZE);
  private PageObserver pages = new PageObserver(new AddressPlan(1), pagemap, memory);
  private long taintBase = Long.parseLong(taint.text());

  /** Begins a sequence. */
  void begin(AddressPlan plan) {
    if (!plan.equals(pages.plan())) {
      pages = new PageObserver(plan, pagemap, memory);
    }
  }

  /** The areas of the arena, whatever their modes. */
  Layout layout() {
    return layouts.observe(pages.plan(), false);
  }

  /** The areas of the arena, after a command. */
  Layout layout(UffdKind command) {
    return layouts.observe(pages.plan(), mayChangeModes(command));
  }

  /** Whether the kernel may change what is registered; false only where that is out of question. */
  private static boolean mayChangeModes(UffdKind command) {
    return switch (command) {
      case OPEN, CLOSE, REGISTER, UNREGISTER, MAP, UNMAP, PROTECT, REMAP, FORK, REAP -> true;
      case API,
          COPY,
          ZEROPAGE,
          WRITEPROTECT,
          WAKE,
          POLL,
          READ,
          SETFL,
          MISUSE,
          DONTNEED,
          FREE,
          CHILDWRITE,
          TOUCH ->
          false;
    };
  }

  /** The areas as they were seen last. */
  Layout lastLayout() {
    return layouts.last();
  }

  /** The pages of the arena, whose areas have just been observed. */
  Pages pages() {
    return pages.observe(layouts.last().readable());
  }

  /** The taint bits that appeared since they were last asked for. */
  long newTaint() {
    long now = Long.parseLong(taint.text());
    long added = now & ~taintBase;
    taintBase = now;
    return added;
  }
}
