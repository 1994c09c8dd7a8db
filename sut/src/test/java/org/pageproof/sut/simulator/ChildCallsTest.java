package org.pageproof.sut.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.sut.simulator.Script.registered;
import static org.pageproof.sut.simulator.Script.registeredFor;
import static org.pageproof.sut.simulator.Script.script;
import static org.pageproof.sut.simulator.Script.token;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pageproof.vocabulary.Completion;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Register;

class ChildCallsTest {
  private static final Reply NO_CHILD = new Reply.Withheld(Withholding.NO_CHILD);

  @Test
  void copiesOnWriteOnEitherSide() {
    Script script = script().map(0, 2).store(0, 0).store(0, 1).fork().store(0, 0).childStore(1);

    Observation seen = script.last();
    Pages child = seen.child().orElseThrow();
    assertThat(seen.reply()).isEqualTo(Reply.returned(8));
    assertThat(seen.pages().head(0)).isEqualTo(token(5, 0));
    assertThat(child.head(0)).isEqualTo(token(2, 0));
    assertThat(seen.pages().head(1)).isEqualTo(token(3, 0));
    assertThat(child.head(1)).isEqualTo(token(6, 0));
  }

  /** Entries of areas without anonymous pages are left to the child's own faults. */
  @Test
  void copiesZeroPagesOnlyNextToAnonymousOnes() {
    Script read = script().map(0, 2).load(0, 0);
    assertThat(read.fork().last().child().orElseThrow().present(0)).isFalse();

    Script written = script().map(0, 2).load(0, 0).store(0, 1);
    assertThat(written.fork().last().child().orElseThrow().present(0)).isTrue();
  }

  @Test
  void givesTheChildNeitherProtectionNorRegistration() {
    Script script = registeredFor(Register.MODE_WP, Api.FEATURE_WP_UNPOPULATED, 3).store(0, 0);
    Observation forked = script.writeProtect(0, 0, 0, 2).fork().last();

    assertThat(forked.pages().bits(0)).isEqualTo(Pages.PRESENT | Pages.UFFD_WP);
    assertThat(forked.child().orElseThrow().bits(0)).isEqualTo(Pages.PRESENT);
    assertThat(forked.child().orElseThrow().bits(1)).isZero();
    Observation written = script.childStore(2).last();
    assertThat(written.reply()).isEqualTo(Reply.returned(8));
    assertThat(written.child().orElseThrow().tail(2)).isZero();
    assertThat(written.pages().present(2)).isFalse();
  }

  @Test
  void keepsTheContextsThatTheParentCloses() {
    Script script = registered(1).load(0, 0).fork().close(0);
    Observation closed = script.last();
    assertThat(closed.completions()).isEmpty();
    assertThat(closed.descriptors().get(0)).isEqualTo(DescriptorView.CLOSED);

    Observation reopened = script.open(0).register(0, 0, 0, 1).last();
    assertThat(reopened.reply()).isEqualTo(Reply.refused(Errno.EBUSY));

    Observation reaped = script.reap().last();
    assertThat(reaped.completions()).containsExactly(new Completion(0, Reply.ZERO));
    assertThat(reaped.child()).isEmpty();
    assertThat(script.register(0, 0, 0, 1).last().reply()).isEqualTo(Reply.ZERO);
  }

  @Test
  void keepsWhatWasOpenedAfterTheForkOutOfTheChild() {
    Script script = script().fork().open(0).map(0, 1).register(0, 0, 0, 1).load(0, 0).close(0);

    assertThat(script.last().completions()).hasSize(1);
  }

  @Test
  void letsTheParentWriteInPlaceOnceTheChildIsGone() {
    Script script = registeredFor(Register.MODE_WP, 0, 1).store(0, 0).writeProtect(0, 0, 0, 1);
    script.registerFor(Register.MODE_MISSING, 0, 0, 0, 1).fork().reap().store(0, 0);

    assertThat(script.last().pages().bits(0)).isEqualTo(Pages.PRESENT | Pages.UFFD_WP);
  }

  @Test
  void refusesAStoreToWhatTheChildHasNotMapped() {
    Script script = script().map(0, 1).fork().unmap(0, 0, 1).map(1, 1);

    assertThat(script.childStore(4).last().reply()).isEqualTo(Reply.refused(new Errno(5)));
    assertThat(script.childStore(0).last().reply()).isEqualTo(Reply.returned(8));
  }

  @Test
  void withholdsWhatHasNoChildOrHasOneAlready() {
    List<Observation> seen = script().reap().childStore(0).fork().fork().reap().reap().run();

    assertThat(seen)
        .extracting(Observation::reply)
        .containsExactly(
            NO_CHILD,
            NO_CHILD,
            Reply.ZERO,
            new Reply.Withheld(Withholding.SLOT_IN_USE),
            Reply.ZERO,
            NO_CHILD);
    Script file = script().map(0, 1, Map.Backing.FILE).fork().unmap(0, 0, 1).childStore(0);
    assertThat(file.last().reply()).isEqualTo(new Reply.Withheld(Withholding.FILE_PAGE));
  }
}
