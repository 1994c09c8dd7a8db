package org.pageproof.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.pageproof.reference.Oracle;
import org.pageproof.reference.ReferenceModel;
import org.pageproof.reference.Rule;
import org.pageproof.reference.StepListener;
import org.pageproof.sut.SystemUnderTest;
import org.pageproof.verdict.RuleText;
import org.pageproof.verdict.Verdict;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.Trace;

/** Finds, for each rule, a conforming trace that does not conform without the rule. */
final class RuleWitnesses<S, C extends Command> {
  private final int sequences;
  private final Set<RuleText> needed = new HashSet<>();

  /** Looks at so many sequences of each simulator. */
  RuleWitnesses(int sequences) {
    this.sequences = sequences;
  }

  /** Looks for such traces on a simulator. */
  void collect(Suite<S, C> suite, SystemUnderTest<C> simulator) {
    Oracle<S, C> oracle = new Oracle<>(suite.model());
    try (simulator) {
      simulator.execute(
          Sequences.drawn(suite, 7, sequences),
          trace -> {
            Set<RuleText> reached = new HashSet<>();
            Verdict verdict = oracle.judge(trace, (state, command, rule) -> reached.add(rule));
            assertThat(verdict).isInstanceOf(Verdict.Conforms.class);
            for (RuleText rule : reached) {
              if (!needed.contains(rule) && diverges(suite.model().without(rule), trace)) {
                needed.add(rule);
              }
            }
          });
    }
  }

  private boolean diverges(ReferenceModel<S, C> model, Trace<C> trace) {
    StepListener<S, C> nobody = (state, command, rule) -> {};
    try {
      return new Oracle<>(model).judge(trace, nobody) instanceof Verdict.Diverges;
    } catch (IllegalStateException e) {
      return true; // no rule is left for a command: that is a divergence without a name
    }
  }

  /** One test for each rule: it has a trace that needs it, or there is a reason for none. */
  Stream<DynamicTest> tests(List<Rule<S, ?>> rules, Map<String, String> reasons) {
    return rules.stream()
        .map(Rule::text)
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule.id(),
                    () ->
                        assertThat(needed.contains(rule))
                            .as("a trace needs %s", rule.id())
                            .isNotEqualTo(reasons.containsKey(rule.id()))));
  }
}
