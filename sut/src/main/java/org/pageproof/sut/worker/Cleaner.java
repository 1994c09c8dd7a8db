package org.pageproof.sut.worker;

import org.pageproof.sut.HarnessException;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Layout;

/** Leaves nothing behind after a sequence, and verifies it. */
final class Cleaner {
  private final DescriptorSlots slots;
  private final ChildSlot child;
  private final Touchers touchers;
  private final Settler settler;
  private final Observer observer;
  private final DescriptorLeaks leaks = new DescriptorLeaks("anon_inode:[userfaultfd]");

  Cleaner(
      DescriptorSlots slots,
      ChildSlot child,
      Touchers touchers,
      Settler settler,
      Observer observer) {
    this.slots = slots;
    this.child = child;
    this.touchers = touchers;
    this.settler = settler;
    this.observer = observer;
  }

  /**
   * Closes, reaps, releases and unmaps what the sequence left. Blocked threads first get memory to
   * retry on, because one that is woken over unmapped memory would take the worker with it.
   *
   * @throws HangException if closing and reaping does not release every thread
   * @throws HarnessException if something is left
   */
  void clean(AddressPlan plan) {
    if (touchers.busySet() != 0) {
      AreaCalls.coverArena(plan);
    }
    slots.closeAll();
    child.reap(); // the last reference to a context may be the child's
    settler.awaitAllDone();
    AreaCalls.unmapArena(plan);
    if (!observer.layout().equals(Layout.EMPTY)) {
      throw new HarnessException("leak: the arena is mapped after munmap");
    }
    leaks.check(0);
  }
}
