package org.pageproof.sut.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.sut.simulator.Script.on;
import static org.pageproof.sut.simulator.Script.registered;
import static org.pageproof.sut.simulator.Script.registeredFor;
import static org.pageproof.sut.simulator.Script.script;
import static org.pageproof.sut.simulator.Script.token;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.Register;

class FaultHandlerTest {
  private static final long MISSING = Register.MODE_MISSING;
  private static final Reply EFAULT = Reply.refused(Errno.EFAULT);

  @Test
  void readsTheLastWordOfAPage() {
    Script script = registered(1).copy(0, 0, 0, 1).store(0, 0);

    assertThat(script.load(0, 0).last().reply()).isEqualTo(Reply.returned(token(5, 0)));
    assertThat(script.touch(0, 0, Access.READ_LAST).last().reply())
        .isEqualTo(Reply.returned(token(4, 0)));
  }

  @Test
  void populatesWithoutStoring() {
    Script script = script().map(0, 2).touch(0, 0, Access.POPULATE_READ);
    Observation seen = script.touch(0, 1, Access.POPULATE_WRITE).last();

    assertThat(seen.reply()).isEqualTo(Reply.ZERO);
    assertThat(seen.pages().present(0)).isTrue();
    assertThat(seen.pages().present(1)).isTrue();
    assertThat(seen.pages().head(1)).isZero();
  }

  @Test
  void populatesOnlyMappedPagesAndSince514() {
    assertThat(script().touch(0, 0, Access.POPULATE_READ).last().reply())
        .isEqualTo(Reply.refused(Errno.ENOMEM));
    assertThat(on(Profile.linux43()).map(0, 1).touch(0, 0, Access.POPULATE_READ).last().reply())
        .isEqualTo(Reply.refused(Errno.EINVAL));
  }

  @Test
  void tellsPopulatingAsAnyOtherAccess() {
    Script script = registered(2).touch(0, 0, Access.POPULATE_READ);
    script.touch(1, 1, Access.POPULATE_WRITE).read(0, 64);

    assertThat(script.last().messages())
        .containsExactly(Message.missing(0x1000_0000L, false), Message.missing(0x1000_1000L, true));
    assertThat(script.unmap(0, 0, 1).wake(0, 0, 0, 1).last().completions().get(0).reply())
        .isEqualTo(Reply.refused(Errno.ENOMEM));
  }

  @Test
  void tellsTheThreadAndTheExactAddressIfAsked() {
    long features = Api.FEATURE_THREAD_ID | Api.FEATURE_EXACT_ADDRESS;
    Script script = registeredFor(MISSING, features, 1);
    script.touch(2, 0, Access.READ_LAST).touch(1, 0, Access.SYSCALL_WRITE).read(0, 64);

    assertThat(script.last().messages())
        .containsExactly(
            new Message(Message.PAGEFAULT, 0, 0x1000_0ff8L, 2),
            new Message(Message.PAGEFAULT, 1, 0x1000_0000L, 1));
    assertThat(script.wake(0, 0, 0, 1).last().descriptors().get(0).pending()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Access.class)
  void signalsOrFailsWhereItWouldBlock(Access access) {
    Script script = registeredFor(MISSING, Api.FEATURE_SIGBUS, 1).touch(0, 0, access);

    assertThat(script.last().reply()).isEqualTo(access.isUserMode() ? Reply.SIGBUS : EFAULT);
    assertThat(script.copy(0, 0, 0, 1).touch(0, 0, access).last().reply())
        .isInstanceOf(Reply.Returned.class);
  }

  @Test
  void failsPopulatingForADescriptorOfUserFaultsOnly() {
    int flags = Open.O_NONBLOCK | Open.UFFD_USER_MODE_ONLY;
    Script script = script().open(0, flags).map(0, 1).register(0, 0, 0, 1);

    assertThat(script.touch(0, 0, Access.POPULATE_WRITE).last().reply()).isEqualTo(EFAULT);
  }

  @Test
  void withholdsATouchThatMightBlockOrBeSignalled() {
    Reply mixed = new Reply.Withheld(Withholding.MIXED_SIGBUS);
    Script script = registered(1).openWith(1, Api.FEATURE_SIGBUS);
    assertThat(script.load(0, 0).last().reply()).isEqualTo(mixed);
    assertThat(script.touch(1, 0, Access.SYSCALL_READ).last().reply()).isEqualTo(Reply.BLOCKED);

    script.fork().close(1);
    assertThat(script.load(0, 0).last().reply()).isEqualTo(mixed);
    assertThat(script.reap().load(0, 0).last().reply()).isEqualTo(Reply.BLOCKED);
  }

  @Test
  void withholdsSignalsFromAThreadThatIsBlocked() {
    Reply withheld = new Reply.Withheld(Withholding.SIGBUS_UNDER_WAITER);

    assertThat(registered(1).load(0, 0).openWith(1, Api.FEATURE_SIGBUS).last().reply())
        .isEqualTo(withheld);
    Script call = registered(1).touch(0, 0, Access.SYSCALL_READ);
    assertThat(call.openWith(1, Api.FEATURE_SIGBUS).last().reply()).isEqualTo(Reply.ZERO);
  }
}
