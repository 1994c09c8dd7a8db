package org.pageproof.sut.simulator;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.userfaultfd.Argument;

/** The open descriptors, and what every ioctl on one of them goes through first. */
final class Descriptors {
  private final @Nullable UserfaultContext[] contexts =
      new @Nullable UserfaultContext[Observation.DESCRIPTORS];

  /** What a slot holds; null if it is empty. */
  @Nullable UserfaultContext get(int slot) {
    return contexts[slot];
  }

  void install(int slot, UserfaultContext context) {
    contexts[slot] = context;
  }

  void remove(int slot) {
    contexts[slot] = null;
  }

  /**
   * Runs an ioctl other than UFFDIO_API. The descriptor must be open, then the handshake done, then
   * the argument readable, in this order (userfaultfd_ioctl).
   *
   * @param untouched the argument's out-fields as the caller filled them
   * @param body the ioctl itself, once its argument was read
   */
  Answer ioctl(
      int slot,
      Argument argument,
      List<OutField> untouched,
      Function<UserfaultContext, Answer> body) {
    boolean readable = argument != Argument.UNREADABLE;
    List<OutField> out = readable ? untouched : List.of();
    UserfaultContext context = contexts[slot];
    if (context == null) {
      return Answer.refused(Errno.EBADF).with(out);
    }
    if (!context.isReady()) {
      return Answer.refused(Errno.EINVAL).with(out);
    }
    return readable ? body.apply(context) : Answer.refused(Errno.EFAULT);
  }

  /** Appends who waits, in the order of each queue. */
  void describeQueues(StringBuilder to) {
    for (UserfaultContext context : contexts) {
      to.append('/');
      if (context != null) {
        context.describeQueues(to);
      }
    }
  }
}
