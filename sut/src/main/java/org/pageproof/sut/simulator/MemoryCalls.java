package org.pageproof.sut.simulator;

import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.DontNeed;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.Unmap;

/** mmap(2), munmap(2), madvise(2) and the touching of pages. */
final class MemoryCalls {
  private final AddressPlan plan;
  private final AddressSpace space;
  private final SimulatedThread[] threads;
  private final FaultHandler faultHandler;

  MemoryCalls(AddressPlan plan, AddressSpace space, SimulatedThread[] threads) {
    this.plan = plan;
    this.space = space;
    this.threads = threads;
    this.faultHandler = new FaultHandler(plan, space);
  }

  FaultHandler faultHandler() {
    return faultHandler;
  }

  Answer map(Map command) {
    int start = plan.arenaPage(command.region(), 0);
    int end = start + command.pages();
    if (start == end) {
      return Answer.refused(Errno.EINVAL);
    }
    if (space.intersects(start, end)) {
      return Answer.refused(Errno.EEXIST); // MAP_FIXED_NOREPLACE
    }
    space.map(start, end);
    return Answer.success();
  }

  Answer unmap(Unmap command) {
    if (hasUserModeWaiter(command.range().roundedPageSet(plan))) {
      return Answer.withheld(Withholding.UNMAP_UNDER_WAITER);
    }
    AddressRange range = AddressRange.of(command.range(), plan);
    if (!range.startsAtPage() || !range.isInTask() || range.length() == 0) {
      return Answer.refused(Errno.EINVAL);
    }
    space.unmap(range.firstPage(), range.endPage());
    return Answer.success();
  }

  private boolean hasUserModeWaiter(long pages) {
    for (SimulatedThread thread : threads) {
      Touch access = thread.access();
      if (access != null && access.access().isUserMode()) {
        int page = plan.arenaPage(access.region(), access.page());
        if ((pages >>> page & 1) != 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** MADV_DONTNEED drops what is mapped of a range with holes, and then says ENOMEM. */
  Answer dontNeed(DontNeed command) {
    AddressRange range = AddressRange.of(command.range(), plan);
    if (!range.startsAtPage() || range.wraps()) {
      return Answer.refused(Errno.EINVAL);
    }
    if (range.length() == 0) {
      return Answer.success();
    }
    boolean mapped = range.isInTask() && space.zap(range.firstPage(), range.endPage());
    return mapped ? Answer.success() : Answer.refused(Errno.ENOMEM);
  }

  Answer touch(Touch command) {
    SimulatedThread thread = threads[command.thread()];
    if (thread.isBusy()) {
      return Answer.withheld(Withholding.THREAD_BUSY);
    }
    int page = plan.arenaPage(command.region(), command.page());
    if (command.access().isUserMode() && space.lookup(page) == null) {
      return Answer.withheld(Withholding.UNMAPPED_TOUCH);
    }
    return Answer.of(faultHandler.access(thread, command));
  }
}
