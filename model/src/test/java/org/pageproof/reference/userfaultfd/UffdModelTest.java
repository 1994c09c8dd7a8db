package org.pageproof.reference.userfaultfd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pageproof.reference.Rule;
import org.pageproof.verdict.Expectation;
import org.pageproof.vocabulary.Completion;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.KernelRelease;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.PageRange.Shape;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.Close;
import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.Read;
import org.pageproof.vocabulary.userfaultfd.Source;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.Unregister;

class UffdModelTest {
  private static final PageRange FIRST = PageRange.of(0, 0, 1);
  private static final PageRange TWO = PageRange.of(0, 0, 2);

  @Test
  void everyRuleHasItsOwnIdAndSaysSomething() {
    Set<String> ids = new HashSet<>();
    for (Rule<UffdState, ?> rule : new UffdModel(Profile.linux618()).rules()) {
      assertThat(ids.add(rule.text().id())).as(rule.text().id()).isTrue();
      assertThat(rule.text().sentence()).endsWith(".");
      assertThat(rule.text().source()).isNotBlank();
    }
    assertThat(ids).hasSizeGreaterThan(80);
  }

  @Test
  void blocksATouchOfAMissingPageAndCompletesItByCopy() {
    Scenario scenario = Scenario.registered().touch(1, 0, Access.READ);
    assertThat(scenario.state().waiters().pending(0)).isEqualTo(1);

    Copy copy = Scenario.copy(scenario.id(), 0, FIRST, 0);
    Observation seen = scenario.observations(copy).get(0);

    assertThat(seen.completions())
        .containsExactly(new Completion(1, Reply.returned(Token.of(copy.id(), 0))));
    assertThat(scenario.then(copy).state().waiters().isEmpty()).isTrue();
  }

  @Test
  void letsReaderAndWriterOfOnePageCompleteInEitherOrder() {
    Scenario scenario = Scenario.registered().touch(0, 0, Access.READ);
    int writer = scenario.id();
    scenario.then(new Touch(writer, 1, 0, 0, Access.WRITE));
    Copy copy = Scenario.copy(scenario.id(), 0, FIRST, 0);

    assertThat(scenario.observations(copy))
        .extracting(seen -> seen.completions().get(0).reply())
        .containsExactlyInAnyOrder(
            Reply.returned(Token.of(copy.id(), 0)), Reply.returned(Token.of(writer, 0)));
  }

  @Test
  void queuesThreadsThatFaultAgainInUnknownOrder() {
    Scenario scenario =
        Scenario.registered()
            .touch(0, 0, Access.READ)
            .touch(1, 1, Access.WRITE)
            .then(Scenario.wake(99, 0, TWO));
    Read read = new Read(scenario.id(), 0, 32, false);

    assertThat(scenario.observations(read))
        .extracting(seen -> seen.messages().get(0).flags())
        .containsExactlyInAnyOrder(0L, Message.FLAG_WRITE);
  }

  @Test
  void knowsNoOrderOfThreadsThatFaultAgainWhileAnotherContextHasAMessage() {
    Scenario scenario = Scenario.registered().map(2, 4).register(1, PageRange.of(2, 0, 4));
    scenario
        .then(new Touch(scenario.id(), 2, 2, 0, Access.READ))
        .touch(1, 0, Access.READ)
        .touch(0, 1, Access.WRITE)
        .then(Scenario.wake(99, 0, TWO));
    Read read = new Read(scenario.id(), 0, 32, false);

    assertThat(scenario.observations(read))
        .extracting(seen -> seen.messages().get(0).flags())
        .containsExactlyInAnyOrder(0L, Message.FLAG_WRITE);
  }

  @Test
  void readsMessagesOfSeparateFaultsInTheirOrder() {
    Scenario scenario = Scenario.registered().touch(2, 1, Access.READ).touch(0, 0, Access.WRITE);
    Read read = new Read(scenario.id(), 0, 64, false);

    List<Observation> seen = scenario.observations(read);
    assertThat(seen).hasSize(1);
    assertThat(seen.get(0).messages()).extracting(Message::flags).containsExactly(0L, 1L);
  }

  @Test
  void fillsUntilTheFirstPresentPageAndTellsHowFarItCame() {
    Scenario scenario = Scenario.registered();
    scenario.then(Scenario.copy(scenario.id(), 0, PageRange.of(0, 2, 1), 0));

    Observation seen =
        scenario.observations(Scenario.copy(scenario.id(), 0, PageRange.of(0, 0, 4), 0)).get(0);

    assertThat(seen.reply()).isEqualTo(Reply.refused(Errno.EAGAIN));
    assertThat(seen.out()).containsExactly(new OutField("copy", 2 * 4096));
  }

