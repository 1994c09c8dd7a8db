package org.pageproof.sut.worker;

import org.pageproof.sut.HarnessException;
import org.pageproof.sut.jna.Libc;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Reply;

/** The system calls that change the arena's areas and pages. */
public final class AreaCalls {
  /** More pages than a sequence can map from the arena's start on in a plan that is not huge. */
  private static final int ARENA_PAGES = 64;

  private AreaCalls() {}

  /**
   * mmap(2) at the start of a region slot, where nothing may be mapped; closes the descriptor if
   * there is one.
   *
   * @param fd what to map, -1 for anonymous memory
   */
  public static Reply map(
      AddressPlan plan, int region, int pages, int protection, int flags, int fd) {
    long wanted = plan.address(plan.arenaPage(region, 0));
    long length = (long) pages * AddressPlan.PAGE_SIZE;
    long got = Libc.mmap(wanted, length, protection, flags | Libc.MAP_FIXED_NOREPLACE, fd, 0);
    Reply reply = got == -1 ? Reply.refused(Libc.errno()) : Reply.ZERO;
    if (fd >= 0) {
      Libc.close(fd);
    }
    if (got != -1 && got != wanted) {
      throw new HarnessException("mmap ignores MAP_FIXED_NOREPLACE: Linux 4.17 or later is needed");
    }
    return reply;
  }

  /** munmap(2). */
  public static Reply unmap(PageRange range, AddressPlan plan) {
    return Replies.of(Libc.munmap(range.start(plan), range.length()));
  }

  /** mmap(2) of untouched memory over all that a sequence may have mapped. */
  public static void coverArena(AddressPlan plan) {
    int protection = Libc.PROT_READ | Libc.PROT_WRITE;
    int flags = Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS | Libc.MAP_FIXED;
    if (Libc.mmap(AddressPlan.BASE, arenaBytes(plan), protection, flags, -1, 0) == -1) {
      throw new HarnessException("the arena cannot be covered: " + Libc.errno());
    }
  }

  /** munmap(2) of all that a sequence may have mapped. */
  public static void unmapArena(AddressPlan plan) {
    if (Libc.munmap(AddressPlan.BASE, arenaBytes(plan)) != 0) {
      throw new HarnessException("the arena cannot be unmapped: " + Libc.errno());
    }
  }

  private static long arenaBytes(AddressPlan plan) {
    int pages = ARENA_PAGES + (plan.huge() ? AddressPlan.HUGE_PAGES : 0);
    return (long) pages * AddressPlan.PAGE_SIZE;
  }

  /** mprotect(2). */
  public static Reply protect(PageRange range, int protection, AddressPlan plan) {
    return Replies.of(Libc.mprotect(range.start(plan), range.length(), protection));
  }

  /** mremap(2); 0 if the kernel returns the destination's start. */
  public static Reply remap(PageRange range, PageRange destination, int flags, AddressPlan plan) {
    long expected = destination.start(plan);
    long got =
        Libc.mremap(range.start(plan), range.length(), destination.length(), flags, expected);
    return got == expected ? Reply.ZERO : Replies.of(got);
  }

  /** madvise(2). */
  public static Reply advise(PageRange range, int advice, AddressPlan plan) {
    return Replies.of(Libc.madvise(range.start(plan), range.length(), advice));
  }

  /**
   * memfd_create(2): a new file without a name.
   *
   * @param bytes its size
   */
  public static int file(long bytes) {
    int fd = checked(Libc.memfd_create("pageproof", Libc.MFD_CLOEXEC), "memfd_create");
    checked(Libc.ftruncate(fd, bytes), "ftruncate");
    return fd;
  }

  /**
   * The result of a call that does not fail on a healthy machine.
   *
   * @throws HarnessException if it has failed
   */
  public static int checked(int result, String what) {
    if (result < 0) {
      throw new HarnessException(what + ": " + Libc.errno());
    }
    return result;
  }
}
