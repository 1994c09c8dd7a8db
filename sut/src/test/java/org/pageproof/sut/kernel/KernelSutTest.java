package org.pageproof.sut.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.sut.kernel.Sequences.FLAGS;
import static org.pageproof.sut.kernel.Sequences.copy;
import static org.pageproof.sut.kernel.Sequences.missing;
import static org.pageproof.sut.kernel.Sequences.touch;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Completion;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.Close;
import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.Poll;
import org.pageproof.vocabulary.userfaultfd.Read;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.Source;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.Unmap;
import org.pageproof.vocabulary.userfaultfd.Wake;
import org.pageproof.vocabulary.userfaultfd.Zeropage;

/** What the real kernel is seen to do. */
class KernelSutTest extends KernelRun {
  private static final AddressPlan PLAN = new AddressPlan(4);

  @ParameterizedTest
  @EnumSource(Access.class)
  void blockedTouchIsCompletedByTheCopyThatFillsItsPage(Access access) {
    List<Observation> seen = run(missing(touch(3, 1, 2, access), copy(4, 2, 1)));

    assertThat(seen.get(3).reply()).isEqualTo(Reply.BLOCKED);
    assertThat(seen.get(3).descriptors().get(0))
        .isEqualTo(new DescriptorView(true, 1, 1, DescriptorView.READY, DescriptorView.POLLIN));
    assertThat(seen.get(3).pages().present(2)).isFalse();
    assertThat(seen.get(4).reply()).isEqualTo(Reply.ZERO);
    assertThat(seen.get(4).out()).containsExactly(new OutField("copy", 4096));
    long filled = Token.of(4, 0);
    boolean tellsWord = !access.isWrite() && !access.isPopulate();
    Reply ended = tellsWord ? Reply.returned(filled) : Reply.ZERO;
    assertThat(seen.get(4).completions()).containsExactly(new Completion(1, ended));
    assertThat(seen.get(4).pages().head(2)).isEqualTo(access.isStore() ? Token.of(3, 0) : filled);
    assertThat(seen.get(4).pages().tail(2)).isEqualTo(filled);
    assertThat(seen.get(4).descriptors().get(0).total()).isZero();
  }

  @Test
  void oneCopyWakesTwoWaiters() {
    List<Observation> seen =
        run(
            missing(
                touch(3, 0, 1, Access.READ), touch(4, 2, 1, Access.SYSCALL_READ), copy(5, 0, 3)));

    assertThat(seen.get(4).descriptors().get(0).total()).isEqualTo(2);
    Reply word = Reply.returned(Token.of(5, 1));
    assertThat(last(seen).completions())
        .containsExactly(new Completion(0, word), new Completion(2, word));
    assertThat(last(seen).taint()).isZero();
  }

  @Test
  void wakeWithoutPageMakesTheWaiterFaultAgain() {
    List<Observation> seen =
        run(
            missing(
                touch(3, 0, 0, Access.READ),
                new Read(4, 0, 64, false),
                new Wake(5, 0, PageRange.of(0, 0, 1), Argument.VALID),
                new Read(6, 0, 64, false)));

    Message message = Message.missing(AddressPlan.BASE, false);
    assertThat(seen.get(4).reply()).isEqualTo(Reply.returned(Message.BYTES));
    assertThat(seen.get(4).messages()).containsExactly(message);
    assertThat(seen.get(4).descriptors().get(0).pending()).isZero();
    assertThat(seen.get(5).completions()).isEmpty();
    assertThat(seen.get(5).descriptors().get(0).pending()).isOne();
    assertThat(seen.get(6).messages()).containsExactly(message);
  }

  @Test
  void closeReleasesWaiters() {
    List<Observation> seen =
        run(missing(touch(3, 0, 0, Access.WRITE), new Close(4, 0), new Poll(5, 0)));

    assertThat(seen.get(4).completions()).containsExactly(new Completion(0, Reply.ZERO));
    assertThat(seen.get(4).descriptors().get(0)).isEqualTo(DescriptorView.CLOSED);
    assertThat(seen.get(4).pages().head(0)).isEqualTo(Token.of(3, 0));
    assertThat(seen.get(4).pages().tail(0)).isZero();
    assertThat(seen.get(5).reply()).isEqualTo(Reply.returned(DescriptorView.POLLNVAL));
  }

  @Test
  void threadIdsAreSlots() {
    List<Observation> seen =
        run(
            Sequences.of(
                new Open(0, 1, Open.Entry.DEVICE, FLAGS, false),
                new Api(1, 1, Api.VERSION, 1L << 8, Argument.VALID),
                new Map(2, 3, 1),
                new Register(3, 1, PageRange.of(3, 0, 1), 1, Argument.VALID),
                new Touch(4, 2, 3, 0, Access.SYSCALL_WRITE),
                new Read(5, 1, 32, false)));

    long address = PLAN.address(PLAN.arenaPage(3, 0));
    assertThat(last(seen).messages())
        .containsExactly(new Message(Message.PAGEFAULT, Message.FLAG_WRITE, address, 2));
    assertThat(seen.get(0).out())
        .containsExactly(new OutField("flags", Open.O_NONBLOCK), new OutField("fdflags", 1));
  }

