package org.pageproof.sut.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.sut.kernel.Sequences.FLAGS;
import static org.pageproof.sut.kernel.Sequences.copy;
import static org.pageproof.sut.kernel.Sequences.missing;
import static org.pageproof.sut.kernel.Sequences.signalling;
import static org.pageproof.sut.kernel.Sequences.touch;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.Close;
import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.Fork;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.Reap;
import org.pageproof.vocabulary.userfaultfd.Source;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** Faults that are signalled in place of waiting, on the real kernel. */
class SignalTest extends KernelRun {
  private static final Access[] LOADS_AND_STORES = {Access.READ, Access.READ_LAST, Access.WRITE};

  private static Api api(int id, int fd, long features) {
    return new Api(id, fd, Api.VERSION, features, Argument.VALID);
  }

  @ParameterizedTest
  @EnumSource(Access.class)
  void missingPageIsSignalledOrRefused(Access access) {
    List<Observation> seen = run(signalling(touch(4, 0, 0, access), copy(5, 0, 1)));
    Reply expected = access.isUserMode() ? Reply.SIGBUS : Reply.refused(Errno.EFAULT);
    assertThat(seen.get(4).reply()).isEqualTo(expected);
    assertThat(seen.get(4).descriptors().get(0).total()).isZero();
    assertThat(seen.get(5).completions()).isEmpty();
    assertThat(seen.get(5).pages().describe(0)).isEqualTo("#5.0");
  }

  @Test
  void protectedPageIsSignalledToTheWriterOnly() {
    List<Observation> seen =
        run(
            signalling(
                new Copy(4, 0, PageRange.of(0, 0, 1), Source.TOKENS, Copy.MODE_WP, Argument.VALID),
                touch(5, 0, 0, Access.WRITE),
                touch(6, 0, 0, Access.READ_LAST)));
    assertThat(seen.get(5).reply()).isEqualTo(Reply.SIGBUS);
    assertThat(seen.get(5).pages()).isEqualTo(seen.get(4).pages());
    assertThat(seen.get(6).reply()).isEqualTo(Reply.returned(Token.of(4, 0)));
  }

  @Test
  void mixedContextsAreWithheld() {
    List<Observation> seen =
        run(
            signalling(
                new Open(4, 1, Open.Entry.SYSCALL, FLAGS, false),
                touch(5, 0, 0, Access.READ),
                api(6, 1, 0),
                touch(7, 0, 0, Access.READ),
                touch(8, 0, 0, Access.SYSCALL_READ),
                new Fork(9),
                new Close(10, 1),
                touch(11, 0, 0, Access.READ),
                new Reap(12),
                touch(13, 0, 0, Access.READ)));

    assertThat(seen.get(5).reply()).isEqualTo(Reply.SIGBUS); // one that is not ready does not count
    assertWithheld(seen.get(7), Withholding.MIXED_SIGBUS);
    assertThat(seen.get(8).reply()).isEqualTo(Reply.refused(Errno.EFAULT));
    assertWithheld(seen.get(11), Withholding.MIXED_SIGBUS); // the child still holds it
    assertThat(seen.get(13).reply()).isEqualTo(Reply.SIGBUS);
  }

  @Test
  void contextThatOnlyTheChildHoldsSignals() {
    List<Observation> seen =
        run(
            signalling(
                new Fork(4),
                new Close(5, 0),
                touch(6, 0, 0, Access.WRITE),
                new Open(7, 0, Open.Entry.SYSCALL, FLAGS, true),
                touch(8, 0, 0, Access.WRITE),
                new Reap(9),
                touch(10, 0, 0, Access.WRITE)));
    assertThat(seen.get(6).reply()).isEqualTo(Reply.SIGBUS);
    assertWithheld(seen.get(8), Withholding.MIXED_SIGBUS);
    assertThat(seen.get(10).reply()).isEqualTo(Reply.ZERO);
  }

  @Test
  void signallingHandshakeUnderAWaiterIsWithheld() {
    List<Observation> seen =
        run(
            missing(
                touch(3, 0, 0, Access.SYSCALL_READ),
                api(4, 1, Api.FEATURE_SIGBUS),
                touch(5, 1, 1, Access.READ),
                api(6, 1, Api.FEATURE_SIGBUS),
                api(7, 1, Api.FEATURE_THREAD_ID)));
    assertThat(seen.get(4).reply()).isEqualTo(Reply.refused(Errno.EBADF));
    assertWithheld(seen.get(6), Withholding.SIGBUS_UNDER_WAITER);
    assertThat(seen.get(7).reply()).isEqualTo(Reply.refused(Errno.EBADF));
  }

  /** Half of the pages are missing; each thread and access meets both kinds again and again. */
  @Test
  void thousandsOfSignalsAreNeitherLateNorWrong() {
    Random random = new Random(1);
    for (int round = 0; round < 60; round++) {
      List<UffdCommand> touches = new ArrayList<>();
      touches.add(copy(4, 0, 2));
      for (int id = 5; id < 205; id++) {
        Access access = LOADS_AND_STORES[random.nextInt(LOADS_AND_STORES.length)];
        touches.add(touch(id, random.nextInt(3), random.nextInt(4), access));
      }
      List<Observation> seen = run(signalling(touches.toArray(UffdCommand[]::new)));
      checkTouches(touches, seen);
    }
  }

  private static void checkTouches(List<UffdCommand> touches, List<Observation> seen) {
    for (int i = 1; i < touches.size(); i++) {
      Touch touch = (Touch) touches.get(i);
      Observation before = seen.get(3 + i);
      Reply expected =
          touch.page() >= 2
              ? Reply.SIGBUS
              : switch (touch.access()) {
                case WRITE -> Reply.ZERO;
                case READ_LAST -> Reply.returned(before.pages().tail(touch.page()));
                default -> Reply.returned(before.pages().head(touch.page()));
              };
      assertThat(seen.get(4 + i).reply()).as("%s", touch).isEqualTo(expected);
    }
  }
}
