package org.pageproof.sut.simulator;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.userfaultfd.Argument;

/**
 * The open descriptors, those that a child inherited, and what every ioctl on one of them goes
 * through first.
 */
final class Descriptors {
  private final @Nullable UserfaultContext[] contexts =
      new @Nullable UserfaultContext[Observation.DESCRIPTORS];
  private final @Nullable UserfaultContext[] inherited =
      new @Nullable UserfaultContext[Observation.DESCRIPTORS];

  /** What a slot holds; null if it is empty. */
  @Nullable UserfaultContext get(int slot) {
    return contexts[slot];
  }

  void install(int slot, UserfaultContext context) {
    contexts[slot] = context;
  }

  /**
   * Empties a slot.
   *
   * @return the context that nobody refers to any more, if that is so
   */
  @Nullable UserfaultContext remove(int slot) {
    UserfaultContext context = contexts[slot];
    contexts[slot] = null;
    for (UserfaultContext other : inherited) {
      if (other == context) {
        return null;
      }
    }
    return context;
  }

  /** Gives a new child a reference to all that is open. */
  void inherit() {
    System.arraycopy(contexts, 0, inherited, 0, contexts.length);
  }

  /** The context that the child's end leaves without a reference; asked slot by slot. */
  @Nullable UserfaultContext dropInherited(int slot) {
    UserfaultContext context = orphan(slot);
    inherited[slot] = null;
    return context;
  }

  /** A context that only the child still refers to. */
  private @Nullable UserfaultContext orphan(int slot) {
    return inherited[slot] == contexts[slot] ? null : inherited[slot];
  }

  /** Whether of all live contexts that are ready some turn faults into signals and some do not. */
  boolean mixSigbus() {
    boolean signals = false;
    boolean blocks = false;
    for (int slot = 0; slot < contexts.length; slot++) {
      UserfaultContext open = contexts[slot];
      UserfaultContext orphan = orphan(slot);
      signals |= (open != null && open.isReady() && open.raisesSigbus());
      signals |= (orphan != null && orphan.isReady() && orphan.raisesSigbus());
      blocks |= (open != null && open.isReady() && !open.raisesSigbus());
      blocks |= (orphan != null && orphan.isReady() && !orphan.raisesSigbus());
    }
    return signals && blocks;
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

  /** An ioctl that the kernel does not know: its argument is not looked at. */
  Answer unknownIoctl(int slot) {
    return Answer.refused(contexts[slot] == null ? Errno.EBADF : Errno.EINVAL);
  }

  /** Appends who waits, in the order of each queue, and what the child refers to. */
  void describeQueues(StringBuilder to) {
    for (int slot = 0; slot < contexts.length; slot++) {
      describeQueue(to, contexts[slot]);
      UserfaultContext orphan = orphan(slot);
      describeQueue(to, orphan);
      to.append(inherited[slot] != null ? 'i' : '-');
      if (orphan != null) {
        to.append(orphan.isReady()).append(orphan.features()).append(orphan.isUserModeOnly());
      }
    }
  }

  private static void describeQueue(StringBuilder to, @Nullable UserfaultContext context) {
    to.append('/');
    if (context != null) {
      context.describeQueues(to);
    }
  }

  /** Appends which context this is: that of a slot, or one that only the child refers to. */
  void describeOwner(StringBuilder to, @Nullable UserfaultContext owner) {
    for (int slot = 0; slot < contexts.length && owner != null; slot++) {
      if (contexts[slot] == owner) {
        to.append(slot);
      } else if (inherited[slot] == owner) {
        to.append('i').append(slot);
      }
    }
    to.append(',');
  }
}
