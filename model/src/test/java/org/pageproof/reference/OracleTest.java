package org.pageproof.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pageproof.reference.userfaultfd.UffdModel;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.verdict.Divergence;
import org.pageproof.verdict.Judgement;
import org.pageproof.verdict.Mismatch.Field;
import org.pageproof.verdict.Verdict;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Completion;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Environment;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.KernelRelease;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Trace;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.Read;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.Source;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.Unregister;
import org.pageproof.vocabulary.userfaultfd.Wake;

class OracleTest {
  private static final AddressPlan PLAN = new AddressPlan(4);
  private static final PageRange ALL = PageRange.of(0, 0, 4);

  private final List<UffdCommand> commands = new ArrayList<>();
  private final List<Observation> seen = new ArrayList<>();

  @Test
  void acceptsWhatTheModelForetells() {
    fillAfterBlock();
    assertThat(judge(Profile.linux618())).isEqualTo(new Verdict.Conforms(List.of()));
  }

  @Test
  void namesTheFirstStepThatNoRuleAllows() {
    fillAfterBlock();
    Observation copied = seen.get(4);
    seen.set(4, with(copied, Reply.refused(Errno.EEXIST), copied.completions()));

    Divergence divergence = ((Verdict.Diverges) judge(Profile.linux618())).divergence();

    assertThat(divergence.step()).isEqualTo(4);
    assertThat(divergence.fingerprint()).hasToString("copy UFFD-COPY-OK reply: value -> EEXIST");
  }

  @Test
  void tellsALostWakeFromALatePage() {
    fillAfterBlock();
    Observation copied = seen.get(4);
    Observation blocked = seen.get(3);
    seen.set(
        4,
        new Observation(
            copied.reply(),
            copied.out(),
            List.of(),
            List.of(),
            blocked.descriptors(),
            copied.pages(),
            copied.layout(),
            0));

    Divergence divergence = ((Verdict.Diverges) judge(Profile.linux618())).divergence();

    assertThat(divergence.fingerprint()).hasToString("copy UFFD-COPY-OK waiters: woken -> asleep");
    assertThat(divergence.mismatches()).extracting(m -> m.field()).contains(Field.WAITERS);
  }

  @Test
  void keepsEveryStatePossibleUntilAnObservationDecides() {
    open(0);
    play(new Map(2, 0, 4));
    play(register(3, 0));
    play(new Touch(4, 0, 0, 0, Access.READ));
    play(new Touch(5, 1, 0, 1, Access.WRITE));
    play(new Wake(6, 0, ALL, Argument.VALID));
    // Either thread may have faulted again first; the second read tells which.
    play(new Read(7, 0, 32, false), 1);
    play(new Read(8, 0, 32, false), 0);
    assertThat(judge(Profile.linux618())).isEqualTo(new Verdict.Conforms(List.of()));
  }

  @Test
  void goesOnJudgingAfterAKnownDivergence() {
    Profile old = new Profile(KernelRelease.parse("6.12.1"), 0x1ffff, true, true, true);
    open(0);
    open(1);
    play(new Map(3, 0, 4));
    play(register(4, 0));
    UffdModel model = new UffdModel(old);
    UffdCommand foreign = new Unregister(5, 1, ALL, Argument.VALID);
    AllowedStep<UffdState> defect = model.tolerated(state, foreign).get(0);
    commands.add(foreign);
    seen.add(defect.expectation().observation());
    state = defect.next();
    play(register(6, 1));

    Verdict verdict = judge(old);

    assertThat(verdict).isInstanceOf(Verdict.Conforms.class);
    assertThat(((Verdict.Conforms) verdict).known())
        .extracting(known -> known.rule().id())
        .containsExactly("UFFD-UNREGISTER-FOREIGN-ACCEPTED");
    assertThat(judge(Profile.linux618())).isInstanceOf(Verdict.Diverges.class);
  }

