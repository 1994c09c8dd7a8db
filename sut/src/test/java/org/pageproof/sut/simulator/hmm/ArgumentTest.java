package org.pageproof.sut.simulator.hmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.sut.simulator.hmm.Script.filled;
import static org.pageproof.sut.simulator.hmm.Script.mirrored;
import static org.pageproof.sut.simulator.hmm.Script.mirroredOn72;
import static org.pageproof.sut.simulator.hmm.Script.request;
import static org.pageproof.sut.simulator.hmm.Script.token;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.PageWords;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.hmm.Misuse;
import org.pageproof.vocabulary.hmm.Request.Buffer;
import org.pageproof.vocabulary.hmm.Request.Shape;

/** What the driver says of its argument, and what it leaves there. */
class ArgumentTest {
  private static final List<OutField> UNTOUCHED =
      List.of(OutField.untouched("cpages"), OutField.untouched("faults"));

  @ParameterizedTest
  @CsvSource({
    "UNALIGNED, EINVAL",
    "EMPTY, EINVAL",
    "ONLY_HIGH_BITS, EINVAL",
    "WRAPPING, EINVAL",
    "BEYOND_TASK, EFAULT",
    "TOO_LARGE, ENOMEM",
  })
  void refusesRanges(Shape shape, String errno) {
    Observation seen = mirrored().read(request(0, 0, 2).withShape(shape)).last();

    assertThat(seen.reply()).isEqualTo(Reply.refused(Errno.parse(errno)));
    assertThat(seen.out()).isEqualTo(UNTOUCHED);
    assertThat(seen.data()).containsExactly(PageWords.UNTOUCHED, PageWords.UNTOUCHED);
  }

  @Test
  void ignoresTheHighBitsOfACount() {
    Script script = mirrored().read(request(0, 0, 2).withShape(Shape.HIGH_BITS));

    assertThat(script.last().reply()).isEqualTo(Reply.ZERO);
    assertThat(script.out("cpages")).isEqualTo(2);
  }

  @Test
  void snapshotsAndChecksWhatLiesBeyondTheTask() {
    Script script = mirrored().snapshot(request(0, 0, 2).withShape(Shape.BEYOND_TASK));
    assertThat(script.last().data()).isEqualTo(filled(0xff, 0xff));
  }

  @ParameterizedTest
  @EnumSource(Buffer.class)
  void doesAllButTellOfIt(Buffer buffer) {
    Observation seen = mirrored().read(request(0, 0, 1).withBuffer(buffer)).last();

    boolean succeeds = buffer == Buffer.VALID;
    assertThat(seen.reply()).isEqualTo(succeeds ? Reply.ZERO : Reply.refused(Errno.EFAULT));
    assertThat(seen.pages().present(0)).isEqualTo(buffer != Buffer.STRUCT_UNREADABLE);
    assertThat(seen.out()).hasSize(buffer == Buffer.STRUCT_UNREADABLE ? 0 : 2);
    assertThat(seen.data())
        .isEqualTo(buffer.isWritable() ? List.of(new PageWords(0, 0)) : List.of());
    assertThat(seen.out().contains(OutField.untouched("cpages")))
        .isEqualTo(!succeeds && buffer != Buffer.STRUCT_UNREADABLE);
  }

  @Test
  void writesFromReadOnlyMemory() {
    Script script = mirrored().write(request(0, 0, 1).withBuffer(Buffer.READ_ONLY));

    assertThat(script.last().reply()).isEqualTo(Reply.ZERO);
    assertThat(script.last().pages().tail(0)).isEqualTo(token(3, 0));
    assertThat(mirrored().write(request(0, 0, 1).withBuffer(Buffer.BAD)).last().pages().present(0))
        .isFalse();
  }

  @Test
  void theRangeComesBeforeTheBufferAndTheStructBeforeBoth() {
    Script script = mirrored();
    assertThat(
            script
                .copy()
                .read(request(0, 0, 1).withShape(Shape.EMPTY).withBuffer(Buffer.BAD))
                .last()
                .reply())
        .isEqualTo(Reply.refused(Errno.EINVAL));
    assertThat(
            script
                .read(request(0, 0, 1).withShape(Shape.EMPTY).withBuffer(Buffer.STRUCT_UNREADABLE))
                .last()
                .reply())
        .isEqualTo(Reply.refused(Errno.EFAULT));
  }

  @Test
  void anEmptySlotIsABadDescriptor() {
    Observation seen = mirrored().read(1, 0, 1).last();

    assertThat(seen.reply()).isEqualTo(Reply.refused(Errno.EBADF));
    assertThat(seen.out()).isEqualTo(UNTOUCHED);
    assertThat(seen.data()).containsExactly(PageWords.UNTOUCHED);
    assertThat(mirrored().close(1).last().reply()).isEqualTo(Reply.refused(Errno.EBADF));
    assertThat(mirrored().misuse(1, Misuse.Call.READ).last().reply())
        .isEqualTo(Reply.refused(Errno.EBADF));
  }

  @ParameterizedTest
  @EnumSource(Misuse.Call.class)
  void refusesWhatItDoesNotKnow(Misuse.Call call) {
    boolean unreadable = call == Misuse.Call.UNKNOWN_UNREADABLE;
    assertThat(mirrored().misuse(0, call).last().reply())
        .isEqualTo(Reply.refused(unreadable ? Errno.EFAULT : Errno.EINVAL));
  }

  @Test
  void flagsAreAnArgumentLikeAnyOther() {
    assertThat(mirrored().flags(0, 1).last().reply()).isEqualTo(Reply.refused(Errno.EINVAL));
    assertThat(mirroredOn72().flags(0, 0).last().reply()).isEqualTo(Reply.refused(Errno.EINVAL));
    assertThat(mirroredOn72().flags(0, 2).last().out())
        .containsExactly(new OutField("cpages", 0), new OutField("faults", 0));
  }
}
