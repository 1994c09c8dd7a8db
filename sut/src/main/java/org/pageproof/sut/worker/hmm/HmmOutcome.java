package org.pageproof.sut.worker.hmm;

import java.util.List;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.PageWords;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Withholding;

/**
 * How a command was answered.
 *
 * @param reply the answer
 * @param out the out-fields
 * @param data what each page of the buffer holds
 */
record HmmOutcome(Reply reply, List<OutField> out, List<PageWords> data) {
  static HmmOutcome of(Reply reply) {
    return new HmmOutcome(reply, List.of(), List.of());
  }

  static HmmOutcome withheld(Withholding reason) {
    return of(new Reply.Withheld(reason));
  }
}
