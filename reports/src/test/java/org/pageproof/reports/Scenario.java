package org.pageproof.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.pageproof.verdict.Divergence;
import org.pageproof.verdict.Expectation;
import org.pageproof.verdict.Fingerprint;
import org.pageproof.verdict.JudgedStep;
import org.pageproof.verdict.Judgement;
import org.pageproof.verdict.Leeway;
import org.pageproof.verdict.Mismatch;
import org.pageproof.verdict.Mismatches;
import org.pageproof.verdict.RuleStatus;
import org.pageproof.verdict.RuleText;
import org.pageproof.verdict.Verdict;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Environment;
import org.pageproof.vocabulary.KernelRelease;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Trace;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** A judgement written by hand, step by step; each step says what is new in it. */
public final class Scenario<C extends Command> {
  public static final AddressPlan PLAN = new AddressPlan(4);

  private final List<JudgedStep<C>> steps = new ArrayList<>();
  private Environment environment;
  private Verdict verdict = new Verdict.Conforms(List.of());
  private Observation before = Observation.initial(PLAN);

  private Scenario(Profile profile) {
    environment = new Environment("0.1.0", "kernel", profile, "amd64", "madvise", 42, List.of());
  }

  /** Nothing is done yet with a userfaultfd. */
  public static Scenario<UffdCommand> userfaultfd() {
    return new Scenario<>(new Profile(KernelRelease.parse("6.18.44"), 0x1ffff, true, true, true));
  }

  /** Nothing is done yet with the HMM test driver of this kernel. */
  public static Scenario<HmmCommand> hmm(Profile profile) {
    return new Scenario<>(profile);
  }

  public Scenario<C> in(Environment other) {
    environment = other;
    return this;
  }

  public Environment environment() {
    return environment;
  }

  /** A step that conforms. */
  public Scenario<C> step(C command, String rule, UnaryOperator<Seen> news) {
    Observation seen = news.apply(new Seen(before)).observation();
    return add(command, seen, List.of(new Expectation(text(rule), seen, 0)), 0);
  }

  /** A step that conforms, in which areas may or may not begin at some pages. */
  public Scenario<C> step(C command, String rule, long optionalStarts, UnaryOperator<Seen> news) {
    return step(command, rule, new Leeway(optionalStarts, 0, 0), news, was -> was);
  }

  /** A step that conforms; this is what is expected, and how the rest of it was seen. */
  public Scenario<C> step(
      C command, String rule, Leeway leeway, UnaryOperator<Seen> news, UnaryOperator<Seen> was) {
    Observation expected = news.apply(new Seen(before)).observation();
    Observation seen = was.apply(news.apply(new Seen(before))).observation();
    return add(command, seen, List.of(new Expectation(text(rule), expected, leeway)), 0);
  }

  /** A step that conforms to the first of two allowed observations. */
  public Scenario<C> choice(
      C command, String rule, UnaryOperator<Seen> news, UnaryOperator<Seen> other) {
    Observation seen = news.apply(new Seen(before)).observation();
    Expectation alternative =
        new Expectation(text(rule), other.apply(new Seen(before)).observation(), 0);
    return add(command, seen, List.of(alternative, new Expectation(text(rule), seen, 0)), 1);
  }

  /** The last step: a rule expects one thing, another was observed. */
  public Scenario<C> diverges(
      C command, String rule, UnaryOperator<Seen> expected, UnaryOperator<Seen> was) {
    return diverges(command, rule, expected, was, List.of());
  }

  /** The same; something else would have been allowed, too, with this left to the kernel. */
  public Scenario<C> diverges(
      C command,
      String rule,
      UnaryOperator<Seen> expected,
      UnaryOperator<Seen> was,
      Leeway leeway,
      UnaryOperator<Seen> other) {
    Observation allowed = other.apply(new Seen(before)).observation();
    return diverges(
        command, rule, expected, was, List.of(new Expectation(text(rule), allowed, leeway)));
  }

  private Scenario<C> diverges(
      C command,
      String rule,
      UnaryOperator<Seen> expected,
      UnaryOperator<Seen> was,
      List<Expectation> others) {
    Expectation expectation =
        new Expectation(text(rule), expected.apply(new Seen(before)).observation(), 0);
    Observation seen = was.apply(new Seen(before)).observation();
    List<Mismatch> mismatches = Mismatches.between(PLAN, expectation, seen, before);
    Mismatch first = mismatches.get(0);
    Fingerprint fingerprint =
        new Fingerprint(
            command.kindName(),
            rule,
            first.field().text(),
            first.expectedClass(),
            first.observedClass());
    verdict =
        new Verdict.Diverges(new Divergence(steps.size(), fingerprint, expectation, mismatches));
    List<Expectation> allowed = new ArrayList<>(others);
    allowed.add(expectation);
    return add(command, seen, allowed, -1);
  }

  private Scenario<C> add(C command, Observation seen, List<Expectation> allowed, int taken) {
    steps.add(new JudgedStep<>(command, seen, allowed, taken));
    before = seen;
    return this;
  }

  private static RuleText text(String rule) {
    return new RuleText(
        rule, "What " + rule + " says.", "userfaultfd(2)", RuleStatus.DOCUMENTED, "all");
  }

  public Judgement<C> judgement() {
    List<C> commands = steps.stream().map(JudgedStep::command).toList();
    List<Observation> observations = steps.stream().map(JudgedStep::observed).toList();
    CommandSequence<C> sequence = new CommandSequence<>(PLAN, commands);
    return new Judgement<>(new Trace<>(environment, sequence, observations), verdict, steps);
  }
}
