package org.pageproof.sut.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.Close;
import org.pageproof.vocabulary.userfaultfd.Open;

/** Creating a descriptor, UFFDIO_API and close(2) (fs/userfaultfd.c). */
final class DescriptorCalls {
  private static final int FD_CLOEXEC = 1;
  private static final long FEATURE_EVENT_FORK = 1L << 1;
  private static final long FEATURE_WP_UNPOPULATED = 1L << 13;
  private static final long FEATURE_WP_ASYNC = 1L << 15;

  /** REGISTER, UNREGISTER and API. */
  private static final long API_IOCTLS = (1L << 63) | 3;

  private final KernelConfig config;
  private final Descriptors descriptors;
  private final RegistrationCalls registrations;

  DescriptorCalls(KernelConfig config, Descriptors descriptors, RegistrationCalls registrations) {
    this.config = config;
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
    Profile profile = config.profile();
    if (command.entry() == Open.Entry.DEVICE) {
      if (!config.hasDevice()) {
        return Errno.ENOENT;
      }
      if (!profile.device()) {
        return Errno.EACCES;
      }
    } else if (!profile.unrestricted() && (command.flags() & Open.UFFD_USER_MODE_ONLY) == 0) {
      return Errno.EPERM; // before the flags are looked at
    }
    return (command.flags() & ~Open.VALID_FLAGS) == 0 ? null : Errno.EINVAL;
  }

  private List<OutField> fileFlags(int flags) {
    boolean readOnly = config.opensReadOnly() && !config.has(Fault.FD_OPENED_RDWR);
    int status = (flags & Open.O_NONBLOCK) | (readOnly ? 0 : Open.O_RDWR);
    int descriptor = (flags & Open.O_CLOEXEC) != 0 ? FD_CLOEXEC : 0;
    return List.of(new OutField("flags", status), new OutField("fdflags", descriptor));
  }

  Answer api(Api command) {
    UserfaultContext context = descriptors.get(command.fd());
    boolean readable = command.argument() != Argument.UNREADABLE;
    List<OutField> unwritten =
        readable ? fields(command.api(), command.features(), OutField.UNTOUCHED) : List.of();
    if (context == null) {
      return Answer.refused(Errno.EBADF).with(unwritten);
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
    if ((features & FEATURE_EVENT_FORK) != 0 && !profile.unrestricted()) {
      return Errno.EPERM;
    }
    if ((features & ~profile.features()) != 0 || context.isReady()) {
      return Errno.EINVAL;
    }
    boolean async = (features & FEATURE_WP_ASYNC) != 0;
    context.makeReady(async ? features | FEATURE_WP_UNPOPULATED : features);
    return null;
  }

  private static List<OutField> fields(long api, long features, long ioctls) {
    return List.of(
        new OutField("api", api),
        new OutField("features", features),
        new OutField("ioctls", ioctls));
  }

  Answer close(Close command) {
    UserfaultContext context = descriptors.get(command.fd());
    if (context == null) {
      return Answer.refused(Errno.EBADF);
    }
    descriptors.remove(command.fd());
    registrations.release(context);
    return Answer.success();
  }
}
