package org.pageproof.sut.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.Close;
import org.pageproof.vocabulary.userfaultfd.Misuse;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.SetNonblocking;

/** Creating a descriptor, UFFDIO_API, close(2) and what else one does to any file. */
final class DescriptorCalls {
  private static final int FD_CLOEXEC = 1;
  private static final long FEATURE_WP_ASYNC = 1L << 15;
  private static final Errno ENODEV = new Errno(19);

  /** REGISTER, UNREGISTER and API. */
  private static final long API_IOCTLS = (1L << 63) | 3;

  private final KernelConfig config;
  private final Threads threads;
  private final Descriptors descriptors;
  private final RegistrationCalls registrations;

  DescriptorCalls(
      KernelConfig config,
      Threads threads,
      Descriptors descriptors,
      RegistrationCalls registrations) {
    this.config = config;
    this.threads = threads;
    this.descriptors = descriptors;
    this.registrations = registrations;
  }

  Answer open(Open command) {
    if (descriptors.get(command.fd()) != null) {
      return Answer.withheld(Withholding.SLOT_IN_USE);
    }
    Errno refusal = checkOpen(command);
    if (refusal != null) {
      return Answer.refused(refusal);
    }
    UserfaultContext context = new UserfaultContext(command.flags());
    descriptors.install(command.fd(), context);
    Errno unready = command.handshake() ? handshake(context, 0) : null;
    Answer answer = unready == null ? Answer.success() : Answer.refused(unready);
    return answer.with(fileFlags(command.flags()));
  }

  private @Nullable Errno checkOpen(Open command) {
    int knownFlags = Open.O_CLOEXEC | Open.O_NONBLOCK;
    knownFlags |= config.knowsUserModeOnly() ? Open.UFFD_USER_MODE_ONLY : 0;
    int userModeOnly = command.flags() & knownFlags & Open.UFFD_USER_MODE_ONLY;
    Errno refusal = null;
    if (command.entry() == Open.Entry.DEVICE) {
      refusal = openDevice();
    } else if (!config.profile().unrestricted() && userModeOnly == 0) {
      refusal = Errno.EPERM; // before the flags are looked at
    }
    boolean valid = (command.flags() & ~knownFlags) == 0;
    return refusal != null || valid ? refusal : Errno.EINVAL;
  }

  private @Nullable Errno openDevice() {
    if (!config.hasDevice()) {
      return Errno.ENOENT;
    }
    return config.profile().device() ? null : Errno.EACCES;
  }

  private List<OutField> fileFlags(int flags) {
    int access = config.opensReadOnly() ? 0 : Open.O_RDWR;
    int descriptor = (flags & Open.O_CLOEXEC) != 0 ? FD_CLOEXEC : 0;
    return List.of(
        new OutField("flags", (flags & Open.O_NONBLOCK) | access),
        new OutField("fdflags", descriptor));
  }

  Answer api(Api command) {
    if ((command.features() & Api.FEATURE_SIGBUS) != 0 && threads.isUserWaiting()) {
      return Answer.withheld(Withholding.SIGBUS_UNDER_WAITER);
    }
    UserfaultContext context = descriptors.get(command.fd());
    boolean readable = command.argument() != Argument.UNREADABLE;
    List<OutField> unwritten =
        readable ? fields(command.api(), command.features(), OutField.UNTOUCHED) : List.of();
    if (context == null) {
      return Answer.refused(Errno.EBADF).with(unwritten);
    }
    if (context.isReady() && !config.handshakesAtomically()) {
      return Answer.refused(Errno.EINVAL).with(unwritten);
    }
    if (command.argument() != Argument.VALID) {
      return Answer.refused(Errno.EFAULT).with(unwritten); // nothing can be written back
    }
    Errno refusal =
        command.api() == Api.VERSION ? handshake(context, command.features()) : Errno.EINVAL;
    if (refusal != null) {
      return Answer.refused(refusal).with(fields(0, 0, 0));
    }
    return Answer.success().with(fields(Api.VERSION, config.profile().features(), API_IOCTLS));
  }

  /** Enables features once and for all; the errno if that is refused. */
  private @Nullable Errno handshake(UserfaultContext context, long features) {
    Profile profile = config.profile();
    boolean wantsForks = (features & Api.FEATURE_EVENT_FORK) != 0 && config.guardsForkEvents();
    if (wantsForks && !profile.ptrace()) {
      return Errno.EPERM;
    }
    if ((features & ~profile.features()) != 0 || context.isReady()) {
      return Errno.EINVAL;
    }
    boolean async = (features & FEATURE_WP_ASYNC) != 0;
    context.makeReady(async ? features | Api.FEATURE_WP_UNPOPULATED : features);
    return null;
  }

  private static List<OutField> fields(long api, long features, long ioctls) {
    return List.of(
        new OutField("api", api),
        new OutField("features", features),
        new OutField("ioctls", ioctls));
  }

  Answer close(Close command) {
    if (descriptors.get(command.fd()) == null) {
      return Answer.refused(Errno.EBADF);
    }
    UserfaultContext last = descriptors.remove(command.fd());
    if (last != null) {
      registrations.release(last);
    }
    return Answer.success();
  }

  Answer setNonblocking(SetNonblocking command) {
    UserfaultContext context = descriptors.get(command.fd());
    if (context == null) {
      return Answer.refused(Errno.EBADF);
    }
    context.setNonBlocking(command.nonblocking());
    return Answer.success();
  }

  Answer misuse(Misuse command) {
    if (command.call() == Misuse.Call.DEVICE_IOCTL) {
      Errno refusal = openDevice();
      return Answer.refused(refusal == null ? Errno.EINVAL : refusal);
    }
    if (descriptors.get(command.fd()) == null) {
      return Answer.refused(Errno.EBADF);
    }
    return switch (command.call()) {
      case UNKNOWN_IOCTL, WRONG_SIZE, DEVICE_IOCTL -> descriptors.unknownIoctl(command.fd());
      case WRITE -> Answer.refused(config.opensReadOnly() ? Errno.EBADF : Errno.EINVAL);
      case MMAP -> Answer.refused(ENODEV);
      case SEEK -> Answer.of(Reply.ZERO);
    };
  }
}
