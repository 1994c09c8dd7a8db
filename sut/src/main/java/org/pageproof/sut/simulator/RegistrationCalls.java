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
  private static final long FEATURE_PAGEFAULT_FLAG_WP = 1;
  private static final long IOCTL_WRITEPROTECT = 1L << 6;
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
    registerAreas(context, command.mode(), range.firstPage(), range.endPage());
    if (command.argument() == Argument.READ_ONLY) {
      return Answer.refused(Errno.EFAULT).with(UNTOUCHED);
    }
    return Answer.success().with(List.of(new OutField("ioctls", rangeIoctls(command.mode()))));
  }

  private @Nullable Errno checkRegister(UserfaultContext context, long mode, AddressRange range) {
    if (mode == 0 || (mode & ~supportedModes()) != 0 || !range.isValid()) {
      return Errno.EINVAL;
    }
    int start = range.firstPage();
    int end = range.endPage();
    if (!space.intersects(start, end) || (mode & Register.MODE_MINOR) != 0) {
      return Errno.EINVAL; // all areas are anonymous, and those have no minor faults
    }
    boolean foreign = hasForeign(context, start, end) && !config.has(Fault.REGISTER_FOREIGN_OK);
    return foreign ? Errno.EBUSY : null;
  }

  private long supportedModes() {
    boolean writeProtects = (config.profile().features() & FEATURE_PAGEFAULT_FLAG_WP) != 0;
    return Vma.MISSING | Register.MODE_MINOR | (writeProtects ? Vma.WP : 0);
  }

  private void registerAreas(UserfaultContext context, long mode, int start, int end) {
    int i = space.firstEndingAfter(start);
    while (i < space.size() && space.at(i).start() < end) {
      Vma area = space.at(i);
      boolean already = area.owner() == context && (area.modes() & mode) == mode;
      if (!already) {
        int from = Math.max(start, area.start());
        i = space.register(i, from, Math.min(end, area.end()), context, mode);
      }
      i++;
    }
  }

  private long rangeIoctls(long mode) {
    long writeProtect = (mode & Vma.WP) != 0 ? IOCTL_WRITEPROTECT : 0;
    return config.profile().anonymousIoctls(false) | writeProtect;
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
    if (config.profile().refusesForeignUnregister() && hasForeign(context, start, end)) {
      return Answer.refused(Errno.EINVAL);
    }
    for (int i = space.firstEndingAfter(start);
        i < space.size() && space.at(i).start() < end;
        i++) {
      i = unregisterPart(i, start, end);
    }
    return Answer.success();
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
    if (area.tracksMissing()) {
      owner.wake(from, to);
    }
    return clear(index, from, to);
  }

  private int clear(int index, int from, int to) {
    if (space.at(index).tracksWrites()) {
      space.table().clearWriteProtection(from, to);
    }
    return space.register(index, from, to, null, 0);
  }

  /** Ends all registrations of a context whose last descriptor is closed, then wakes everybody. */
  void release(UserfaultContext context) {
    for (int i = 0; i < space.size(); i++) {
      Vma area = space.at(i);
      if (area.owner() == context) {
        i = clear(i, area.start(), area.end());
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

  private boolean hasForeign(UserfaultContext context, int start, int end) {
    for (int i = space.firstEndingAfter(start);
        i < space.size() && space.at(i).start() < end;
        i++) {
      UserfaultContext owner = space.at(i).owner();
      if (owner != null && owner != context) {
        return true;
      }
    }
    return false;
  }
}
