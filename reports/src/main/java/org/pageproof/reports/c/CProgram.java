package org.pageproof.reports.c;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pageproof.reports.words.JudgementText;
import org.pageproof.reports.words.ObservationWords;
import org.pageproof.reports.words.ReportWords;
import org.pageproof.verdict.Divergence;
import org.pageproof.verdict.Expectation;
import org.pageproof.verdict.JudgedStep;
import org.pageproof.verdict.Judgement;
import org.pageproof.verdict.Leeway;
import org.pageproof.verdict.ValueText;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Reply;

/**
 * The body of a generated program: the commands of one or more judged sequences, each followed by
 * the full observation, with or without checks. Remembers what the body needs of the prelude.
 *
 * @param <C> the commands of the interface
 */
abstract class CProgram<C extends Command> {
  private final ReportWords<C> words;
  private final AddressPlan plan;
  private final boolean checks;
  private final CSource body;
  private final Set<String> flags = new HashSet<>();
  private Leeway open = Leeway.NONE;

  /** A program with this plan that adds to this body. */
  CProgram(ReportWords<C> words, AddressPlan plan, boolean checks, CSource body) {
    this.words = words;
    this.plan = plan;
    this.checks = checks;
    this.body = body;
  }

  /** Adds what must come before the steps of a sequence. */
  abstract void begin(Judgement<C> judgement);

  /** Adds what must come after the steps of a sequence. */
  void end(Judgement<C> judgement) {}

  /** What a program without checks does once, before all sequences. */
  List<String> prepare(List<Judgement<C>> judgements) {
    return List.of();
  }

  /** The call that makes a command; what must come before it is added to the list. */
  abstract String call(C command, List<String> setup);

  /** Remembers what a command needs of the prelude. */
  abstract void need(C command);

  /** Adds what must come before a step that is executed. */
  abstract void before(int index, JudgedStep<C> step);

  /** Adds what must come between a step and its checks. */
  void after(JudgedStep<C> step) {}

  /** Adds what a program without checks looks at beside the observation. */
  void unchecked(JudgedStep<C> step) {}

  /** The checks of a step. */
  abstract CheckedStep check(Observation before, Leeway left, JudgedStep<C> step, boolean diverges);

  /** What the prelude says of this interface. */
  abstract Map<String, String> values();

  /** Where regions lie. */
  final AddressPlan plan() {
    return plan;
  }

  /** Whether the program compares what it sees. */
  final boolean checks() {
    return checks;
  }

  /** Adds a line of code. */
  final void line(String code) {
    body.line(code);
  }

  /** Asks the prelude for its parts with this flag. */
  final void flag(String flag) {
    flags.add(flag);
  }

  /** Adds the judged steps of a sequence. */
  final void add(Judgement<C> judgement) {
    begin(judgement);
    Divergence divergence = JudgementText.divergenceOf(judgement);
    for (int i = 0; i < judgement.steps().size(); i++) {
      boolean diverges = divergence != null && divergence.step() == i;
      JudgedStep<C> step = judgement.steps().get(i);
      Observation before = JudgementText.before(judgement, i);
      if (step.observed().reply() instanceof Reply.Withheld withheld) {
        withheld(i, step, withheld);
      } else {
        step(i, step, before, diverges ? divergence : null);
      }
      body.line("");
    }
    end(judgement);
  }

  private void withheld(int index, JudgedStep<C> step, Reply.Withheld withheld) {
    String text = "step " + index + ": " + words.of(step.command());
    body.comment(text + "; not executed: " + withheld.reason());
    if (!checks) {
      body.line("observe();");
      unchecked(step);
    }
  }

  private void step(
      int index, JudgedStep<C> step, Observation before, @Nullable Divergence divergence) {
    C command = step.command();
    need(command);
    need(step.observed());
    step.allowed().forEach(each -> need(each.observation()));
    comment(index, step, before, divergence);
    List<String> setup = new ArrayList<>();
    String call = call(command, setup);
    before(index, step);
    setup.forEach(body::line);
    body.line("STEP(" + index + ", " + CSource.literal(command.kindName()) + ", " + call + ");");
    if (checks) {
      after(step);
      CheckedStep checked = check(before, open, step, divergence != null);
      checked.lines().forEach(body::line);
      open = checked.open();
      need(checked);
    } else {
      unchecked(step);
    }
  }

  private void need(CheckedStep checked) {
    if (checked.hasChoice()) {
      flags.add("choice");
    }
    if (open.droppable() != 0) {
      flags.add("droppable");
    }
    if (open.droppableInChild() != 0) {
      flags.add("child_droppable");
    }
  }

  private void comment(
      int index, JudgedStep<C> step, Observation before, @Nullable Divergence divergence) {
    String text = "step " + index + ": " + words.of(step.command());
    if (divergence != null) {
      Expectation nearest = divergence.nearest();
      C command = step.command();
      body.comment(
          text + "; this step diverges",
          nearest.rule().id() + ": " + nearest.rule().sentence(),
          "  expected "
              + ObservationWords.line(words, plan, command, before, nearest.observation()),
          "  observed " + ObservationWords.line(words, plan, command, before, step.observed()));
    } else if (step.allowed().isEmpty() || !checks) {
      body.comment(text);
    } else {
      Expectation expected = step.allowed().get(Math.max(0, step.taken()));
      String reply = ValueText.of(expected.observation().reply());
      body.comment(text + "; " + expected.rule().id() + ": " + reply);
    }
  }

  /** What was seen although no command asked for it. */
  private void need(Observation seen) {
    Layout layout = seen.layout();
    if (layout.mapped() != 0) {
      flags.add("memory");
    }
    if (!layout.withModes(0, 0).samePages(new Layout(layout.mapped(), layout.starts()))) {
      flags.add("attributes");
    }
    if ((layout.missing() | layout.protectable()) != 0) {
      flags.add("modes");
    }
    if (seen.reply().equals(Reply.SIGBUS)
        || seen.completions().stream().anyMatch(each -> each.reply().equals(Reply.SIGBUS))) {
      flags.add("sigbus");
    }
  }

  /** The helpers for the body and what else the program says. */
  final String prelude(String rest) {
    if (plan.huge()) {
      flags.add("huge");
    }
    Map<String, String> values = new HashMap<>(values());
    values.put("capacity", Integer.toString(plan.pagesPerRegion()));
    values.put("arena_pages", Integer.toString(plan.arenaPages()));
    values.put("no_areas", ".".repeat(CValues.units(plan)));
    return Prelude.of(body + rest, flags, values);
  }
}
