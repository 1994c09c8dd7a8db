package org.pageproof.sut.simulator;

import org.jspecify.annotations.Nullable;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.DontNeed;
import org.pageproof.vocabulary.userfaultfd.Free;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.Unmap;

/** mmap(2), munmap(2), madvise(2) and the touching of pages. */
final class MemoryCalls {
  private final KernelConfig config;
  private final AddressPlan plan;
  private final AddressSpace space;
  private final Threads threads;
  private final Descriptors descriptors;
  private final FaultHandler faultHandler;

  MemoryCalls(
      KernelConfig config,
      AddressPlan plan,
      AddressSpace space,
      Threads threads,
      Descriptors descriptors) {
    this.config = config;
    this.plan = plan;
    this.space = space;
    this.threads = threads;
    this.descriptors = descriptors;
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
    space.map(
        switch (command.backing()) {
          case ANONYMOUS -> new Vma(start, end, start, Vma.ACCESS | Vma.ACCOUNT, null);
          case FILE -> new Vma(start, end, 0, 0, new MappedFile(false, true));
          case READ_ONLY_SHMEM -> new Vma(start, end, 0, 0, new MappedFile(true, false));
        });
    return Answer.success();
  }

  Answer unmap(Unmap command) {
    if (threads.isUserWaitingIn(command.range().roundedPageSet(plan))) {
      return Answer.withheld(Withholding.UNMAP_UNDER_WAITER);
    }
    AddressRange range = AddressRange.of(command.range(), plan);
    if (!range.startsAtPage() || !range.isInTask() || range.length() == 0) {
      return Answer.refused(Errno.EINVAL);
    }
    space.unmap(range.firstPage(), range.endPage());
    return Answer.success();
  }

  /** MADV_DONTNEED drops what is mapped of a range with holes, and then says ENOMEM. */
  Answer dontNeed(DontNeed command) {
    Answer answer = checkAdvice(command.range());
    if (answer != null) {
      return answer;
    }
    AddressRange range = AddressRange.of(command.range(), plan);
    boolean mapped = space.zap(range.firstPage(), range.endPage());
    return mapped ? Answer.success() : Answer.refused(Errno.ENOMEM);
  }

  /** What madvise(2) says of a range without a look at the areas; null if it must look. */
  private @Nullable Answer checkAdvice(PageRange operand) {
    AddressRange range = AddressRange.of(operand, plan);
    if (!range.startsAtPage() || range.wraps()) {
      return Answer.refused(Errno.EINVAL);
    }
    if (range.length() == 0) {
      return Answer.success();
    }
    return range.isInTask() ? null : Answer.refused(Errno.ENOMEM);
  }

  /** MADV_FREE changes nothing here: this kernel never needs to reclaim memory. */
  Answer free(Free command) {
    if (!config.freesLazily()) {
      return Answer.refused(Errno.EINVAL);
    }
    Answer answer = checkAdvice(command.range());
    return answer == null ? free(AddressRange.of(command.range(), plan)) : answer;
  }

  private Answer free(AddressRange range) {
    int next = range.firstPage();
    boolean whole = true;
    for (int i = space.firstEndingAfter(next);
        i < space.size() && space.at(i).start() < range.endPage();
        i++) {
      Vma area = space.at(i);
      if (area.file() != null) {
        return Answer.refused(Errno.EINVAL); // even if there was a hole before
      }
      whole &= area.start() <= next;
      next = area.end();
    }
    boolean mapped = whole && next >= range.endPage();
    return mapped ? Answer.success() : Answer.refused(Errno.ENOMEM);
  }

  Answer touch(Touch command) {
    SimulatedThread thread = threads.get(command.thread());
    if (thread.isBusy()) {
      return Answer.withheld(Withholding.THREAD_BUSY);
    }
    Access access = command.access();
    Withholding danger = access.isUserMode() ? danger(command) : null;
    if (danger != null) {
      return Answer.withheld(danger);
    }
    if (access.isPopulate() && !config.populates()) {
      return Answer.refused(Errno.EINVAL);
    }
    return Answer.of(faultHandler.access(thread, command));
  }

  /** What a touch by user code must not do to the process. */
  private @Nullable Withholding danger(Touch command) {
    Vma area = space.lookup(plan.arenaPage(command.region(), command.page()));
    if (area == null) {
      return Withholding.UNMAPPED_TOUCH;
    }
    if (!(command.access().isWrite() ? area.isWritable() : area.isReadable())) {
      return Withholding.PROTECTED_TOUCH;
    }
    return descriptors.mixSigbus() ? Withholding.MIXED_SIGBUS : null;
  }
}
