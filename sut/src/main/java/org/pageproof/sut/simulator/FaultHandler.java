package org.pageproof.sut.simulator;

import org.jspecify.annotations.Nullable;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.userfaultfd.Touch;

/** What an access to a page does (mm/memory.c, handle_userfault in fs/userfaultfd.c). */
final class FaultHandler {
  private static final long FLAG_WP = 2;

  private static final Reply EFAULT = Reply.refused(Errno.EFAULT);
  private static final Reply SIGSEGV = new Reply.Died("SIGSEGV");
  private static final Reply SIGBUS = new Reply.Died("SIGBUS");

  private final AddressPlan plan;
  private final AddressSpace space;
  private final PageTable table;

  FaultHandler(AddressPlan plan, AddressSpace space) {
    this.plan = plan;
    this.space = space;
    this.table = space.table();
  }

  /** Makes an access from its start and says how it ended; a thread that must wait is asleep. */
  Reply access(SimulatedThread thread, Touch touch) {
    int page = plan.arenaPage(touch.region(), touch.page());
    Vma area = space.lookup(page);
    if (area == null) {
      return end(thread, touch.access().isUserMode() ? SIGSEGV : EFAULT);
    }
    boolean write = touch.access().isWrite();
    Frame frame = table.frame(page);
    if (frame == null) {
      frame = fault(area, page, write);
      if (frame == null) {
        return handleUserfault(thread, touch, area, write ? Message.FLAG_WRITE : 0);
      }
    }
    if (!write) {
      return end(thread, Reply.returned(frame.head()));
    }
    if (!table.isWritable(page)) {
      if (isProtected(area, page)) {
        return handleUserfault(thread, touch, area, Message.FLAG_WRITE | FLAG_WP);
      }
      frame = unshare(area, page, frame);
    }
    table.store(page, frame, Token.of(touch.id(), 0));
    return end(thread, Reply.ZERO);
  }

  /** Fills an empty entry; null if that is for userfaultfd to do. */
  private @Nullable Frame fault(Vma area, int page, boolean write) {
    if (write) {
      space.prepareAnonVma(area);
    }
    if (area.tracksMissing()) {
      return null;
    }
    if (write) {
      Frame fresh = new Frame(0);
      table.mapWritable(page, fresh);
      return fresh;
    }
    table.mapReadOnly(page, table.zeroFrame());
    return table.zeroFrame();
  }

  private boolean isProtected(Vma area, int page) {
    UserfaultContext owner = area.owner();
    if (owner == null || !area.tracksWrites() || !table.isWriteProtected(page)) {
      return false;
    }
    if (owner.resolvesWritesItself()) {
      table.clearWriteProtection(page, page + 1);
      return false;
    }
    return true;
  }

  /** Makes a page writable: in place if its frame is its own, else by a copy. */
  private Frame unshare(Vma area, int page, Frame frame) {
    if (frame.isExclusive()) {
      table.makeWritable(page);
      return frame;
    }
    space.prepareAnonVma(area);
    Frame copy = frame.copy();
    table.mapWritable(page, copy);
    return copy;
  }

  /** Hands the fault to the area's owner, if it may be. */
  private Reply handleUserfault(SimulatedThread thread, Touch touch, Vma area, long flags) {
    UserfaultContext owner = area.owner();
    boolean userMode = touch.access().isUserMode();
    if (owner == null || owner.raisesSigbus() || (!userMode && owner.isUserModeOnly())) {
      return end(thread, userMode ? SIGBUS : EFAULT);
    }
    int page = plan.arenaPage(touch.region(), touch.page());
    int threadId = owner.tellsThreadId() ? thread.slot() : Message.NO_THREAD;
    Message message = new Message(Message.PAGEFAULT, flags, plan.address(page), threadId);
    owner.queue(new Waiter(thread, page, message));
    thread.sleep(touch);
    return Reply.BLOCKED;
  }

  private static Reply end(SimulatedThread thread, Reply reply) {
    thread.finish();
    return reply;
  }
}
