package org.pageproof.sut.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.Unregister;
import org.pageproof.vocabulary.userfaultfd.Wake;

/** UFFDIO_REGISTER, UNREGISTER and WAKE, and the end of registrations (fs/userfaultfd.c). */
final class RegistrationCalls {
  private static final List<OutField> UNTOUCHED = List.of(OutField.untouched("ioctls"));

  private final KernelConfig config;
  private final AddressPlan plan;
  private final AddressSpace space;
  private final Descriptors descriptors;

  RegistrationCalls(
      KernelConfig config, AddressPlan plan, AddressSpace space, Descriptors descriptors) {
    this.config = config;
    this.plan = plan;
    this.space = space;
    this.descriptors = descriptors;
  }

  Answer register(Register command) {
    return descriptors.ioctl(
        command.fd(), command.argument(), UNTOUCHED, context -> register(context, command));
  }

  private Answer register(UserfaultContext context, Register command) {
    AddressRange range = AddressRange.of(command.range(), plan);
    Errno refusal = checkRegister(context, command.mode(), range);
    if (refusal != null) {
      return Answer.refused(refusal).with(UNTOUCHED);
    }
    int modes = (int) command.mode();
    registerAreas(context, modes, range.firstPage(), range.endPage());
    if (command.argument() == Argument.READ_ONLY) {
      return Answer.refused(Errno.EFAULT).with(UNTOUCHED);
    }
    return Answer.success().with(List.of(new OutField("ioctls", config.rangeIoctls(modes))));
  }

  private @Nullable Errno checkRegister(UserfaultContext context, long mode, AddressRange range) {
    if (mode == 0 || (mode & ~config.registerModes()) != 0 || !range.isValid()) {
      return Errno.EINVAL;
    }
    int start = range.firstPage();
    int end = range.endPage();
    if (!space.intersects(start, end)) {
      return Errno.EINVAL;
    }
    for (int i = space.firstEndingAfter(start);
        i < space.size() && space.at(i).start() < end;
        i++) {
      Errno refusal = checkArea(context, mode, space.at(i));
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private @Nullable Errno checkArea(UserfaultContext context, long mode, Vma area) {
    MappedFile file = area.file();
    boolean hasMinorFaults = file != null && file.sharedMemory();
    if (!canBeRegistered(area) || ((mode & Register.MODE_MINOR) != 0 && !hasMinorFaults)) {
      return Errno.EINVAL;
    }
    if (file != null && !file.mayWrite() && config.asksForWriteAccess()) {
      return Errno.EPERM;
    }
    boolean foreign = isForeign(context, area) && !config.has(Fault.REGISTER_FOREIGN_OK);
    return foreign ? Errno.EBUSY : null;
  }

  private boolean canBeRegistered(Vma area) {
    MappedFile file = area.file();
    return file == null || (file.sharedMemory() && config.registersSharedMemory());
  }

  private static boolean isForeign(UserfaultContext context, Vma area) {
    return area.owner() != null && area.owner() != context;
  }

  private void registerAreas(UserfaultContext context, int modes, int start, int end) {
    int i = space.firstEndingAfter(start);
    while (i < space.size() && space.at(i).start() < end) {
      Vma area = space.at(i);
      boolean own = area.owner() == context;
      if (!own || (area.flags() & modes) != modes) {
        int added = own && config.has(Fault.REREGISTER_ADDS_MODE) ? area.flags() & Vma.MODES : 0;
        int from = Math.max(start, area.start());
        i = space.register(i, from, Math.min(end, area.end()), context, modes | added);
      }
      i++;
    }
  }

  Answer unregister(Unregister command) {
    return descriptors.ioctl(
        command.fd(),
        command.argument(),
        List.of(),
        context -> unregister(context, AddressRange.of(command.range(), plan)));
  }

  private Answer unregister(UserfaultContext context, AddressRange range) {
    if (!range.isValid() || !space.intersects(range.firstPage(), range.endPage())) {
      return Answer.refused(Errno.EINVAL);
    }
    int start = range.firstPage();
    int end = range.endPage();
    if (!mayUnregister(context, start, end)) {
      return Answer.refused(Errno.EINVAL);
    }
    for (int i = space.firstEndingAfter(start);
        i < space.size() && space.at(i).start() < end;
        i++) {
      i = unregisterPart(i, start, end);
    }
    return Answer.success();
  }

  private boolean mayUnregister(UserfaultContext context, int start, int end) {
    for (int i = space.firstEndingAfter(start);
        i < space.size() && space.at(i).start() < end;
        i++) {
      Vma area = space.at(i);
      boolean foreign = config.refusesForeignUnregister() && isForeign(context, area);
      if (foreign || !canBeRegistered(area)) {
        return false;
      }
    }
    return true;
  }

  /** Ends the registration of an area's part, whoever owns it, and wakes who waits for pages. */
  private int unregisterPart(int index, int start, int end) {
    Vma area = space.at(index);
    UserfaultContext owner = area.owner();
    if (owner == null) {
      return index;
    }
    int from = Math.max(start, area.start());
    int to = Math.min(end, area.end());
    if (area.tracksMissing() && config.wakesOnUnregister()) {
      owner.wake(from, to);
    }
    return clear(index, from, to);
  }

  /** Entries keep their protection where the area does not track writes any more. */
  private int clear(int index, int from, int to) {
    Vma area = space.at(index);
    if (area.tracksWrites()) {
      space.table().unprotect(from, to, area.isWritable());
    }
    return space.register(index, from, to, null, 0);
  }

  /** Ends all registrations of a context that nobody refers to any more, then wakes everybody. */
  void release(UserfaultContext context) {
    for (int i = 0; i < space.size(); i++) {
      Vma area = space.at(i);
      if (area.owner() == context) {
        i =
            config.has(Fault.CLOSE_KEEPS_WP)
                ? space.register(i, area.start(), area.end(), null, 0)
                : clear(i, area.start(), area.end());
      }
    }
    context.wakeAll();
  }

  Answer wake(Wake command) {
    return descriptors.ioctl(
        command.fd(),
        command.argument(),
        List.of(),
        context -> wake(context, AddressRange.of(command.range(), plan)));
  }

  private Answer wake(UserfaultContext context, AddressRange range) {
    if (!range.isValid()) {
      return Answer.refused(Errno.EINVAL);
    }
    int end = range.endPage();
    context.wake(range.firstPage(), config.has(Fault.WAKE_END_EXCLUSIVE) ? end - 1 : end);
    return Answer.success();
  }
}
