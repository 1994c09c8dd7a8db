package org.pageproof.sut.simulator;

import org.jspecify.annotations.Nullable;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Remap;

/** mremap(2) (mm/mremap.c). */
final class RemapCalls {
  private final KernelConfig config;
  private final AddressPlan plan;
  private final AddressSpace space;
  private final Threads threads;

  RemapCalls(KernelConfig config, AddressPlan plan, AddressSpace space, Threads threads) {
    this.config = config;
    this.plan = plan;
    this.space = space;
    this.threads = threads;
  }

  Answer remap(Remap command) {
    PageRange range = command.range();
    long pages = range.pageSet(plan);
    int from = range.firstPage(plan);
    Vma area = space.lookup(from);
    if (area == null || from + range.count() > area.end()) {
      return Answer.withheld(Withholding.NOT_ONE_AREA);
    }
    long given = command.moves() ? pages | command.destination().pageSet(plan) : pages;
    if (threads.isUserWaitingIn(given)) {
      return Answer.withheld(Withholding.UNMAP_UNDER_WAITER);
    }
    int size = range.count();
    Errno refusal =
        command.moves()
            ? move(from, size, plan.arenaPage(command.target(), 0), command.pages())
            : resize(from, size, command.pages());
    return refusal == null ? Answer.success() : Answer.refused(refusal);
  }

  /** Grows or shrinks in place; the errno if it can't. */
  private @Nullable Errno resize(int from, int size, int newSize) {
    if (newSize == size) {
      return null;
    }
    if (newSize < size) {
      space.unmap(from + newSize, from + size);
      return null;
    }
    int index = space.firstEndingAfter(from);
    int end = space.at(index).end();
    if (from + size < end || space.intersects(end, from + newSize)) {
      return Errno.ENOMEM;
    }
    space.extend(index, from + newSize);
    return null;
  }

  /** Moves to another place, which is unmapped first; the errno if it can't. */
  private @Nullable Errno move(int from, int size, int to, int newSize) {
    if (from + size > to && to + newSize > from) {
      return Errno.EINVAL;
    }
    int moved = Math.min(size, newSize);
    space.unmap(to, to + newSize);
    if (moved < size) {
      space.unmap(from + moved, from + size);
    }
    Vma source = space.at(space.firstEndingAfter(from));
    moveArea(source, from, from + moved, to, to + newSize);
    return null;
  }

  /**
   * Copies the area, moves its entries and unmaps the old place. The copy is made with the
   * registration, which may let it merge with a neighbour registered alike; ending the registration
   * then ends the neighbour's too.
   */
  private void moveArea(Vma source, int from, int end, int to, int newEnd) {
    boolean untouched = source.file() == null && source.anonVma() == null;
    int offset = untouched ? to : source.offsetOf(from);
    boolean unregisters = source.owner() != null && config.unregistersMoved();
    Vma target = space.mapCopy(source.elsewhere(to, newEnd, offset));
    space.table().move(from, to, end - from, unregisters);
    if (unregisters) {
      target.set(null, target.flags() & ~Vma.MODES);
    }
    space.unmap(from, end);
  }
}
