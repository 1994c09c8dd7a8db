package org.pageproof.reports.html;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pageproof.reports.CampaignFacts;
import org.pageproof.reports.RunEvent.DivergenceFound;
import org.pageproof.reports.RunEvent.KernelFacts;
import org.pageproof.reports.RunEvent.ListedRule;
import org.pageproof.reports.RunEvent.PropertyFinished;
import org.pageproof.reports.RunEvent.RoundFinished;
import org.pageproof.reports.RunEvent.ShardMerged;
import org.pageproof.reports.RunSummary;
import org.pageproof.reports.RunSummary.Distinct;
import org.pageproof.reports.timeline.Timeline;
import org.pageproof.vocabulary.Environment;

/**
 * All that was told of a run.
 *
 * @param directory the report directory as the user wrote it
 * @param checked the interface
 * @param campaign what was drawn, and which part of it; empty if nothing could be tested
 * @param facts what it began with, as names and values
 * @param environment where it ran; empty if nothing could be tested
 * @param kernel what the kernel said of itself, before and after
 * @param rules all rules of the interface; empty if they were not told
 * @param rounds the rounds that ended
 * @param merged whether it is a merged report, which tells of shards instead of rounds
 * @param shards the shards that it has; empty if nothing could be tested
 * @param divergences the distinct divergences, in the order in which they were met
 * @param timelines their steps, by fingerprint
 * @param properties what was decided
 * @param failure why the harness failed; empty if it did not
 * @param summary what was found
 */
record Run(
    String directory,
    String checked,
    Optional<CampaignFacts> campaign,
    Map<String, String> facts,
    Optional<Environment> environment,
    List<KernelFacts> kernel,
    List<ListedRule> rules,
    List<RoundFinished> rounds,
    boolean merged,
    List<ShardMerged> shards,
    List<DivergenceFound> divergences,
    Map<String, Timeline> timelines,
    List<PropertyFinished> properties,
    Optional<String> failure,
    RunSummary summary) {

  /** The rule of this id, if it was told. */
  Optional<ListedRule> rule(String id) {
    return rules.stream().filter(rule -> rule.text().id().equals(id)).findFirst();
  }

  /** The id on the page of the rule with this id, if it was told. */
  Optional<String> anchor(String id) {
    return rule(id).map(rule -> "rule-" + rules.indexOf(rule));
  }

  /** How often a divergence was met, and where. */
  Optional<Distinct> distinct(DivergenceFound found) {
    return summary.divergences().stream()
        .filter(each -> each.fingerprint().equals(found.fingerprint()))
        .findFirst();
  }

  /** The number of distinct divergences that the baseline has. */
  long inBaseline() {
    return summary.divergences().stream().filter(Distinct::inBaseline).count();
  }

  /** The id on the page of a divergence. */
  static String anchor(int divergence) {
    return "divergence-" + (divergence + 1);
  }
}
