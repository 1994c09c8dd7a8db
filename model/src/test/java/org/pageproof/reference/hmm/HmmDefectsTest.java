package org.pageproof.reference.hmm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pageproof.reference.Oracle;
import org.pageproof.reference.StepListener;
import org.pageproof.verdict.RuleText;
import org.pageproof.verdict.Verdict;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Environment;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.PageWords;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Trace;
import org.pageproof.vocabulary.hmm.Access;
import org.pageproof.vocabulary.hmm.Close;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.Protect.Protection;
import org.pageproof.vocabulary.hmm.Release;
import org.pageproof.vocabulary.hmm.Request;

class HmmDefectsTest {
  private final List<String> gone = new ArrayList<>();

  @Test
  void diesOfAPageThatIsFaultedInAgain() {
    HmmScenario s = HmmScenario.on612().open(1, 0).store(2).toDevice(0, 0, 2);

    assertThat(s.divergence(s.reading(1, 0, 1))).isEqualTo("HMM-READ-OOPS");
    assertThat(s.divergence(s.writing(1, 1, 1))).isEqualTo("HMM-WRITE-OOPS");
    assertThat(s.divergence(s.reading(0, 0, 2))).as("good entries").isEqualTo("none");
    assertThat(s.unmap(0, 1).divergence(s.reading(0, 1, 1))).isEqualTo("HMM-READ-OOPS");
  }

  @Test
  void brings72DownWithTheSimplestSequence() {
    HmmScenario s = HmmScenario.on72().toDevice(0, 0, 1);
    assertThat(s.divergence(s.writing(0, 0, 1))).isEqualTo("HMM-WRITE-OOPS");

    HmmScenario earlier = HmmScenario.on612().toDevice(0, 0, 1);
    assertThat(earlier.divergence(earlier.writing(0, 0, 1))).isEqualTo("none");
  }

  @Test
  void survivesWhereAPageBeforeItHasToBeFaultedIn() {
    HmmScenario s = HmmScenario.on612().open(1, 0).touch(1, Access.WRITE).toDevice(0, 1, 1);

    assertThat(s.divergence(s.reading(1, 0, 2))).isEqualTo("none");
    assertThat(s.read(1, 0, 2).snapshot(0, 1)).isEqualTo(0x02);
  }

  @Test
  void warnsInsteadOfMakingADevicePageWritable() {
    HmmScenario s = HmmScenario.on612().store(2).toDevice(0, 0, 2).protect(1, 1, Protection.READ);
    s.protect(1, 1, Protection.READ_WRITE);
    s.open(1, 0).diverge(s.writing(1, 0, 2));

    assertThat(s.last().reply()).isEqualTo(Reply.refused(Errno.EFAULT));
    assertThat(s.last().taint()).isEqualTo(512);
    // The page before it was given a raw entry, which kills without a fault.
    assertThat(s.divergence(s.reading(1, 0, 1))).isEqualTo("HMM-READ-OOPS");
    assertThat(s.divergence(s.migrating(1, 0, 1))).isEqualTo("HMM-TODEV-OOPS");
    assertThat(s.touch(0, Access.READ).divergence(s.reading(1, 0, 1))).isEqualTo("HMM-READ-OOPS");
  }

  /** A kernel that warns again looks like one that has no memory, but has not asked for any. */
  @Test
  void doesNotKnowWhoWasRefusedMemory() {
    HmmScenario s = HmmScenario.on72().toDevice(0, 0, 1).failAllocation(0).fork();
    s.diverge(s.writing(0, 0, 1)).diverge(s.writing(0, 0, 1)).takeExclusively(0, 0, 1);

    assertThat(s.last().reply()).isEqualTo(Reply.refused(Errno.ENOMEM));
    assertThat(known(s, s.observations())).containsExactly("HMM-WRITE-WARNS");
  }

  @Test
  void readsFreedMemoryThroughAnotherOpenOfTheDevice() {
    HmmScenario s = HmmScenario.on612().open(1, 0).store(1).write(1, 0, 1).toDevice(0, 0, 1);

    assertThat(s.divergence(s.reading(1, 0, 1))).isEqualTo("HMM-READ-STALE");
    assertThat(s.divergence(s.writing(1, 0, 1))).isEqualTo("HMM-WRITE-CORRUPTS");
  }

  @Test
  void corruptsFreedMemoryBeforeALaterPageIsRefused() {
    HmmScenario s = HmmScenario.on612().open(1, 0).store(1).write(0, 0, 1).toDevice(1, 0, 1);
    s.protect(2, 2, Protection.READ).touch(0, Access.READ);

    assertThat(s.rule(s.writing(0, 0, 3))).isEqualTo("HMM-WRITE-READ-ONLY-AREA");
    assertThat(s.divergence(s.writing(0, 0, 3))).isEqualTo("HMM-WRITE-CORRUPTS");
    assertThat(s.diverge(s.writing(0, 0, 3)).last().reply()).isEqualTo(Reply.refused(Errno.EPERM));
  }

  @Test
  void toleratesWhateverFreedMemoryHolds() {
    HmmScenario s = HmmScenario.on612().open(1, 0).store(1).write(1, 0, 1).toDevice(0, 0, 1);
    s.diverge(s.reading(1, 0, 1));
    Observation other = reading(s.last(), 7, 8);
    s.touch(1, Access.READ);

    assertThat(known(s, List.of(other, s.last()))).containsExactly("HMM-READ-STALE");
    assertThat(gone).isEmpty();
  }

