package org.pageproof.sut.simulator.hmm;

import org.pageproof.vocabulary.Reply;

/** A command that does not come back: thrown where it happens, caught where it was begun. */
final class KernelLost extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Reply reply;

  private KernelLost(Reply reply) {
    super(reply.toString(), null, false, false); // no stack trace: the reply says it all
    this.reply = reply;
  }

  /** The kernel dies of this. */
  static KernelLost panic(String reason) {
    return new KernelLost(new Reply.Died("kernel panic: " + reason));
  }

  /** The command waits for ever for this. */
  static KernelLost hang(String evidence) {
    return new KernelLost(new Reply.Hung(evidence));
  }

  /** What is seen of it. */
  Reply reply() {
    return reply;
  }
}
