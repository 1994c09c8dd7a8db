package org.pageproof.cli;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.pageproof.generation.KnownDivergences;
import org.pageproof.properties.CampaignOptions;
import org.pageproof.properties.DrawnRound;
import org.pageproof.properties.Shard;
import org.pageproof.properties.Suite;
import org.pageproof.properties.Witness;
import org.pageproof.reports.CampaignFacts;
import org.pageproof.reports.Place;
import org.pageproof.reports.StoredRun;
import org.pageproof.sut.SystemUnderTest;
import org.pageproof.verdict.RuleText;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Environment;

/**
 * A sequence of a stored run that makes a transition: drawn again from the campaign's seed and
 * shrunk on the simulator of the run's kernel. Where that simulator does not make the transition,
 * the sequence stays as it was drawn.
 */
final class RedrawnWitness<S, C extends Command> {
  private final CheckedInterface<S, C> checked;
  private final StoredRun run;

  RedrawnWitness(CheckedInterface<S, C> checked, StoredRun run) {
    this.checked = checked;
    this.run = run;
  }

  /**
   * The sequence; its last command makes the transition.
   *
   * @param transition one that the run has seen
   */
  CommandSequence<C> of(String transition) {
    Place place = Objects.requireNonNull(run.summary().shortest().get(transition), transition);
    CommandSequence<C> drawn =
        DrawnRound.of(suite(), options(), place.round()).get(place.sequence());
    CommandSequence<C> upTo = drawn.with(drawn.commands().subList(0, place.step() + 1));
    return onSimulator(witness -> witness.shrunk(upTo, transition));
  }

  /** The rules by which the simulator of this run's kernel makes the last command of a sequence. */
  Set<RuleText> outcome(CommandSequence<C> sequence) {
    return onSimulator(witness -> witness.outcome(sequence));
  }

  private <R> R onSimulator(Function<Witness<S, C>, R> use) {
    Environment environment = run.started().environment();
    try (SystemUnderTest<C> simulator =
        checked.simulator(environment.profile(), environment.faults())) {
      return use.apply(new Witness<>(suite(), simulator::execute));
    }
  }

  private Suite<S, C> suite() {
    return checked
        .vocabulary(run.started().campaign().vocabulary())
        .suites()
        .apply(run.started().environment().profile());
  }

  private CampaignOptions options() {
    CampaignFacts facts = run.started().campaign();
    return new CampaignOptions(
        run.started().seed(),
        Optional.empty(),
        Optional.empty(),
        facts.maxCommands(),
        new AddressPlan(facts.pages()),
        Shard.ALL,
        KnownDivergences.valueOf(facts.known().toUpperCase(Locale.ROOT)));
  }
}
