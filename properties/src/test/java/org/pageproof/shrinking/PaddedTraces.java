package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.pageproof.generation.CommandDrawer;
import org.pageproof.generation.UffdDrawer;
import org.pageproof.reference.AllowedStep;
import org.pageproof.reference.Oracle;
import org.pageproof.reference.userfaultfd.UffdModel;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.sut.simulator.Fault;
import org.pageproof.sut.simulator.Simulator;
import org.pageproof.sut.simulator.SimulatorSession;
import org.pageproof.verdict.Divergence;
import org.pageproof.verdict.Verdict;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Trace;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** Traces that diverge only after many commands that all interact with what diverges. */
final class PaddedTraces {
  private static final AddressPlan PLAN = new AddressPlan(4);

  private final UffdModel model = new UffdModel(Profile.linux618());
  private final CommandDrawer.Factory<UffdState, UffdCommand> drawers =
      UffdDrawer.factory(Profile.linux618());
  private final Simulator simulator;

  PaddedTraces(Fault fault) {
    this.simulator = new Simulator(Profile.linux618(), Set.of(fault), "test");
  }

  /** A diverging trace. */
  record Padded(Trace<UffdCommand> trace, Divergence divergence) {}

  /**
   * Draws commands; one that would show the fault within the first {@code padding} commands is put
   * back, and the first one that shows it afterwards ends the sequence. If none does for as many
   * commands again, another sequence is begun.
   */
  Padded draw(long seed, int padding) {
    Random random = new Random(seed);
    CommandDrawer<UffdState, UffdCommand> drawer = drawers.newDrawer(random);
    List<UffdCommand> commands = new ArrayList<>();
    UffdState state = model.initialState(PLAN);
    SimulatorSession session = simulator.begin(PLAN);
    for (int id = 0; ; id++) {
      if (commands.size() > 2 * padding) { // so long that shrinking would be all about deleting
        commands.clear();
        state = model.initialState(PLAN);
        session = simulator.begin(PLAN);
      }
      if (id % 40 == 39) { // one drawer may never show the fault, because it likes other commands
        drawer = drawers.newDrawer(random);
      }
      UffdCommand command = drawer.draw(state, id, random);
      if (!model.tolerated(state, command).isEmpty()) {
        continue; // what is known to diverge is no sign of the fault
      }
      Observation seen = session.execute(command);
      List<AllowedStep<UffdState>> allowed = model.allowed(state, command);
      List<UffdState> next = new ArrayList<>();
      for (AllowedStep<UffdState> step : allowed) {
        if (step.expectation().matches(seen)) {
          next.add(model.resolve(step.next(), seen));
        }
      }
      if (!next.isEmpty()) {
        commands.add(command);
        state = next.get(0);
      } else if (commands.size() >= padding) {
        commands.add(command);
        return judged(commands);
      } else {
        session = simulator.begin(PLAN);
        commands.forEach(session::execute);
      }
    }
  }

  private Padded judged(List<UffdCommand> commands) {
    Trace<UffdCommand> trace = simulator.execute(new CommandSequence<>(PLAN, commands));
    Verdict verdict = new Oracle<>(model).judge(trace, (state, command, rule) -> {});
    return new Padded(trace, ((Verdict.Diverges) verdict).divergence());
  }
}