  @Test
  void saysThatADeadWorkerDiverges() {
    open(0);
    commands.add(new Map(2, 0, 4));
    seen.add(Observation.lost(new Reply.Died("SIGSEGV"), seen.get(0)));

    Divergence divergence = ((Verdict.Diverges) judge(Profile.linux618())).divergence();

    assertThat(divergence.fingerprint())
        .hasToString("map UFFD-MAP-OK reply: value -> worker died: SIGSEGV");
  }

  @Test
  void isInconclusiveAboutATraceThatEndsEarly() {
    open(0);
    commands.add(new Map(2, 0, 4));
    assertThat(judge(Profile.linux618())).isInstanceOf(Verdict.Inconclusive.class);
  }

  @Test
  void isInconclusiveAboutWhatFollowsFromAnOperandWithoutRules() {
    fillAfterBlock();
    commands.set(2, new Api(3, 0, Api.VERSION, Api.FEATURE_EVENT_FORK, Argument.VALID));
    Observation copied = seen.get(4);
    seen.set(4, with(copied, Reply.refused(Errno.EEXIST), copied.completions()));

    assertThat(judge(Profile.linux618()))
        .isInstanceOfSatisfying(
            Verdict.Inconclusive.class,
            verdict -> assertThat(verdict.reason()).startsWith("no rule covers step 2"));
  }

  @Test
  void explainsEveryStepUpToTheDivergence() {
    fillAfterBlock();
    Judgement<UffdCommand> judgement =
        new Oracle<>(new UffdModel(Profile.linux618())).explain(trace(Profile.linux618()));
    assertThat(judgement.steps()).hasSize(5).allMatch(step -> step.taken() == 0);
  }

  @Test
  void explainsWhatShouldHaveBeenWhereNothingMatches() {
    fillAfterBlock();
    seen.set(4, with(seen.get(4), Reply.refused(Errno.EEXIST), seen.get(4).completions()));
    Judgement<UffdCommand> judgement =
        new Oracle<>(new UffdModel(Profile.linux618())).explain(trace(Profile.linux618()));

    assertThat(judgement.verdict()).isInstanceOf(Verdict.Diverges.class);
    assertThat(judgement.steps().get(4).taken()).isEqualTo(-1);
    assertThat(judgement.steps().get(4).allowed())
        .extracting(expectation -> expectation.rule().id())
        .containsOnly("UFFD-COPY-OK");
  }

  private UffdState state = new UffdModel(Profile.linux618()).initialState(PLAN);

  private void fillAfterBlock() {
    open(0);
    play(new Map(2, 0, 4));
    play(register(3, 0));
    play(new Touch(4, 0, 0, 0, Access.READ));
    play(new Copy(5, 0, PageRange.of(0, 0, 1), Source.TOKENS, 0, Argument.VALID));
  }

  private void open(int fd) {
    int flags = Open.O_NONBLOCK | Open.O_CLOEXEC;
    play(new Open(commands.size(), fd, Open.Entry.SYSCALL, flags, true));
  }

  private static Register register(int id, int fd) {
    return new Register(id, fd, ALL, Register.MODE_MISSING, Argument.VALID);
  }

  private void play(UffdCommand command) {
    play(command, 0);
  }

  /** Adds a command and, as its observation, one of those that the model allows. */
  private void play(UffdCommand command, int choice) {
    List<AllowedStep<UffdState>> steps = new UffdModel(Profile.linux618()).allowed(state, command);
    AllowedStep<UffdState> step = steps.get(Math.min(choice, steps.size() - 1));
    commands.add(command);
    seen.add(step.expectation().observation());
    state = step.next();
  }

  private static Observation with(Observation base, Reply reply, List<Completion> completions) {
    List<DescriptorView> views = base.descriptors();
    return new Observation(
        reply, base.out(), List.of(), completions, views, base.pages(), base.layout(), 0);
  }

  private Verdict judge(Profile profile) {
    return new Oracle<>(new UffdModel(profile)).judge(trace(profile), (s, c, rule) -> {});
  }

  private Trace<UffdCommand> trace(Profile profile) {
    Environment environment =
        new Environment("test", "model", profile, "amd64", "never", 0, List.of());
    return new Trace<>(environment, new CommandSequence<>(PLAN, commands), seen);
  }
}
