package org.pageproof.reports.c;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.pageproof.verdict.Expectation;
import org.pageproof.verdict.JudgedStep;
import org.pageproof.vocabulary.Observation;

/**
 * The lines that check one step, each with the values that one thing may have afterwards. Where the
 * trace conforms its own value comes first, because the later steps follow from it.
 */
final class CExpectations {
  private final Observation before;
  private final JudgedStep<?> step;
  private final boolean diverges;
  private final List<Expectation> allowed;
  private final List<String> lines = new ArrayList<>();
  private boolean choice;

  /**
   * No line yet.
   *
   * @param before what was observed before the step
   * @param diverges whether it is this step that diverges
   */
  CExpectations(Observation before, JudgedStep<?> step, boolean diverges) {
    this.before = before;
    this.step = step;
    this.diverges = diverges;
    this.allowed = traceFirst(step);
  }

  private static List<Expectation> traceFirst(JudgedStep<?> step) {
    List<Expectation> ordered = new ArrayList<>(step.allowed());
    if (step.taken() > 0) {
      ordered.add(0, ordered.remove(step.taken()));
    }
    return ordered;
  }

  /** What the rules allow; first what the trace met, if it met any. */
  List<Expectation> allowed() {
    return allowed;
  }

  /** What was observed before the step. */
  Observation before() {
    return before;
  }

  /** What was observed in the step. */
  Observation observed() {
    return step.observed();
  }

  /** Whether the trace conforms in this step. */
  boolean conforms() {
    return step.taken() >= 0;
  }

  /** Whether it is this step that diverges. */
  boolean diverges() {
    return diverges;
  }

  /** The lines of code. */
  List<String> lines() {
    return lines;
  }

  /** Whether some value is the kernel's choice, so that another run may take another way. */
  boolean hasChoice() {
    return choice;
  }

  /** Another run may take another way in this step. */
  void leaveChoice() {
    choice = true;
  }

  /** Whether something may change in this step, or differs where it should not. */
  boolean isNew(Function<Observation, Object> part) {
    return isNew(part.apply(before), part);
  }

  /** The same with what is taken for the old value. */
  boolean isNew(Object old, Function<Observation, ?> part) {
    boolean changed =
        allowed.stream().anyMatch(each -> !part.apply(each.observation()).equals(old));
    boolean lost = !CValues.comparable(step.observed().reply());
    return changed || (diverges && !lost && !part.apply(step.observed()).equals(old));
  }

  /** Adds a check of what has these values in the allowed observations. */
  void expect(String macro, String what, Function<Observation, String> value) {
    expectWhere(observation -> true, macro, what, value);
  }

  /** The same with only those observations to which it applies. */
  void expectWhere(
      Predicate<Observation> applies,
      String macro,
      String what,
      Function<Observation, String> value) {
    Set<String> values = new LinkedHashSet<>();
    for (Expectation each : allowed) {
      if (applies.test(each.observation())) {
        values.add(value.apply(each.observation()));
      }
    }
    emit(macro, what, values, "");
  }

  /** Adds a check with these values. */
  void emit(String macro, String what, Set<String> values, String remark) {
    choice |= values.size() > 1;
    String operands = what.isEmpty() ? "" : what + ", ";
    lines.add(macro + "(" + operands + String.join(", ", values) + ");" + remark);
  }

  /** Adds a check of the reply, if a program can compare all that are allowed. */
  void replies() {
    if (allowed.stream().allMatch(each -> CValues.comparable(each.observation().reply()))) {
      expect("EXPECT_REPLY", "", each -> CValues.reply(each.reply()));
    }
  }

  /** Adds another line. */
  void add(String line) {
    lines.add(line);
  }
}
