package org.pageproof.sut.simulator;

import org.jspecify.annotations.Nullable;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.ChildWrite;

/** fork(2), the child's end, and stores to its memory (kernel/fork.c, mm/memory.c). */
final class ChildCalls {
  private static final Errno EIO = new Errno(5);
  private static final int ENTRIES = 64;

  private final KernelConfig config;
  private final AddressPlan plan;
  private final AddressSpace space;
  private final Descriptors descriptors;
  private final RegistrationCalls registrations;
  private @Nullable ChildProcess child;

  ChildCalls(
      KernelConfig config,
      AddressPlan plan,
      AddressSpace space,
      Descriptors descriptors,
      RegistrationCalls registrations) {
    this.config = config;
    this.plan = plan;
    this.space = space;
    this.descriptors = descriptors;
    this.registrations = registrations;
  }

  /** The child that has not been reaped; null if there is none. */
  @Nullable ChildProcess child() {
    return child;
  }

  Answer fork() {
    if (child != null) {
      return Answer.withheld(Withholding.SLOT_IN_USE);
    }
    PageTable table = space.table().fork(pagesToCopy(), config.has(Fault.FORK_CHILD_MARKER));
    child =
        new ChildProcess(
            table, new PageViewer(plan, table), space.mappedPages(), space.filePages());
    descriptors.inherit();
    return Answer.success();
  }

  /** Entries are copied only where anonymous pages may be; the child's own faults give the rest. */
  private long pagesToCopy() {
    long pages = 0;
    for (int i = 0; i < space.size(); i++) {
      Vma area = space.at(i);
      pages |= area.anonVma() != null ? AddressSpace.pagesOf(area) : 0;
    }
    return pages;
  }

  Answer reap() {
    if (child == null) {
      return Answer.withheld(Withholding.NO_CHILD);
    }
    child.table().zap(0, ENTRIES);
    child = null;
    for (int slot = 0; slot < Observation.DESCRIPTORS; slot++) {
      UserfaultContext last = descriptors.dropInherited(slot);
      if (last != null) {
        registrations.release(last);
      }
    }
    return Answer.success();
  }

  Answer write(ChildWrite command) {
    if (child == null) {
      return Answer.withheld(Withholding.NO_CHILD);
    }
    int page = plan.arenaPage(command.region(), command.page());
    if (child.mapsFile(page)) {
      return Answer.withheld(Withholding.FILE_PAGE);
    }
    if (!child.maps(page)) {
      return Answer.refused(EIO);
    }
    PageTable table = child.table();
    Frame frame = table.frame(page);
    if (frame == null || !frame.isMappedOnce()) {
      frame = frame == null ? Frame.filledWith(0) : frame.copy();
      table.mapWritable(page, frame);
    }
    table.store(page, frame, Token.of(command.id(), 0));
    return Answer.of(Reply.returned(Long.BYTES));
  }
}
