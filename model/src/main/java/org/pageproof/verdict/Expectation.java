package org.pageproof.verdict;

import java.util.Optional;
import org.pageproof.verdict.Leeway.Compared;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Reply;

/**
 * What a rule allows to be observed in one step.
 *
 * @param rule the rule
 * @param observation what must be observed
 * @param leeway what is left to the kernel
 */
public record Expectation(RuleText rule, Observation observation, Leeway leeway) {
  /** An expectation that leaves only bounds of areas to the kernel. */
  public Expectation(RuleText rule, Observation observation, long optionalStarts) {
    this(rule, observation, new Leeway(optionalStarts, 0, 0));
  }

  /** The pages at which an area may or may not begin; bit n is arena page n. */
  public long optionalStarts() {
    return leeway.optionalStarts();
  }

  /** Whether what was seen is allowed. */
  public boolean matches(Observation seen) {
    Observation expected = observation;
    return leeway.compared() == Compared.REPLY ? allows(seen.reply()) : allowsAll(expected, seen);
  }

  private boolean allowsAll(Observation expected, Observation seen) {
    return allows(seen.reply())
        && expected.out().equals(seen.out())
        && allows(seen.pages())
        && allows(seen.layout())
        && expected.completions().equals(seen.completions())
        && expected.descriptors().equals(seen.descriptors())
        && allowsChild(seen.child())
        && expected.messages().equals(seen.messages())
        && expected.taint() == seen.taint()
        && allowsData(seen)
        && expected.mirrors().equals(seen.mirrors());
  }

  /** Whether this reply is allowed; however a system under test is lost, lost it is. */
  private boolean allows(Reply seen) {
    return observation.reply() instanceof Reply.Died
        ? seen instanceof Reply.Died || seen instanceof Reply.Hung
        : observation.reply().equals(seen);
  }

  private boolean allowsData(Observation seen) {
    return leeway.compared() == Compared.ALL_BUT_DATA
        ? observation.data().size() == seen.data().size()
        : observation.data().equals(seen.data());
  }

  /** Whether these areas are allowed. */
  public boolean allows(Layout seen) {
    Layout expected = observation.layout();
    return expected.samePages(seen)
        && ((expected.starts() ^ seen.starts()) & ~leeway.optionalStarts()) == 0;
  }

  /** Whether these pages are allowed. */
  public boolean allows(Pages seen) {
    return Leeway.allows(observation.pages(), seen, leeway.droppable());
  }

  /** Whether these pages of the child are allowed. */
  public boolean allowsChild(Optional<Pages> seen) {
    Optional<Pages> expected = observation.child();
    if (expected.isPresent() && seen.isPresent()) {
      return Leeway.allows(expected.get(), seen.get(), leeway.droppableInChild());
    }
    return expected.isEmpty() && seen.isEmpty();
  }
}
