package org.pageproof.sut.simulator.hmm;

import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.hmm.Access;
import org.pageproof.vocabulary.hmm.Touch;

/** The processor's accesses to pages. */
final class TouchCalls {
  private final Memory memory;
  private final AddressPlan plan;
  private final AddressSpace space;
  private final FaultHandler handler;

  TouchCalls(Memory memory, AddressPlan plan, AddressSpace space, FaultHandler handler) {
    this.memory = memory;
    this.plan = plan;
    this.space = space;
    this.handler = handler;
  }

  Answer touch(Touch command) {
    Access access = command.access();
    int page = plan.arenaPage(command.region(), command.page());
    Vma area = space.lookup(page);
    if (area == null) {
      return forbidden(access, Withholding.UNMAPPED_TOUCH);
    }
    boolean write = access.isWrite();
    if (!area.isWritable() && (write || !area.isReadable())) {
      return forbidden(access, Withholding.PROTECTED_TOUCH);
    }
    PageTable table = space.table();
    while (table.kind(page) != EntryKind.PRESENT || (write && !table.isWritable(page))) {
      handler.handle(space, area, page, write); // for want of memory it is simply tried again
    }
    Frame frame = table.frame(page);
    if (!write) {
      return Answer.of(Reply.returned(frame.head()));
    }
    frame.store(Token.of(command.id(), 0));
    memory.contentsChanged(frame);
    return Answer.success();
  }

  private static Answer forbidden(Access access, Withholding danger) {
    return access.isUserMode() ? Answer.withheld(danger) : Answer.refused(Errno.EFAULT);
  }
}
