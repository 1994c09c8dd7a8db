package org.pageproof.sut.worker;

import org.pageproof.sut.jna.Libc;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Protect;
import org.pageproof.vocabulary.userfaultfd.Remap;
import org.pageproof.vocabulary.userfaultfd.Unmap;

/** The calls that change the arena's areas and pages. */
final class MemoryCalls {
  private static final int READ_WRITE = Libc.PROT_READ | Libc.PROT_WRITE;

  private final Touchers touchers;
  private final Observer observer;

  MemoryCalls(Touchers touchers, Observer observer) {
    this.touchers = touchers;
    this.observer = observer;
  }

  Outcome map(Map c, AddressPlan plan) {
    return Outcome.of(
        switch (c.backing()) {
          case ANONYMOUS -> map(c, READ_WRITE, Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS, -1, plan);
          case FILE -> {
            int fd = Libc.open(Map.FILE_PATH, Libc.O_RDONLY | Libc.O_CLOEXEC);
            AreaCalls.checked(fd, Map.FILE_PATH);
            yield map(c, Libc.PROT_NONE, Libc.MAP_PRIVATE, fd, plan);
          }
          case READ_ONLY_SHMEM -> {
            int fd = readOnlySharedMemory((long) c.pages() * AddressPlan.PAGE_SIZE);
            yield map(c, Libc.PROT_NONE, Libc.MAP_SHARED, fd, plan);
          }
        });
  }

  private static Reply map(Map c, int protection, int flags, int fd, AddressPlan plan) {
    return AreaCalls.map(plan, c.region(), c.pages(), protection, flags, fd);
  }

  /** A descriptor that was opened for reading only, of shared memory that has no name. */
  private static int readOnlySharedMemory(long length) {
    int writable = AreaCalls.file(length);
    String path = "/proc/self/fd/" + writable;
    int readOnly = AreaCalls.checked(Libc.open(path, Libc.O_RDONLY | Libc.O_CLOEXEC), path);
    Libc.close(writable);
    return readOnly;
  }

  Outcome unmap(Unmap c, AddressPlan plan) {
    return isWaitedFor(c.range().roundedPageSet(plan), plan)
        ? Outcome.withheld(Withholding.UNMAP_UNDER_WAITER)
        : Outcome.of(AreaCalls.unmap(c.range(), plan));
  }

  Outcome protect(Protect c, AddressPlan plan) {
    long pages = c.range().roundedPageSet(plan);
    if ((observer.lastLayout().file() & pages) != 0) {
      return Outcome.withheld(Withholding.FILE_PAGE);
    }
    if ((touchers.forbiddenPages(plan, c.protection()) & pages) != 0) {
      return Outcome.withheld(Withholding.PROTECT_UNDER_WAITER);
    }
    int protection =
        switch (c.protection()) {
          case READ_WRITE -> READ_WRITE;
          case READ -> Libc.PROT_READ;
          case NONE -> Libc.PROT_NONE;
        };
    return Outcome.of(AreaCalls.protect(c.range(), protection, plan));
  }

  Outcome remap(Remap c, AddressPlan plan) {
    Layout layout = observer.lastLayout();
    long pages = c.range().pageSet(plan);
    if (!layout.insideOneArea(c.range(), plan)) {
      return Outcome.withheld(Withholding.NOT_ONE_AREA);
    }
    PageRange destination = c.destination();
    long unmapped = c.moves() ? pages | destination.pageSet(plan) : pages;
    if (isWaitedFor(unmapped, plan)) {
      return Outcome.withheld(Withholding.UNMAP_UNDER_WAITER);
    }
    int flags = c.moves() ? Libc.MREMAP_MAYMOVE | Libc.MREMAP_FIXED : 0;
    return Outcome.of(AreaCalls.remap(c.range(), destination, flags, plan));
  }

  /** Whether a thread is blocked in user mode on one of the pages. */
  private boolean isWaitedFor(long pages, AddressPlan plan) {
    return (touchers.userModePages(plan) & pages) != 0;
  }

  /** madvise(2). */
  Outcome advise(PageRange range, int advice, AddressPlan plan) {
    return Outcome.of(AreaCalls.advise(range, advice, plan));
  }
}
