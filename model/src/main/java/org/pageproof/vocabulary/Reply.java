package org.pageproof.vocabulary;

/** How the system under test answered a command, or a touch that was blocked until now. */
public sealed interface Reply
    permits Reply.Returned,
        Reply.Refused,
        Reply.Signalled,
        Reply.Blocked,
        Reply.Withheld,
        Reply.Died,
        Reply.Hung {

  /** The call returned this value; for a reading touch, the word that was read. */
  record Returned(long value) implements Reply {}

  /** The call failed with this errno. */
  record Refused(Errno errno) implements Reply {}

  /** The access raised this signal, such as {@code SIGBUS}, in the thread that made it. */
  record Signalled(String signal) implements Reply {}

  /** The touch sleeps in a page fault; its completion belongs to a later step. */
  record Blocked() implements Reply {}

  /**
   * The worker did not execute the command, because it cannot be executed without losing the worker
   * itself or the meaning of a slot. Not a kernel's answer: both the model and every system under
   * test apply {@link Withholding} to the same book-keeping.
   */
  record Withheld(Withholding reason) implements Reply {}

  /** The worker died while it executed the command. */
  record Died(String how) implements Reply {}

  /**
   * The worker did not settle within the hang limit; the evidence is task states and wait channels.
   */
  record Hung(String evidence) implements Reply {}

  /** The reply 0. */
  Reply ZERO = new Returned(0);

  /** The reply of an access to a page whose faults its context turns into signals. */
  Reply SIGBUS = new Signalled("SIGBUS");

  /** The only blocked reply. */
  Reply BLOCKED = new Blocked();

  /** A reply with this value. */
  static Reply returned(long value) {
    return value == 0 ? ZERO : new Returned(value);
  }

  /** A refusal with this errno. */
  static Reply refused(Errno errno) {
    return new Refused(errno);
  }
}
