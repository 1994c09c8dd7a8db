package org.pageproof.reference.userfaultfd;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.pageproof.reference.Rule;
import org.pageproof.verdict.RuleStatus;
import org.pageproof.verdict.RuleText;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.Profile;

/** Writes down the rules of one command in the kernel's order of checks. */
final class RuleBook<C> {
  /** The kernels that the probes behind the undocumented rules were run on. */
  private static final String ALL_SEEN = "seen on 6.1.192, 6.12.117, 6.18.44 and 7.2.13";

  private final String prefix;
  private final String source;
  private final List<Rule<UffdState, C>> rules = new ArrayList<>();

  /**
   * An empty book.
   *
   * @param command the command's name in rule ids
   * @param source where the rules come from, unless a rule says otherwise
   */
  RuleBook(String command, String source) {
    this.prefix = "UFFD-" + command + "-";
    this.source = source;
  }

  /** A documented rule of all profiles. */
  RuleBook<C> rule(
      String id,
      String sentence,
      Rule.Condition<UffdState, C> when,
      Rule.Effect<UffdState, C> then) {
    return add(text(id, sentence, RuleStatus.DOCUMENTED, "all"), profile -> true, when, then);
  }

  /** A documented rule of some profiles. */
  RuleBook<C> ruleFor(
      String profiles,
      Predicate<Profile> holds,
      String id,
      String sentence,
      Rule.Condition<UffdState, C> when,
      Rule.Effect<UffdState, C> then) {
    return add(text(id, sentence, RuleStatus.DOCUMENTED, profiles), holds, when, then);
  }

  /** The check of the descriptor, for a command without out-fields. */
  RuleBook<C> closed(ToIntFunction<C> fd) {
    return closed(fd, command -> List.of());
  }

  /**
   * The check of the descriptor.
   *
   * @param fd the command's descriptor slot
   * @param untouched the command's out-fields as the caller filled them
   */
  RuleBook<C> closed(ToIntFunction<C> fd, Function<C, List<OutField>> untouched) {
    return rule(
        "CLOSED",
        "Without a descriptor it is EBADF.",
        (s, c) -> !s.context(fd.applyAsInt(c)).open(),
        (s, c, steps) -> Steps.refuse(steps, s, Errno.EBADF, untouched.apply(c)));
  }

  /** An undocumented, harmless behaviour of all profiles. */
  RuleBook<C> quirk(
      String id,
      String sentence,
      Rule.Condition<UffdState, C> when,
      Rule.Effect<UffdState, C> then) {
    RuleText text = seen(id, sentence, RuleStatus.QUIRK, "all", ALL_SEEN);
    return add(text, profile -> true, when, then);
  }

  /** An undocumented, harmless behaviour of kernels that mark empty anonymous entries. */
  RuleBook<C> markerQuirk(
      String id,
      String sentence,
      Rule.Condition<UffdState, C> when,
      Rule.Effect<UffdState, C> then) {
    String evidence = "seen on 6.12.117, 6.18.44 and 7.2.13";
    RuleText text = seen(id, sentence, RuleStatus.QUIRK, "from 6.4", evidence);
    return add(text, Profile::marksEmptyEntries, when, then);
  }

  /** A known divergence of all profiles. */
  RuleBook<C> defect(
      String id,
      String sentence,
      Rule.Condition<UffdState, C> when,
      Rule.Effect<UffdState, C> then) {
    RuleText text = seen(id, sentence, RuleStatus.DEFECT, "all", ALL_SEEN);
    return add(text, profile -> true, when, then);
  }

  /** A known divergence of some profiles, seen on these kernels. */
  RuleBook<C> defectOf(
      String profiles,
      Predicate<Profile> holds,
      String evidence,
      String id,
      String sentence,
      Rule.Condition<UffdState, C> when,
      Rule.Effect<UffdState, C> then) {
    return add(seen(id, sentence, RuleStatus.DEFECT, profiles, evidence), holds, when, then);
  }

  /** The known divergence that was added last is not shown each time by a kernel that has it. */
  RuleBook<C> sometimes() {
    int last = rules.size() - 1;
    rules.set(last, rules.get(last).onlySometimes());
    return this;
  }

  /** The worker withholds the command. */
  RuleBook<C> withheld(
      String id,
      String sentence,
      Rule.Condition<UffdState, C> when,
      Rule.Effect<UffdState, C> then) {
    RuleText text =
        new RuleText(
            prefix + id,
            sentence,
            "org.pageproof.vocabulary.Withholding",
            RuleStatus.HARNESS,
            "all");
    return add(text, profile -> true, when, then);
  }

  private RuleText seen(
      String id, String sentence, RuleStatus status, String profiles, String evidence) {
    return new RuleText(prefix + id, sentence, source, status, profiles, evidence);
  }

  private RuleText text(String id, String sentence, RuleStatus status, String profiles) {
    return new RuleText(prefix + id, sentence, source, status, profiles);
  }

  private RuleBook<C> add(
      RuleText text,
      Predicate<Profile> profile,
      Rule.Condition<UffdState, C> when,
      Rule.Effect<UffdState, C> then) {
    rules.add(new Rule<>(text, profile, when, then));
    return this;
  }

  /** The rules, in order. */
  List<Rule<UffdState, C>> rules() {
    return List.copyOf(rules);
  }
}
