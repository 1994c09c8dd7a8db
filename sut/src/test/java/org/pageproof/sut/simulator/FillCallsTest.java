package org.pageproof.sut.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.sut.simulator.Script.on;
import static org.pageproof.sut.simulator.Script.registered;
import static org.pageproof.sut.simulator.Script.script;
import static org.pageproof.sut.simulator.Script.token;

import org.junit.jupiter.api.Test;
import org.pageproof.vocabulary.Completion;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.Source;

class FillCallsTest {
  private static final PageRange TWO = PageRange.of(0, 0, 2);

  @Test
  void copiesPagesAndWakesTheirWaiters() {
    Observation seen = registered(2).load(0, 1).copy(0, 0, 0, 2).last();

    expect(seen, Reply.ZERO, 8192);
    assertThat(seen.pages().head(1)).isEqualTo(token(5, 1));
    assertThat(seen.pages().tail(1)).isEqualTo(token(5, 1));
    assertThat(seen.completions()).containsExactly(new Completion(0, Reply.returned(token(5, 1))));
  }

  @Test
  void wakesNobodyIfToldSo() {
    Script script = registered(2).load(0, 0).copy(0, TWO, Copy.MODE_DONTWAKE);

    assertThat(script.last().completions()).isEmpty();
    assertThat(script.wake(0, 0, 0, 1).last().completions()).hasSize(1);
  }

  @Test
  void refusesAPopulatedPage() {
    Observation seen = registered(2).copy(0, 0, 0, 1).load(0, 1).copy(0, 0, 0, 2).last();

    expect(seen, Reply.refused(Errno.EEXIST), -17);
    assertThat(seen.completions()).isEmpty();
  }

  @Test
  void reportsAPartAndWakesItsWaiters() {
    Observation seen = registered(3).copy(0, 0, 1, 1).load(0, 0).load(1, 2).copy(0, 0, 0, 3).last();

    expect(seen, Reply.refused(Errno.EAGAIN), 4096);
    assertThat(seen.completions()).extracting(Completion::thread).containsExactly(0);
  }

  @Test
  void readsTheSourceBeforeItLooksAtThePage() {
    expect(
        registered(2).copy(0, 0, 0, 1).copy(0, TWO, Source.UNMAPPED, 0, Argument.VALID).last(),
        Reply.refused(Errno.EFAULT),
        -14);
    expect(
        registered(2).copy(0, TWO, Source.SECOND_UNMAPPED, 0, Argument.VALID).last(),
        Reply.refused(Errno.EAGAIN),
        4096);
  }

  @Test
  void refusesASourceThatWrapsAround() {
    Script old = on(Profile.linux61()).open(0).map(0, 2).register(0, 0, 0, 2);

    expect(
        registered(2).copy(0, TWO, Source.WRAPPING, 0, Argument.VALID).last(),
        Reply.refused(Errno.EINVAL),
        OutField.UNTOUCHED);
    expect(
        old.copy(0, TWO, Source.WRAPPING, 0, Argument.VALID).last(),
        Reply.refused(Errno.EINVAL),
        OutField.UNTOUCHED);
  }

  @Test
  void refusesADestinationThatIsNotOneRegisteredArea() {
    Reply enoent = Reply.refused(Errno.ENOENT);

    expect(script().open(0).map(0, 1).copy(0, 0, 0, 1).last(), enoent, -2);
    expect(script().open(0).copy(0, 0, 0, 1).last(), enoent, -2);
    expect(registered(2).copy(0, 0, 0, 3).last(), enoent, -2);
  }

  @Test
  void fillsAnotherContextsAreaAndWakesItsOwnWaitersOnly() {
    Observation seen = registered(1).open(1).load(0, 0).copy(1, 0, 0, 1).last();

    expect(seen, Reply.ZERO, 4096);
    assertThat(seen.completions()).isEmpty();
  }

  @Test
  void refusesToProtectWhereWritesAreNotTracked() {
    expect(registered(2).copy(0, TWO, Copy.MODE_WP).last(), Reply.refused(Errno.EINVAL), -22);
    expect(registered(2).copy(0, TWO, 4).last(), Reply.refused(Errno.EINVAL), OutField.UNTOUCHED);
  }

  @Test
  void skipsTheWakeIfTheAnswerCannotBeWritten() {
    Observation seen =
        registered(2).load(0, 0).copy(0, TWO, Source.TOKENS, 0, Argument.READ_ONLY).last();

    expect(seen, Reply.refused(Errno.EFAULT), OutField.UNTOUCHED);
    assertThat(seen.pages().present(0)).isTrue();
    assertThat(seen.completions()).isEmpty();
  }

  @Test
  void givesEachZeroPageAFrameOfItsOwnOnceWritten() {
    Observation seen = registered(2).zeropage(0, 0, 0, 2).store(0, 0).last();

    assertThat(seen.pages().head(0)).isEqualTo(token(5, 0));
    assertThat(seen.pages().tail(0)).isZero();
    assertThat(seen.pages().head(1)).isZero();
  }

  private static void expect(Observation seen, Reply reply, long out) {
    assertThat(seen.reply()).isEqualTo(reply);
    assertThat(seen.out()).containsExactly(new OutField("copy", out));
  }
}