  @Test
  void checksCopyInTheKernelsOrder() {
    Scenario scenario = Scenario.registered();
    PageRange unmapped = PageRange.of(2, 0, 1);
    assertThat(scenario.rules(copy(unmapped, Source.UNMAPPED, -1, Argument.UNREADABLE)))
        .containsExactly("UFFD-COPY-UNREADABLE");
    assertThat(scenario.rules(copy(unmapped, Source.WRAPPING, -1, Argument.READ_ONLY)))
        .containsExactly("UFFD-COPY-SOURCE-RANGE");
    PageRange empty = new PageRange(2, 0, 1, Shape.EMPTY);
    assertThat(scenario.rules(copy(empty, Source.UNMAPPED, -1, Argument.READ_ONLY)))
        .containsExactly("UFFD-COPY-RANGE");
    assertThat(scenario.rules(copy(unmapped, Source.UNMAPPED, -1, Argument.READ_ONLY)))
        .containsExactly("UFFD-COPY-MODE");
    assertThat(scenario.rules(copy(unmapped, Source.UNMAPPED, 0, Argument.VALID)))
        .containsExactly("UFFD-COPY-NOT-REGISTERED");
    assertThat(scenario.rules(copy(FIRST, Source.UNMAPPED, Copy.MODE_WP, Argument.VALID)))
        .containsExactly("UFFD-COPY-WP-MODE");
    scenario.then(copy(FIRST, Source.TOKENS, 0, Argument.VALID));
    assertThat(scenario.rules(copy(FIRST, Source.UNMAPPED, 0, Argument.VALID)))
        .containsExactly("UFFD-COPY-SOURCE-UNMAPPED");
  }

  private static Copy copy(PageRange range, Source source, long mode, Argument argument) {
    return new Copy(50, 0, range, source, mode, argument);
  }

  @Test
  void leavesTheOwnersWaiterAsleepWhenAnotherContextFills() {
    Scenario scenario = Scenario.registered().touch(0, 0, Access.READ);
    Observation seen = scenario.observations(Scenario.copy(scenario.id(), 1, FIRST, 0)).get(0);

    assertThat(seen.reply()).isEqualTo(Reply.ZERO);
    assertThat(seen.completions()).isEmpty();
    assertThat(seen.descriptors().get(0).total()).isEqualTo(1);
  }

  @Test
  void wakesAllWaitersOnCloseAndUnregistersTheirPages() {
    Scenario scenario = Scenario.registered().touch(0, 0, Access.READ).touch(1, 1, Access.READ);
    Observation seen = scenario.observations(new Close(scenario.id(), 0)).get(0);

    assertThat(seen.completions()).hasSize(2);
    assertThat(scenario.then(new Close(scenario.id(), 0)).state().registered()).isZero();
  }

  @Test
  void splitsAreasWhereTheOwnerChangesAndLetsTheKernelMergeLater() {
    Scenario scenario = Scenario.on618().open(0).map(0, 4).register(0, PageRange.of(0, 1, 2));
    assertThat(scenario.state().layout())
        .isEqualTo(new Layout(0b1111, 0b1011).withModes(0b0110, 0));

    Unregister unregister = new Unregister(50, 0, PageRange.of(0, 1, 2), Argument.VALID);
    Expectation merged =
        scenario.model().allowed(scenario.state(), unregister).get(0).expectation();
    assertThat(merged.allows(new Layout(0b1111, 0b0001))).isTrue();
    assertThat(merged.allows(new Layout(0b1111, 0b1011))).isTrue();
    assertThat(merged.allows(new Layout(0b1111, 0b0101))).isFalse();
    assertThat(merged.allows(new Layout(0b0111, 0b0001))).isFalse();
  }

  @Test
  void followsTheObservedAreasWhereTheKernelHasTheChoice() {
    Scenario scenario = Scenario.on618().open(0).map(0, 4).map(1, 4);
    Observation seen = observed(scenario, new Layout(0xff, 0x11));
    UffdState apart = scenario.model().resolve(scenario.state(), seen);

    assertThat(apart.layout().areaEnd(0)).isEqualTo(4);
    assertThat(scenario.state().layout().areaEnd(0)).isEqualTo(8);
  }

  private static Observation observed(Scenario scenario, Layout layout) {
    Observation initial = Observation.initial(scenario.state().plan());
    return new Observation(
        initial.reply(),
        initial.out(),
        initial.messages(),
        initial.completions(),
        initial.descriptors(),
        initial.pages(),
        layout,
        0);
  }

  @Test
  void toleratesTheForeignUnregisterOfOldKernelsOnlyAsADefect() {
    Profile old = new Profile(KernelRelease.parse("6.12.1"), 0x1ffff, true, true, true);
    Scenario scenario = new Scenario(old).open(0).open(1).map(0, 4).register(0, FIRST);
    Unregister foreign = new Unregister(50, 1, FIRST, Argument.VALID);

    assertThat(scenario.rules(foreign)).containsExactly("UFFD-UNREGISTER-FOREIGN");
    assertThat(scenario.model().tolerated(scenario.state(), foreign))
        .extracting(step -> step.expectation().rule().id())
        .containsExactly("UFFD-UNREGISTER-FOREIGN-ACCEPTED");
    assertThat(Scenario.registered().model().tolerated(scenario.state(), foreign)).isEmpty();
  }
}
