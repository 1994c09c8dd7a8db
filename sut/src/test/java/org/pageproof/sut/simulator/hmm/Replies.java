package org.pageproof.sut.simulator.hmm;

import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Reply;

/** What an ioctl may give back. */
final class Replies {
  static final Reply OK = Reply.ZERO;
  static final Reply EPERM = Reply.refused(Errno.EPERM);
  static final Reply EBUSY = Reply.refused(Errno.EBUSY);
  static final Reply ENOENT = Reply.refused(Errno.ENOENT);
  static final Reply ENOMEM = Reply.refused(Errno.ENOMEM);

  private Replies() {}
}
