package org.pageproof.sut.simulator;

import java.util.List;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.userfaultfd.WriteProtect;

/** UFFDIO_WRITEPROTECT (fs/userfaultfd.c, mm/userfaultfd.c). */
final class WriteProtectCalls {
  private final KernelConfig config;
  private final AddressPlan plan;
  private final AddressSpace space;
  private final Descriptors descriptors;

  WriteProtectCalls(
      KernelConfig config, AddressPlan plan, AddressSpace space, Descriptors descriptors) {
    this.config = config;
    this.plan = plan;
    this.space = space;
    this.descriptors = descriptors;
  }

  Answer writeProtect(WriteProtect command) {
    if (!config.writeProtects()) {
      return descriptors.unknownIoctl(command.fd());
    }
    return descriptors.ioctl(
        command.fd(), command.argument(), List.of(), context -> writeProtect(context, command));
  }

  private Answer writeProtect(UserfaultContext context, WriteProtect command) {
    AddressRange range = AddressRange.of(command.range(), plan);
    long mode = command.mode();
    boolean known = (mode & ~WriteProtect.KNOWN_MODES) == 0 && mode != WriteProtect.KNOWN_MODES;
    if (!range.isValid() || !known) {
      return Answer.refused(Errno.EINVAL);
    }
    int start = range.firstPage();
    int end = range.endPage();
    if (!change(start, end, (mode & WriteProtect.MODE_WP) != 0)) {
      return Answer.refused(Errno.ENOENT);
    }
    if (mode == 0) {
      context.wake(start, end);
    }
    return Answer.success();
  }

  /** Changes area by area, up to the first that does not track writes; whether all was well. */
  private boolean change(int start, int end, boolean protect) {
    Vma first = space.lookup(start);
    boolean inside = first != null && first.end() >= end;
    if (!inside && !config.writeProtectsAcrossAreas()) {
      return false;
    }
    boolean found = false;
    for (int i = space.firstEndingAfter(start);
        i < space.size() && space.at(i).start() < end;
        i++) {
      Vma area = space.at(i);
      if (!area.tracksWrites()) {
        return false;
      }
      changeArea(area, Math.max(start, area.start()), Math.min(end, area.end()), protect);
      found = true;
    }
    return found;
  }

  private void changeArea(Vma area, int from, int to, boolean protect) {
    if (protect) {
      UserfaultContext owner = area.owner();
      boolean markers = area.file() != null || (owner != null && owner.protectsEmptyEntries());
      space.table().protect(from, to, markers);
    } else {
      space.table().unprotect(from, to, area.isWritable());
    }
  }
}
