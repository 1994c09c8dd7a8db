package org.pageproof.sut.worker;

import java.util.List;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Withholding;

/**
 * How a command was answered before anything settled.
 *
 * @param reply the answer; {@link Reply#BLOCKED} for a touch that was handed to its thread
 * @param out the out-fields
 * @param messages the messages that were read
 */
record Outcome(Reply reply, List<OutField> out, List<Message> messages) {
  static Outcome of(Reply reply) {
    return new Outcome(reply, List.of(), List.of());
  }

  static Outcome of(Reply reply, List<OutField> out) {
    return new Outcome(reply, out, List.of());
  }

  static Outcome refused(Errno errno) {
    return of(Reply.refused(errno));
  }

  static Outcome withheld(Withholding reason) {
    return of(new Reply.Withheld(reason));
  }
}
