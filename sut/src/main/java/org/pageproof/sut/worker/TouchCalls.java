package org.pageproof.sut.worker;

import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Touch;

/** Hands touches to their threads. */
final class TouchCalls {
  private final Touchers touchers;
  private final Observer observer;
  private final DescriptorObserver descriptors;
  private final ChildSlot child;

  TouchCalls(
      Touchers touchers, Observer observer, DescriptorObserver descriptors, ChildSlot child) {
    this.touchers = touchers;
    this.observer = observer;
    this.descriptors = descriptors;
    this.child = child;
  }

  Outcome touch(Touch c, AddressPlan plan) {
    ToucherThread thread = touchers.get(c.thread());
    if (thread.isBusy()) {
      return Outcome.withheld(Withholding.THREAD_BUSY);
    }
    int page = plan.arenaPage(c.region(), c.page());
    boolean signalling = false;
    if (c.access().isUserMode()) {
      Layout layout = observer.lastLayout();
      if ((layout.mapped() >>> page & 1) == 0) {
        return Outcome.withheld(Withholding.UNMAPPED_TOUCH);
      }
      long permitted = c.access().isWrite() ? layout.writable() : layout.readable();
      if ((permitted >>> page & 1) == 0) {
        return Outcome.withheld(Withholding.PROTECTED_TOUCH);
      }
      signalling = isAnyContext(true);
      if (signalling && isAnyContext(false)) {
        return Outcome.withheld(Withholding.MIXED_SIGBUS);
      }
    }
    thread.touch(c.access(), plan.address(page), Token.of(c.id(), 0), signalling);
    return Outcome.of(Reply.BLOCKED);
  }

  /** Whether there is a ready context that has the SIGBUS feature, or one that has not. */
  private boolean isAnyContext(boolean signalling) {
    for (int slot = 0; slot < Observation.DESCRIPTORS; slot++) {
      if (isReady(descriptors.last(slot).features(), signalling)
          || isReady(child.orphanFeatures(slot), signalling)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isReady(long features, boolean signalling) {
    return (features & DescriptorView.READY) != 0
        && ((features & Api.FEATURE_SIGBUS) != 0) == signalling;
  }
}
