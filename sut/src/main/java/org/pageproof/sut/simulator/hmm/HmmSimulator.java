package org.pageproof.sut.simulator.hmm;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.pageproof.sut.SystemUnderTest;
import org.pageproof.sut.simulator.Fault;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Environment;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Trace;
import org.pageproof.vocabulary.hmm.HmmCommand;

/**
 * A kernel with the HMM test driver, simulated in this process: deterministic, fast, and able to be
 * wrong on purpose. Each sequence gets a kernel of its own; one that kills it ends there.
 */
public final class HmmSimulator implements SystemUnderTest<HmmCommand> {
  private final Environment environment;
  private final Set<Fault> faults;
  private final HmmConfig config;

  /**
   * A simulated kernel.
   *
   * @param profile the kernel and its driver
   * @param faults the bugs it has
   * @param toolVersion what to name as this tool's version in traces
   * @throws IllegalArgumentException if the profile has no driver
   */
  public HmmSimulator(Profile profile, Set<Fault> faults, String toolVersion) {
    if (!profile.driver().exists()) {
      throw new IllegalArgumentException("there is no test driver in " + profile);
    }
    this.faults = EnumSet.noneOf(Fault.class);
    this.faults.addAll(faults);
    this.config = new HmmConfig(profile, faults);
    List<String> ids = this.faults.stream().map(Fault::id).toList();
    this.environment =
        new Environment(toolVersion, "simulator", profile, "simulated", "simulated", 0, ids);
  }

  @Override
  public Environment environment() {
    return environment;
  }

  @Override
  public void execute(
      List<CommandSequence<HmmCommand>> batch, Consumer<Trace<HmmCommand>> onTrace) {
    for (CommandSequence<HmmCommand> sequence : batch) {
      onTrace.accept(new Trace<>(environment, sequence, run(sequence)));
    }
  }

  private List<Observation> run(CommandSequence<HmmCommand> sequence) {
    HmmKernel kernel = new HmmKernel(config, sequence.plan());
    List<Observation> observations = new ArrayList<>(sequence.size());
    Observation last = Observation.initial(sequence.plan());
    for (HmmCommand command : sequence.commands()) {
      try {
        last = kernel.execute(command);
        observations.add(last);
      } catch (KernelLost lost) {
        observations.add(Observation.lost(lost.reply(), last));
        break;
      }
    }
    return observations;
  }

  @Override
  public HmmSimulator fresh() {
    return new HmmSimulator(environment.profile(), faults, environment.tool());
  }

  @Override
  public void close() {}
}
