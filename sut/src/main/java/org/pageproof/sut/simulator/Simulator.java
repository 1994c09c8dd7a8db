package org.pageproof.sut.simulator;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.pageproof.sut.SystemUnderTest;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Environment;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Trace;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/**
 * A kernel simulated in this process: deterministic, fast, and able to be wrong on purpose. Each
 * sequence gets a kernel of its own. The events (fork, remap, remove, unmap) are not simulated:
 * their feature bits are accepted and change nothing.
 */
public final class Simulator implements SystemUnderTest<UffdCommand> {
  private final Environment environment;
  private final Set<Fault> faults;
  private final KernelConfig config;

  /**
   * A simulated kernel.
   *
   * @param profile the kernel and the rights it shows
   * @param faults the bugs it has
   * @param toolVersion what to name as this tool's version in traces
   */
  public Simulator(Profile profile, Set<Fault> faults, String toolVersion) {
    this.faults = EnumSet.noneOf(Fault.class);
    this.faults.addAll(faults);
    this.config = new KernelConfig(profile, faults);
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
      List<CommandSequence<UffdCommand>> batch, Consumer<Trace<UffdCommand>> onTrace) {
    for (CommandSequence<UffdCommand> sequence : batch) {
      onTrace.accept(new Trace<>(environment, sequence, run(sequence)));
    }
  }

  private List<Observation> run(CommandSequence<UffdCommand> sequence) {
    SimulatedKernel kernel = new SimulatedKernel(config, sequence.plan());
    List<Observation> observations = new ArrayList<>(sequence.size());
    for (UffdCommand command : sequence.commands()) {
      observations.add(kernel.execute(command));
    }
    return observations;
  }

  /** A kernel to be driven command by command. */
  public SimulatorSession begin(AddressPlan plan) {
    return new SimulatorSession(config, plan);
  }

  @Override
  public Simulator fresh() {
    return new Simulator(environment.profile(), faults, environment.tool());
  }

  @Override
  public void close() {}
}
