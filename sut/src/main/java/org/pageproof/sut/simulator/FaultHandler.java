package org.pageproof.sut.simulator;

import org.jspecify.annotations.Nullable;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.Touch;

/** What an access to a page does (mm/memory.c, handle_userfault in fs/userfaultfd.c). */
final class FaultHandler {
  private static final Reply EFAULT = Reply.refused(Errno.EFAULT);
  private static final Reply ENOMEM = Reply.refused(Errno.ENOMEM);
  private static final Reply EINVAL = Reply.refused(Errno.EINVAL);
  private static final Reply SIGSEGV = new Reply.Signalled("SIGSEGV");

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
    Access access = touch.access();
    int page = plan.arenaPage(touch.region(), touch.page());
    Vma area = space.lookup(page);
    boolean write = access.isWrite();
    if (area == null || !(write ? area.isWritable() : area.isReadable())) {
      return end(thread, forbidden(access, area != null));
    }
    Frame frame = table.frame(page);
    if (frame == null) {
      frame = fault(area, page, write);
      if (frame == null) {
        return handleUserfault(thread, touch, area, write ? Message.FLAG_WRITE : 0);
      }
    }
    if (write && !table.isWritable(page)) {
      if (isProtected(area, page)) {
        return handleUserfault(thread, touch, area, Message.FLAG_WRITE | Message.FLAG_WP);
      }
      frame = unshare(area, page, frame);
    }
    return end(thread, transfer(touch, page, frame));
  }

  /** How an access ends that the areas do not permit. */
  private static Reply forbidden(Access access, boolean mapped) {
    if (access.isUserMode()) {
      return SIGSEGV;
    }
    if (access.isPopulate()) {
      return mapped ? EINVAL : ENOMEM;
    }
    return EFAULT;
  }

  /** Loads or stores, now that nothing is in the way. */
  private Reply transfer(Touch touch, int page, Frame frame) {
    return switch (touch.access()) {
      case READ, SYSCALL_READ -> Reply.returned(frame.head());
      case READ_LAST -> Reply.returned(frame.tail());
      case WRITE, SYSCALL_WRITE -> {
        table.store(page, frame, Token.of(touch.id(), 0));
        yield Reply.ZERO;
      }
      case POPULATE_READ, POPULATE_WRITE -> Reply.ZERO;
    };
  }

  /** Fills an empty entry; null if that is for userfaultfd to do. */
  private @Nullable Frame fault(Vma area, int page, boolean write) {
    if (table.isWriteProtected(page) && !area.tracksWrites()) {
      table.clearWriteProtection(page); // a marker left over from an earlier registration
    }
    if (write) {
      space.prepareAnonVma(area);
    }
    if (area.tracksMissing()) {
      return null;
    }
    Frame frame = write ? Frame.filledWith(0) : table.zeroFrame();
    if (table.isWriteProtected(page)) {
      table.mapWriteProtected(page, frame);
    } else if (write) {
      table.mapWritable(page, frame);
    } else {
      table.mapReadOnly(page, frame);
    }
    return frame;
  }

  /** Whether a write to this page, which cannot be written directly, is for userfaultfd. */
  private boolean isProtected(Vma area, int page) {
    UserfaultContext owner = area.owner();
    if (owner == null || !area.tracksWrites() || !table.isWriteProtected(page)) {
      return false;
    }
    if (owner.resolvesWritesItself()) {
      table.clearWriteProtection(page);
      return false;
    }
    return true;
  }

  /**
   * Makes a page writable: in place if its frame is its own, else by a copy. A userfaultfd bit left
   * over from an earlier registration stays with the frame (wp_page_reuse), but is not copied
   * (wp_page_copy).
   */
  private Frame unshare(Vma area, int page, Frame frame) {
    if (frame.isExclusive() || frame.isMappedOnce()) {
      frame.setExclusive(true);
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
    Access access = touch.access();
    boolean userMode = access.isUserMode();
    if (owner == null || owner.raisesSigbus() || (!userMode && owner.isUserModeOnly())) {
      return end(thread, userMode ? Reply.SIGBUS : EFAULT);
    }
    int page = plan.arenaPage(touch.region(), touch.page());
    long address = plan.address(page) + (owner.tellsExactAddress() ? access.offset() : 0);
    int threadId = owner.tellsThreadId() ? thread.slot() : Message.NO_THREAD;
    Message message = new Message(Message.PAGEFAULT, flags, address, threadId);
    owner.queue(new Waiter(thread, page, message));
    thread.sleep(touch);
    return Reply.BLOCKED;
  }

  private static Reply end(SimulatedThread thread, Reply reply) {
    thread.finish();
    return reply;
  }
}
