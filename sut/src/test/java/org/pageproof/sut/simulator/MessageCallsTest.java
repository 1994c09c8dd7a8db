package org.pageproof.sut.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.sut.simulator.Script.PLAN;
import static org.pageproof.sut.simulator.Script.registered;
import static org.pageproof.sut.simulator.Script.script;

import org.junit.jupiter.api.Test;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Open;

class MessageCallsTest {
  private static final long THREAD_ID = 1 << 8;

  @Test
  void readsMessagesInTheOrderOfTheFaults() {
    Observation seen = registered(3).store(2, 1).load(0, 0).load(1, 2).read(0, 95).last();

    assertThat(seen.reply()).isEqualTo(Reply.returned(64));
    assertThat(seen.messages())
        .containsExactly(
            Message.missing(PLAN.address(1), true), Message.missing(PLAN.address(0), false));
    assertThat(seen.descriptors().get(0))
        .isEqualTo(new DescriptorView(true, 1, 3, DescriptorView.READY, DescriptorView.POLLIN));
  }

  @Test
  void namesTheThreadIfAskedTo() {
    Observation seen =
        script()
            .openUnready(0, Open.Entry.SYSCALL, Open.O_NONBLOCK)
            .api(0, THREAD_ID)
            .map(0, 1)
            .register(0, 0, 0, 1)
            .load(2, 0)
            .read(0, 32)
            .last();

    assertThat(seen.messages()).extracting(Message::thread).containsExactly(2);
  }

  @Test
  void refusesAShortBufferAndKeepsTheMessage() {
    Observation seen = registered(1).load(0, 0).read(0, 31).last();

    assertThat(seen.reply()).isEqualTo(Reply.refused(Errno.EINVAL));
    assertThat(seen.descriptors().get(0).pending()).isEqualTo(1);
  }

  @Test
  void losesTheMessageToABadBuffer() {
    Observation seen = registered(2).load(0, 0).load(1, 1).readIntoBadBuffer(0).last();

    assertThat(seen.reply()).isEqualTo(Reply.refused(Errno.EFAULT));
    assertThat(seen.descriptors().get(0).pending()).isEqualTo(1);
    assertThat(seen.descriptors().get(0).total()).isEqualTo(2);
  }

  @Test
  void hasNothingToReadWithoutAFault() {
    assertThat(registered(1).read(0, 32).last().reply()).isEqualTo(Reply.refused(Errno.EAGAIN));
    assertThat(script().open(0, 0).read(0, 32).last().reply())
        .isEqualTo(new Reply.Withheld(Withholding.READ_WOULD_BLOCK));
  }

  @Test
  void pollsWhatCanBeRead() {
    assertThat(registered(1).poll(0).last().reply()).isEqualTo(Reply.ZERO);
    assertThat(registered(1).load(0, 0).poll(0).last().reply())
        .isEqualTo(Reply.returned(DescriptorView.POLLIN));
    assertThat(script().open(0, 0).poll(0).last().reply())
        .isEqualTo(Reply.returned(DescriptorView.POLLERR));
    assertThat(script().poll(0).last().reply()).isEqualTo(Reply.returned(DescriptorView.POLLNVAL));
  }
}
