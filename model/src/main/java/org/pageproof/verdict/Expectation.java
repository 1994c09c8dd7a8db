package org.pageproof.verdict;

import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Observation;

/**
 * What a rule allows to be observed in one step.
 *
 * @param rule the rule
 * @param observation what must be observed
 * @param optionalStarts the pages at which an area may or may not begin: whether two areas that
 *     could be one are merged is the kernel's choice; bit n is arena page n
 */
public record Expectation(RuleText rule, Observation observation, long optionalStarts) {
  /** Whether what was seen is allowed. */
  public boolean matches(Observation seen) {
    Observation expected = observation;
    return expected.reply().equals(seen.reply())
        && expected.out().equals(seen.out())
        && expected.pages().equals(seen.pages())
        && allows(seen.layout())
        && expected.completions().equals(seen.completions())
        && expected.descriptors().equals(seen.descriptors())
        && expected.messages().equals(seen.messages())
        && expected.taint() == seen.taint();
  }

  /** Whether these areas are allowed. */
  public boolean allows(Layout seen) {
    Layout expected = observation.layout();
    return expected.mapped() == seen.mapped()
        && ((expected.starts() ^ seen.starts()) & ~optionalStarts) == 0;
  }
}
