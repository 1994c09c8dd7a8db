package org.pageproof.reports.timeline;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.reports.timeline.Timeline.Difference;
import org.pageproof.reports.timeline.Timeline.Step;
import org.pageproof.reports.words.JudgementText;
import org.pageproof.reports.words.KernelLog;
import org.pageproof.reports.words.ObservationWords;
import org.pageproof.reports.words.ReportWords;
import org.pageproof.verdict.Divergence;
import org.pageproof.verdict.JudgedStep;
import org.pageproof.verdict.Judgement;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.Observation;

/** Draws the timeline of a judgement that diverges. */
public final class TimelineOf {
  private TimelineOf() {}

  /**
   * The timeline.
   *
   * @throws IllegalArgumentException if the judgement does not diverge
   */
  public static <C extends Command> Timeline judgement(
      ReportWords<C> words, Judgement<C> judgement) {
    Divergence divergence = JudgementText.divergenceOf(judgement);
    if (divergence == null) {
      throw new IllegalArgumentException("the judgement does not diverge");
    }
    AddressPlan plan = judgement.trace().sequence().plan();
    List<JudgedStep<C>> judged = judgement.steps().subList(0, divergence.step() + 1);
    List<Observation> seen = new ArrayList<>();
    seen.add(Observation.initial(plan));
    List<Step> steps = new ArrayList<>();
    for (JudgedStep<C> step : judged) {
      seen.add(step.observed());
      steps.add(step(words, plan, step, divergence));
    }
    C last = judged.get(divergence.step()).command();
    return new Timeline(
        words.legend(),
        steps,
        ObservationWords.answer(words, plan, last, divergence.nearest().observation()),
        new Lanes(plan, seen, divergence.nearest()).all(),
        divergence.mismatches().stream()
            .map(each -> new Difference(each.field().text(), each.expected(), each.observed()))
            .toList(),
        KernelLog.of(judgement.trace()));
  }

  private static <C extends Command> Step step(
      ReportWords<C> words, AddressPlan plan, JudgedStep<C> step, Divergence divergence) {
    boolean met = step.taken() >= 0;
    String rule = (met ? step.allowed().get(step.taken()) : divergence.nearest()).rule().id();
    return new Step(
        words.of(step.command()),
        rule,
        ObservationWords.answer(words, plan, step.command(), step.observed()));
  }
}
