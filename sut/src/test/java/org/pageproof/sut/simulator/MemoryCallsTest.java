package org.pageproof.sut.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.sut.simulator.Script.on;
import static org.pageproof.sut.simulator.Script.registered;
import static org.pageproof.sut.simulator.Script.script;
import static org.pageproof.sut.simulator.Script.token;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pageproof.vocabulary.Completion;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Open;

class MemoryCallsTest {
  private static final Reply EFAULT = Reply.refused(Errno.EFAULT);
  private static final Reply EINVAL = Reply.refused(Errno.EINVAL);

  @Test
  void mapsOnlyWhatIsFree() {
    assertThat(script().map(0, 4).map(1, 2).last().layout().mapped()).isEqualTo(0b111111);
    assertThat(script().map(0, 4).map(0, 1).last().reply()).isEqualTo(Reply.refused(Errno.EEXIST));
  }

  @Test
  void readsZerosAndKeepsStores() {
    List<Observation> seen = script().map(0, 2).load(0, 0).store(0, 0).load(1, 0).run();

    assertThat(seen).extracting(Observation::reply).endsWith(Reply.returned(token(3, 0)));
    assertThat(seen.get(1).pages().present(0)).isTrue();
    assertThat(seen.get(3).pages().head(0)).isEqualTo(token(3, 0));
    assertThat(seen.get(3).pages().tail(0)).isZero();
  }

  @Test
  void dropsPagesAndFaultsAgain() {
    Script script = registered(1).copy(0, 0, 0, 1).dontNeed(0, 0, 1);

    assertThat(script.last().pages().present(0)).isFalse();
    assertThat(script.load(0, 0).last().reply()).isEqualTo(Reply.BLOCKED);
  }

  @Test
  void dropsWhatIsMappedOfARangeWithAHole() {
    Observation seen = script().map(0, 1).store(0, 0).dontNeed(0, 0, 2).last();

    assertThat(seen.reply()).isEqualTo(Reply.refused(Errno.ENOMEM));
    assertThat(seen.pages().present(0)).isFalse();
  }

  @Test
  void withholdsWhatWouldKillTheProcess() {
    assertThat(script().load(0, 0).last().reply())
        .isEqualTo(new Reply.Withheld(Withholding.UNMAPPED_TOUCH));
    assertThat(registered(1).load(0, 0).unmap(0, 0, 1).last().reply())
        .isEqualTo(new Reply.Withheld(Withholding.UNMAP_UNDER_WAITER));
    assertThat(registered(1).load(0, 0).load(0, 0).last().reply())
        .isEqualTo(new Reply.Withheld(Withholding.THREAD_BUSY));
  }

  @Test
  void failsASystemCallWhosePageWentAway() {
    Script script = registered(1).touch(0, 0, Access.SYSCALL_WRITE).unmap(0, 0, 1);

    assertThat(script.last().completions()).isEmpty();
    assertThat(script.wake(0, 0, 0, 1).last().completions())
        .containsExactly(new Completion(0, EFAULT));
  }

  @Test
  void failsSystemCallsOfAUserModeOnlyDescriptor() {
    int flags = Open.O_NONBLOCK | Open.UFFD_USER_MODE_ONLY;
    Script script = script().open(0, flags).map(0, 1).register(0, 0, 0, 1);

    assertThat(script.touch(0, 0, Access.SYSCALL_READ).last().reply()).isEqualTo(EFAULT);
    assertThat(script.load(0, 0).last().reply()).isEqualTo(Reply.BLOCKED);
  }

  @Test
  void queuesARetryingThreadWithTheNewOwner() {
    Observation seen =
        registered(1)
            .open(1)
            .touch(0, 0, Access.SYSCALL_READ)
            .unmap(0, 0, 1)
            .map(0, 1)
            .register(1, 0, 0, 1)
            .wake(0, 0, 0, 1)
            .last();

    assertThat(seen.descriptors().get(0).total()).isZero();
    assertThat(seen.descriptors().get(1).pending()).isEqualTo(1);
  }

  @Test
  void keepsPagesThatMayBeDropped() {
    PageRange both = PageRange.of(0, 0, 2);
    Observation seen = script().map(0, 2).store(0, 0).free(both).last();
    assertThat(seen.reply()).isEqualTo(Reply.ZERO);
    assertThat(seen.pages().head(0)).isEqualTo(token(2, 0));

    assertThat(script().map(0, 1).free(both).last().reply()).isEqualTo(Reply.refused(Errno.ENOMEM));
    assertThat(script().map(1, 1, Map.Backing.FILE).free(PageRange.of(0, 0, 5)).last().reply())
        .isEqualTo(EINVAL);
    assertThat(on(Profile.linux43()).map(0, 2).free(both).last().reply()).isEqualTo(EINVAL);
  }

  @Test
  void showsWhatAnAreaIsBackedBy() {
    Observation seen = script().map(0, 1, Map.Backing.FILE).map(1, 1).last();

    assertThat(seen.layout().file()).isEqualTo(1);
    assertThat(seen.layout().readable()).isEqualTo(1 << 4);
    assertThat(script().map(0, 1, Map.Backing.FILE).load(0, 0).last().reply())
        .isEqualTo(new Reply.Withheld(Withholding.PROTECTED_TOUCH));
  }
}
