package org.pageproof.reference.hmm;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.pageproof.reference.Rule;
import org.pageproof.verdict.RuleStatus;
import org.pageproof.verdict.RuleText;
import org.pageproof.vocabulary.Profile;

/** Writes down the rules of one command in the kernel's order of checks. */
final class RuleBook<C> {
  /** The kernels that the probes behind the undocumented rules were run on. */
  private static final String SEEN = "seen on 6.12.117 and 7.2.13";

  private final String prefix;
  private final String source;
  private final List<Rule<HmmState, C>> rules = new ArrayList<>();

  /** For the next rule: which profiles, in words and as a condition, and what was seen. */
  private String profiles = "all";

  private Predicate<Profile> holds = profile -> true;
  private String evidence = SEEN;

  /**
   * An empty book.
   *
   * @param command the command's name in rule ids
   * @param source where the rules come from
   */
  RuleBook(String command, String source) {
    this.prefix = "HMM-" + command + "-";
    this.source = source;
  }

  /** The next rule holds for some profiles, and was seen on these kernels. */
  RuleBook<C> only(String inWords, Predicate<Profile> which, String seen) {
    profiles = inWords;
    holds = which;
    evidence = seen;
    return this;
  }

  /** The next rule holds for kernels that migrate huge pages as one. */
  RuleBook<C> sinceHugePagesMigrate() {
    return only("from 6.19", p -> HmmFacts.of(p).migratesHuge(), "seen on 7.2.13");
  }

  /** A documented rule, or one that the driver's own tests rely on. */
  RuleBook<C> rule(
      String id, String sentence, Rule.Condition<HmmState, C> when, Rule.Effect<HmmState, C> then) {
    return add(id, sentence, RuleStatus.DOCUMENTED, when, then);
  }

  /** An undocumented, harmless behaviour. */
  RuleBook<C> quirk(
      String id, String sentence, Rule.Condition<HmmState, C> when, Rule.Effect<HmmState, C> then) {
    return add(id, sentence, RuleStatus.QUIRK, when, then);
  }

  /** A known divergence. */
  RuleBook<C> defect(
      String id, String sentence, Rule.Condition<HmmState, C> when, Rule.Effect<HmmState, C> then) {
    return add(id, sentence, RuleStatus.DEFECT, when, then);
  }

  /** The worker withholds the command. */
  RuleBook<C> withheld(
      String id, String sentence, Rule.Condition<HmmState, C> when, Rule.Effect<HmmState, C> then) {
    return add(id, sentence, RuleStatus.HARNESS, when, then);
  }

  private RuleBook<C> add(
      String id,
      String sentence,
      RuleStatus status,
      Rule.Condition<HmmState, C> when,
      Rule.Effect<HmmState, C> then) {
    boolean shown = status == RuleStatus.QUIRK || status == RuleStatus.DEFECT;
    RuleText text =
        new RuleText(
            prefix + id,
            sentence,
            status == RuleStatus.HARNESS ? "org.pageproof.vocabulary.Withholding" : source,
            status,
            profiles,
            shown ? evidence : "");
    rules.add(new Rule<>(text, holds, when, then));
    return only("all", profile -> true, SEEN);
  }

  /** The rules, in order. */
  List<Rule<HmmState, C>> rules() {
    return List.copyOf(rules);
  }
}
