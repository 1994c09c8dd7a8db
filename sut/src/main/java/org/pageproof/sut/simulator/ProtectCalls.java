package org.pageproof.sut.simulator;

import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Protect;

/** mprotect(2) (mm/mprotect.c). */
final class ProtectCalls {
  private final KernelConfig config;
  private final AddressPlan plan;
  private final AddressSpace space;
  private final Threads threads;

  ProtectCalls(KernelConfig config, AddressPlan plan, AddressSpace space, Threads threads) {
    this.config = config;
    this.plan = plan;
    this.space = space;
    this.threads = threads;
  }

  Answer protect(Protect command) {
    long pages = command.range().roundedPageSet(plan);
    if ((space.filePages() & pages) != 0) {
      return Answer.withheld(Withholding.FILE_PAGE);
    }
    if (threads.isUserWaitingAgainst(command.protection(), pages)) {
      return Answer.withheld(Withholding.PROTECT_UNDER_WAITER);
    }
    AddressRange range = AddressRange.of(command.range(), plan);
    if (!range.startsAtPage()) {
      return Answer.refused(Errno.EINVAL);
    }
    if (range.length() == 0) {
      return Answer.success();
    }
    boolean mapped =
        !range.wraps()
            && range.isInTask()
            && protect(range.firstPage(), range.endPage(), access(command.protection()));
    return mapped ? Answer.success() : Answer.refused(Errno.ENOMEM);
  }

  private static int access(Protect.Protection protection) {
    return (protection.isReadable() ? Vma.READ : 0) | (protection.isWritable() ? Vma.WRITE : 0);
  }

  /** Goes up to the first hole, and says whether there was none. */
  private boolean protect(int start, int end, int access) {
    int next = start;
    for (int i = space.firstEndingAfter(start);
        i < space.size() && space.at(i).start() <= next && next < end;
        i++) {
      i = protectPart(i, next, Math.min(end, space.at(i).end()), access);
      next = space.at(i).end(); // beyond the end if it merged with the area above
    }
    return next >= end;
  }

  /** Changes the part [start, end) of an area; the index of the area that then holds it. */
  private int protectPart(int index, int start, int end, int access) {
    Vma area = space.at(index);
    int flags = (area.flags() & ~Vma.ACCESS) | access;
    if (flags == area.flags()) {
      return index;
    }
    boolean writable = (access & Vma.WRITE) != 0;
    if (writable) {
      flags |= Vma.ACCOUNT;
    } else if (area.anonVma() == null && config.unaccountsUnwritten()) {
      flags &= ~Vma.ACCOUNT;
    }
    boolean tracked = area.tracksWrites() && !config.has(Fault.SHARED_WRITENOTIFY);
    int part = space.reflag(index, start, end, flags);
    space.table().changeAccess(start, end, writable, tracked);
    return part;
  }
}
