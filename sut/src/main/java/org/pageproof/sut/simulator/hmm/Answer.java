package org.pageproof.sut.simulator.hmm;

import java.util.List;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.PageWords;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Withholding;

/**
 * What a system call gave back.
 *
 * @param reply its result
 * @param out the out-fields of its argument
 * @param data what its buffer holds
 */
record Answer(Reply reply, List<OutField> out, List<PageWords> data) {
  private static final Answer SUCCESS = of(Reply.ZERO);

  static Answer of(Reply reply) {
    return new Answer(reply, List.of(), List.of());
  }

  static Answer success() {
    return SUCCESS;
  }

  static Answer refused(Errno errno) {
    return of(Reply.refused(errno));
  }

  static Answer withheld(Withholding reason) {
    return of(new Reply.Withheld(reason));
  }
}
