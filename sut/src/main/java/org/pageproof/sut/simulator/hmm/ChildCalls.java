package org.pageproof.sut.simulator.hmm;

import org.jspecify.annotations.Nullable;
import org.pageproof.sut.simulator.Fault;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.hmm.ChildTouch;

/** fork(2), the child's end, and accesses to its memory with force. */
final class ChildCalls {
  private final Memory memory;
  private final AddressPlan plan;
  private final AddressSpace space;
  private final Descriptors descriptors;
  private final Driver driver;
  private final FaultHandler handler;
  private @Nullable AddressSpace child;

  ChildCalls(
      Memory memory,
      AddressPlan plan,
      AddressSpace space,
      Descriptors descriptors,
      Driver driver,
      FaultHandler handler) {
    this.memory = memory;
    this.plan = plan;
    this.space = space;
    this.descriptors = descriptors;
    this.driver = driver;
    this.handler = handler;
  }

  /** The memory of the child that has not been reaped; null if there is none. */
  @Nullable AddressSpace child() {
    return child;
  }

  Answer fork() {
    if (child != null) {
      return Answer.withheld(Withholding.SLOT_IN_USE);
    }
    AddressSpace copy = new AddressSpace(memory, plan);
    for (int i = 0; i < space.size(); i++) {
      Vma area = space.at(i);
      boolean hasPages = area.anonVma() != null;
      copy.inherit(area.forked(), hasPages);
      if (hasPages) {
        copyEntries(area, copy);
      }
    }
    memory.spaces().add(copy);
    child = copy;
    descriptors.inherit();
    return Answer.success();
  }

  /** Copies entries where anonymous pages may be; the child's own faults give the rest. */
  private void copyEntries(Vma area, AddressSpace copy) {
    space.invalidate(area.start(), area.end());
    PageTable table = space.table();
    for (int page = area.start(); page < area.end(); page++) {
      if (table.kind(page) == EntryKind.EXCLUSIVE) {
        handler.restoreSilently(space, area, page);
      }
      if (table.kind(page) == EntryKind.NONE) {
        continue;
      }
      Frame frame = table.frame(page);
      boolean kept =
          table.kind(page) == EntryKind.DEVICE && memory.config().has(Fault.PRIVATE_FORK_SHARED);
      if (!kept) {
        frame.setExclusive(false);
        table.setWritable(page, false);
      }
      copy.table().map(page, frame, table.isWritable(page));
    }
    copy.table().copyTables(table, area.start(), area.end());
  }

  Answer reap() {
    if (child == null) {
      return Answer.withheld(Withholding.NO_CHILD);
    }
    child.zap(0, child.table().size());
    memory.spaces().remove(child);
    child = null;
    for (Mirror mirror : descriptors.takeInherited()) {
      if (mirror.put()) {
        driver.close(mirror);
      }
    }
    return Answer.success();
  }

  Answer touch(ChildTouch command) {
    if (child == null) {
      return Answer.withheld(Withholding.NO_CHILD);
    }
    int page = plan.arenaPage(command.region(), command.page());
    Vma area = child.lookup(page);
    Frame frame = area == null ? null : handler.get(child, area, page, command.write());
    if (frame == null) {
      return Answer.refused(Errno.EIO);
    }
    if (!command.write()) {
      return Answer.of(Reply.returned(frame.head()));
    }
    frame.store(Token.of(command.id(), 0));
    memory.contentsChanged(frame);
    return Answer.success();
  }
}
