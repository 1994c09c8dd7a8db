package org.pageproof.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pageproof.reference.Oracle;
import org.pageproof.reference.Rule;
import org.pageproof.reference.userfaultfd.UffdModel;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.sut.simulator.Simulator;
import org.pageproof.verdict.RuleText;
import org.pageproof.verdict.Verdict;
import org.pageproof.vocabulary.KernelRelease;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Trace;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** Without any one of the rules, a trace that conforms no longer does. */
class EveryRuleIsNeededTest {
  private static final int SEQUENCES = 15_000;

  /** Between them these profiles have every rule. */
  private static final List<Profile> PROFILES =
      List.of(
          Profile.linux618(),
          Profile.linux618().unprivileged(),
          new Profile(KernelRelease.parse("6.1.0"), 0x1fff, false, false, false),
          Profile.linux612(),
          Profile.linux43());

  @TestFactory
  Stream<DynamicTest> withoutIt() {
    Map<RuleText, Witness> witnesses = new HashMap<>();
    PROFILES.forEach(profile -> collect(profile, witnesses));
    return new UffdModel(Profile.linux618())
        .rules().stream()
            .map(Rule::text)
            .map(rule -> DynamicTest.dynamicTest(rule.id(), () -> assertNeeded(rule, witnesses)));
  }

  /** A conforming trace in which a rule allowed a step that nothing else allows. */
  private record Witness(Profile profile, Trace<UffdCommand> trace) {}

  private static void assertNeeded(RuleText rule, Map<RuleText, Witness> witnesses) {
    Optional<Witness> witness = Optional.ofNullable(witnesses.get(rule));
    assertThat(witness).as("a trace that needs " + rule.id()).isPresent();
  }

  /** Keeps, for each rule that a trace reaches, a trace that diverges without the rule. */
  private static void collect(Profile profile, Map<RuleText, Witness> witnesses) {
    UffdModel model = new UffdModel(profile);
    Oracle<UffdState, UffdCommand> oracle = new Oracle<>(model);
    try (Simulator simulator = new Simulator(profile, Set.of(), "test")) {
      simulator.execute(
          Sequences.drawn(profile, 7, SEQUENCES),
          trace -> {
            Map<RuleText, Boolean> reached = new HashMap<>();
            Verdict verdict =
                oracle.judge(trace, (state, command, rule) -> reached.put(rule, true));
            assertThat(verdict).isInstanceOf(Verdict.Conforms.class);
            for (RuleText rule : reached.keySet()) {
              if (!witnesses.containsKey(rule) && diverges(model.without(rule), trace)) {
                witnesses.put(rule, new Witness(profile, trace));
              }
            }
          });
    }
  }

  private static boolean diverges(UffdModel model, Trace<UffdCommand> trace) {
    try {
      return new Oracle<>(model).judge(trace, (s, c, r) -> {}) instanceof Verdict.Diverges;
    } catch (IllegalStateException e) {
      return true; // no rule is left for a command: that is a divergence without a name
    }
  }
}
