package org.pageproof.reference.userfaultfd;

import org.pageproof.vocabulary.userfaultfd.Open;

/**
 * A descriptor slot and the userfaultfd context behind it.
 *
 * @param open whether the slot holds a descriptor
 * @param flags the flags it was created with
 * @param ready whether the handshake is done
 * @param features the features of the handshake
 */
public record Context(boolean open, int flags, boolean ready, long features) {
  static final Context CLOSED = new Context(false, 0, false, 0);

  /** Whether reads of it never block. */
  public boolean nonblocking() {
    return (flags & Open.O_NONBLOCK) != 0;
  }

  /** Whether it handles faults of user code only. */
  public boolean userModeOnly() {
    return (flags & Open.UFFD_USER_MODE_ONLY) != 0;
  }

  Context initialised(long requested) {
    return new Context(open, flags, true, requested);
  }
}
