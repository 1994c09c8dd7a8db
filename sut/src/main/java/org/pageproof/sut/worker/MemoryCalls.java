package org.pageproof.sut.worker;

import org.pageproof.sut.HarnessException;
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
    long address = plan.address(plan.arenaPage(c.region(), 0));
    long length = (long) c.pages() * AddressPlan.PAGE_SIZE;
    return switch (c.backing()) {
      case ANONYMOUS ->
          mapped(address, length, READ_WRITE, Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS, -1);
      case FILE -> {
        int fd = checked(Libc.open(Map.FILE_PATH, Libc.O_RDONLY | Libc.O_CLOEXEC), Map.FILE_PATH);
        yield mapped(address, length, Libc.PROT_NONE, Libc.MAP_PRIVATE, fd);
      }
      case READ_ONLY_SHMEM -> {
        int fd = readOnlySharedMemory(length);
        yield mapped(address, length, Libc.PROT_NONE, Libc.MAP_SHARED, fd);
      }
    };
  }

  /** Maps at exactly this address, and closes the descriptor if there is one. */
  private static Outcome mapped(long wanted, long length, int protection, int flags, int fd) {
    long got = Libc.mmap(wanted, length, protection, flags | Libc.MAP_FIXED_NOREPLACE, fd, 0);
    Outcome outcome = got == -1 ? Outcome.refused(Libc.errno()) : Outcome.of(Reply.ZERO);
    if (fd >= 0) {
      Libc.close(fd);
    }
    if (got != -1 && got != wanted) {
      throw new HarnessException("mmap ignores MAP_FIXED_NOREPLACE: Linux 4.17 or later is needed");
    }
    return outcome;
  }

  /** A descriptor that was opened for reading only, of shared memory that has no name. */
  private static int readOnlySharedMemory(long length) {
    int writable = checked(Libc.memfd_create("pageproof", Libc.MFD_CLOEXEC), "memfd_create");
    checked(Libc.ftruncate(writable, length), "ftruncate");
    String path = "/proc/self/fd/" + writable;
    int readOnly = checked(Libc.open(path, Libc.O_RDONLY | Libc.O_CLOEXEC), path);
    Libc.close(writable);
    return readOnly;
  }

  private static int checked(int result, String what) {
    if (result < 0) {
      throw new HarnessException(what + ": " + Libc.errno());
    }
    return result;
  }

  Outcome unmap(Unmap c, AddressPlan plan) {
    return isWaitedFor(c.range().roundedPageSet(plan), plan)
        ? Outcome.withheld(Withholding.UNMAP_UNDER_WAITER)
        : Outcome.of(Replies.of(Libc.munmap(c.range().start(plan), c.range().length())));
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
    return Outcome.of(
        Replies.of(Libc.mprotect(c.range().start(plan), c.range().length(), protection)));
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
    long expected = destination.start(plan);
    int flags = c.moves() ? Libc.MREMAP_MAYMOVE | Libc.MREMAP_FIXED : 0;
    long got =
        Libc.mremap(
            c.range().start(plan), c.range().length(), destination.length(), flags, expected);
    return Outcome.of(got == expected ? Reply.ZERO : Replies.of(got));
  }

  /** Whether a thread is blocked in user mode on one of the pages. */
  private boolean isWaitedFor(long pages, AddressPlan plan) {
    return (touchers.userModePages(plan) & pages) != 0;
  }

  /** madvise(2). */
  Outcome advise(PageRange range, int advice, AddressPlan plan) {
    return Outcome.of(Replies.of(Libc.madvise(range.start(plan), range.length(), advice)));
  }
}
