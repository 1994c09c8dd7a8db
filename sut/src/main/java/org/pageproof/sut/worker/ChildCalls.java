package org.pageproof.sut.worker;

import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.ChildWrite;

/** What is done with the child. */
final class ChildCalls {
  private final ChildSlot child;
  private final DescriptorSlots slots;
  private final Observer observer;

  ChildCalls(ChildSlot child, DescriptorSlots slots, Observer observer) {
    this.child = child;
    this.slots = slots;
    this.observer = observer;
  }

  Outcome fork(AddressPlan plan) {
    return child.get() != null
        ? Outcome.withheld(Withholding.SLOT_IN_USE)
        : Outcome.of(child.fork(plan, slots, observer.lastLayout()));
  }

  Outcome reap() {
    if (child.get() == null) {
      return Outcome.withheld(Withholding.NO_CHILD);
    }
    child.reap();
    return Outcome.of(Reply.ZERO);
  }

  Outcome write(ChildWrite c, AddressPlan plan) {
    ChildProcess present = child.get();
    if (present == null) {
      return Outcome.withheld(Withholding.NO_CHILD);
    }
    int page = plan.arenaPage(c.region(), c.page());
    return present.isFilePage(page)
        ? Outcome.withheld(Withholding.FILE_PAGE)
        : Outcome.of(present.write(page, Token.of(c.id(), 0)));
  }
}