  /** The page of zeros that was there before reads like the page that took its place. */
  @Test
  void tellsLaterOfFreedMemoryThatReadAsItShould() {
    HmmScenario s = HmmScenario.on612().open(1, 0).read(0, 0, 1).toDevice(1, 0, 1).read(0, 0, 2);
    s.write(1, 0, 1).read(0, 0, 1);

    assertThat(known(s, List.of(s.last()))).isEmpty();
    assertThat(known(s, List.of(reading(s.last(), 0, 0)))).containsExactly("HMM-READ-STALE");
  }

  @Test
  void conformsToAnExpectedDeath() {
    HmmScenario s = HmmScenario.on612().open(1, 0).store(1).toDevice(0, 0, 1);
    Observation before = s.last();
    s.diverge(s.reading(1, 0, 1)).touch(0, Access.READ);

    Observation died = Observation.lost(new Reply.Died("Oops: 0000"), before);
    assertThat(verdict(s, upTo(s, 1, died))).isInstanceOf(Verdict.Conforms.class);
    Observation hung = Observation.lost(new Reply.Hung("state D"), before);
    assertThat(verdict(s, upTo(s, 1, hung))).isInstanceOf(Verdict.Conforms.class);
  }

  @Test
  void divergesByADeathThatIsNotExpected() {
    HmmScenario s = HmmScenario.on612().open(1, 0).store(1).read(1, 0, 1);
    Observation died = Observation.lost(new Reply.Died("Oops: 0000"), s.last());

    assertThat(verdict(s, upTo(s, 0, died))).isInstanceOf(Verdict.Diverges.class);
  }

  @Test
  void noticesThatAKnownDivergenceIsGone() {
    HmmScenario s = HmmScenario.on612().open(1, 0).store(1).toDevice(0, 0, 1);
    s.then(s.reading(1, 0, 1)); // as it should be

    assertThat(verdict(s, s.observations())).isEqualTo(new Verdict.Conforms(List.of()));
    assertThat(gone).containsExactly("HMM-READ-OOPS");
  }

  @Test
  void judgesNothingAfterFreedMemoryWasWritten() {
    HmmScenario s = HmmScenario.on612().open(1, 0).store(1).write(1, 0, 1).toDevice(0, 0, 1);
    s.diverge(s.writing(1, 0, 1)).touch(0, Access.READ);
    List<Observation> seen = new ArrayList<>(s.observations());
    seen.set(seen.size() - 1, Observation.initial(HmmScenario.PLAN));

    assertThat(known(s, seen.subList(seen.size() - 1, seen.size())))
        .containsExactly("HMM-WRITE-CORRUPTS");
  }

  @Test
  void leaksACoherentPageThatADeviceHasExclusively() {
    HmmScenario s = HmmScenario.on612().open(1, 2).open(2, 2).toDevice(1, 0, 1);
    s.takeExclusively(0, 0, 1);

    assertThat(s.divergence(new Release(s.id(), Request.of(1, 0, 0, 1))))
        .isEqualTo("HMM-RELEASE-HANGS");
    s.diverge(new Close(s.id(), 2));
    assertThat(s.snapshot(2, 0)).isEqualTo(0x41);
    assertThat(s.exclusive(0, 0)).isTrue();
  }

  /** The same but for the words of the page that was read. */
  private static Observation reading(Observation read, long head, long tail) {
    return Observation.ofMirrors(
        read.reply(),
        read.out(),
        List.of(new PageWords(head, tail)),
        read.pages(),
        read.layout(),
        read.child(),
        read.mirrors().orElseThrow(),
        0);
  }

  /** Everything that was observed but the last, and this instead. */
  private static List<Observation> upTo(HmmScenario s, int after, Observation last) {
    List<Observation> seen = new ArrayList<>(s.observations());
    seen.subList(seen.size() - 1 - after, seen.size()).clear();
    seen.add(last);
    return seen;
  }

  /** The known divergences of a scenario whose last observations are replaced. */
  private List<String> known(HmmScenario s, List<Observation> replaced) {
    List<Observation> seen = new ArrayList<>(s.observations());
    seen.subList(seen.size() - replaced.size(), seen.size()).clear();
    seen.addAll(replaced);
    Verdict verdict = verdict(s, seen);
    assertThat(verdict).isInstanceOf(Verdict.Conforms.class);
    List<String> ids = new ArrayList<>();
    ((Verdict.Conforms) verdict).known().forEach(known -> ids.add(known.rule().id()));
    return ids;
  }

  private Verdict verdict(HmmScenario s, List<Observation> seen) {
    Environment environment =
        new Environment("test", "model", s.model().profile(), "amd64", "never", 0, List.of());
    CommandSequence<HmmCommand> sequence = new CommandSequence<>(HmmScenario.PLAN, s.commands());
    StepListener<HmmState, HmmCommand> listener =
        new StepListener<>() {
          @Override
          public void allowed(HmmState state, HmmCommand command, RuleText rule) {}

          @Override
          public void gone(HmmState state, HmmCommand command, RuleText rule) {
            gone.add(rule.id());
          }
        };
    return new Oracle<>(s.model()).judge(new Trace<>(environment, sequence, seen), listener);
  }
}
