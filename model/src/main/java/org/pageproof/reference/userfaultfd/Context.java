package org.pageproof.reference.userfaultfd;

import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Open;

/**
 * A descriptor and the userfaultfd context behind it.
 *
 * @param open whether there is a descriptor
 * @param flags the flags it was created with; O_NONBLOCK as it is now
 * @param ready whether the handshake is done
 * @param features the features of the handshake
 * @param shown the features as {@code fdinfo} shows them
 * @param inherited whether the child holds a copy of the descriptor
 */
public record Context(
    boolean open, int flags, boolean ready, long features, long shown, boolean inherited) {
  static final Context CLOSED = new Context(false, 0, false, 0, 0, false);

  /** A new descriptor. */
  static Context opened(int flags) {
    return new Context(true, flags, false, 0, 0, false);
  }

  /** Whether reads of it never block. */
  public boolean nonblocking() {
    return (flags & Open.O_NONBLOCK) != 0;
  }

  /** Whether it handles faults of user code only. */
  public boolean userModeOnly() {
    return (flags & Open.UFFD_USER_MODE_ONLY) != 0;
  }

  /** Whether its faults are signals. */
  public boolean signals() {
    return has(Api.FEATURE_SIGBUS);
  }

  /** Whether the handshake asked for a feature. */
  boolean has(long feature) {
    return (features & feature) != 0;
  }

  Context initialised(long requested, Profile profile) {
    long mark = profile.marksHandshake() ? DescriptorView.READY : 0;
    return new Context(open, flags, true, requested, mark | requested, inherited);
  }

  Context withFlags(int newFlags) {
    return new Context(open, newFlags, ready, features, shown, inherited);
  }

  Context withInherited(boolean byChild) {
    return new Context(open, flags, ready, features, shown, open && byChild);
  }
}
