package org.pageproof.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Remap;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.UffdKind;

/** What is drawn means something in the state that it meets. */
class UffdDrawerTest {
  private static final int SEQUENCES = 3000;

  static List<Profile> profiles() {
    return List.of(Profile.linux618(), Profile.linux61(), Profile.linux618().unprivileged());
  }

  private static Drawn<UffdState, UffdCommand> drawn(Profile profile) {
    return Drawn.userfaultfd(profile, UffdVocabulary.FULL, KnownDivergences.REPORT, SEQUENCES);
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void aboutHalfOfAllCommandsSucceedAndFewAreWithheld(Profile profile) {
    AtomicInteger all = new AtomicInteger();
    AtomicInteger succeeded = new AtomicInteger();
    AtomicInteger withheld = new AtomicInteger();
    drawn(profile)
        .replay(
            (state, command, reply) -> {
              all.incrementAndGet();
              boolean refused = reply instanceof Reply.Refused;
              boolean executed = !(reply instanceof Reply.Withheld);
              succeeded.addAndGet(executed && !refused ? 1 : 0);
              withheld.addAndGet(executed ? 0 : 1);
            });
    assertThat(succeeded.get() * 100 / all.get()).isBetween(45, 75);
    assertThat(withheld.get() * 100 / all.get()).isLessThanOrEqualTo(4);
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void everyKindOfCommandSucceedsSometimes(Profile profile) {
    List<UffdKind> failing = new ArrayList<>(List.of(UffdKind.values()));
    drawn(profile)
        .replay(
            (state, command, reply) -> {
              if (reply instanceof Reply.Returned) {
                failing.remove(command.kind());
              }
            });
    assertThat(failing).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void featuresWithoutRulesAreNeverGranted(Profile profile) {
    AtomicLong granted = new AtomicLong();
    drawn(profile)
        .replay(
            (state, command, reply) -> {
              if (command instanceof Api api && reply.equals(Reply.ZERO)) {
                granted.accumulateAndGet(api.features(), (all, more) -> all | more);
              }
            });
    assertThat(granted.get()).isNotZero();
    assertThat(granted.get() & Api.FEATURES_WITHOUT_RULES).isZero();
  }

  @Test
  void theForkEventIsAskedForWhereItIsForbidden() {
    List<Reply> replies = new ArrayList<>();
    drawn(Profile.linux618().unprivileged())
        .replay(
            (state, command, reply) -> {
              if (command instanceof Api api && api.features() == Api.FEATURE_EVENT_FORK) {
                replies.add(reply);
              }
            });
    assertThat(replies).isNotEmpty().allMatch(Reply.Refused.class::isInstance);
  }

  @Test
  void fewSequencesForkBecauseThatIsSlow() {
    int forking = 0;
    for (CommandSequence<UffdCommand> sequence : drawn(Profile.linux618()).sequences()) {
      forking += forks(sequence) ? 1 : 0;
    }
    assertThat(forking).isBetween(SEQUENCES / 50, SEQUENCES / 15);
  }

  private static boolean forks(CommandSequence<UffdCommand> sequence) {
    return sequence.commands().stream().anyMatch(command -> command.kind() == UffdKind.FORK);
  }

  @Test
  void mremapStaysInItsRegion() {
    for (CommandSequence<UffdCommand> sequence : drawn(Profile.linux618()).sequences()) {
      for (UffdCommand command : sequence.commands()) {
        if (command instanceof Remap remap) {
          assertThat(remap.destination().page() + remap.pages())
              .as("%s", remap)
              .isLessThanOrEqualTo(sequence.plan().pagesPerRegion());
        }
      }
    }
  }
}
