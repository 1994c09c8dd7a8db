package org.pageproof.sut.worker;

import org.pageproof.sut.jna.Libc;
import org.pageproof.vocabulary.Reply;

/** Replies from the results of system calls. */
public final class Replies {
  private Replies() {}

  /** The reply to the call that the thread has just made and that returned this. */
  public static Reply of(long result) {
    return result == -1 ? Reply.refused(Libc.errno()) : Reply.returned(result);
  }
}