  @Test
  void outFieldsShowWhatTheKernelWroteAndWhatItLeft() {
    List<Observation> seen =
        run(
            missing(
                copy(3, 0, 1),
                copy(4, 0, 1),
                new Zeropage(5, 0, PageRange.of(0, 1, 1), 0, Argument.VALID),
                new Copy(6, 1, PageRange.of(0, 2, 1), Source.TOKENS, 0, Argument.VALID),
                new Api(7, 0, Api.VERSION, 0, Argument.UNREADABLE)));

    assertThat(seen.get(2).out())
        .containsExactly(
            new OutField("ioctls", sut().environment().profile().anonymousIoctls(false)));
    assertThat(seen.get(4).reply()).isEqualTo(Reply.refused(Errno.EEXIST));
    assertThat(seen.get(4).out()).containsExactly(new OutField("copy", -17));
    assertThat(seen.get(5).out()).containsExactly(new OutField("zeropage", 4096));
    assertThat(seen.get(6).reply()).isEqualTo(Reply.refused(Errno.EBADF));
    assertThat(seen.get(6).out()).containsExactly(OutField.untouched("copy"));
    assertThat(seen.get(7).out()).isEmpty();
  }

  @Test
  void readOnlyArgumentIsReadButNotWritten() {
    List<Observation> seen =
        run(
            missing(
                new Copy(3, 0, PageRange.of(0, 0, 1), Source.TOKENS, 0, Argument.READ_ONLY),
                copy(4, 1, 1)));

    assertThat(seen.get(3).reply()).isEqualTo(Reply.refused(Errno.EFAULT));
    assertThat(seen.get(3).out()).containsExactly(OutField.untouched("copy"));
    assertThat(seen.get(3).pages().present(0)).isTrue();
    assertThat(seen.get(4).reply()).isEqualTo(Reply.ZERO);
  }

  @ParameterizedTest
  @EnumSource(Source.class)
  void sourcesHoldWhatTheyPromise(Source source) {
    Copy command = new Copy(3, 0, PageRange.of(0, 0, 2), source, 0, Argument.VALID);
    Observation seen = last(run(missing(command)));

    boolean copied =
        source == Source.TOKENS || source == Source.UNALIGNED || source == Source.ZEROS;
    assertThat(seen.pages().present(1)).isEqualTo(copied);
    assertThat(seen.pages().present(0)).isEqualTo(copied || source == Source.SECOND_UNMAPPED);
    if (copied) {
      long word = source == Source.ZEROS ? 0 : Token.of(3, 1);
      assertThat(seen.pages().head(1)).isEqualTo(word);
      assertThat(seen.pages().tail(1)).isEqualTo(word);
    }
  }

  @Test
  void layoutShowsAreas() {
    List<Observation> seen =
        run(missing(new Map(3, 1, 2), new Unmap(4, PageRange.of(0, 1, 1)), new Map(5, 0, 4)));

    assertThat(seen.get(1).layout()).isEqualTo(new Layout(0b1111, 0b1));
    assertThat(seen.get(3).layout())
        .isEqualTo(new Layout(0b11_1111, 0b1_0001).withModes(0b1111, 0));
    assertThat(seen.get(4).layout())
        .isEqualTo(new Layout(0b11_1101, 0b1_0101).withModes(0b1101, 0));
    assertThat(seen.get(5).reply()).isEqualTo(Reply.refused(Errno.EEXIST));
  }

  @Test
  void everyReasonToWithholdIsApplied() {
    List<Observation> seen =
        run(
            Sequences.of(
                new Open(0, 0, Open.Entry.SYSCALL, Open.O_CLOEXEC, true),
                new Open(1, 0, Open.Entry.SYSCALL, FLAGS, true),
                new Read(2, 0, 32, true),
                touch(3, 0, 0, Access.READ),
                touch(4, 0, 0, Access.SYSCALL_READ),
                new Map(5, 0, 2),
                new Register(6, 0, PageRange.of(0, 0, 2), 1, Argument.VALID),
                touch(7, 0, 1, Access.WRITE),
                touch(8, 0, 0, Access.READ),
                new Unmap(9, PageRange.of(0, 1, 1)),
                new Unmap(10, PageRange.of(0, 0, 1)),
                new Read(11, 0, 32, false)));

    assertWithheld(seen.get(1), Withholding.SLOT_IN_USE);
    assertWithheld(seen.get(2), Withholding.READ_WOULD_BLOCK);
    assertWithheld(seen.get(3), Withholding.UNMAPPED_TOUCH);
    assertThat(seen.get(4).reply()).isEqualTo(Reply.refused(Errno.EFAULT));
    assertThat(seen.get(7).reply()).isEqualTo(Reply.BLOCKED);
    assertWithheld(seen.get(8), Withholding.THREAD_BUSY);
    assertWithheld(seen.get(9), Withholding.UNMAP_UNDER_WAITER);
    assertThat(seen.get(10).reply()).isEqualTo(Reply.ZERO);
    assertThat(seen.get(11).reply()).isEqualTo(Reply.returned(32));
  }
}
