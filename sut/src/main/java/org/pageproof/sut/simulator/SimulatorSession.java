package org.pageproof.sut.simulator;

import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** One simulated kernel, driven command by command: for exploring all that a fault can do. */
public final class SimulatorSession {
  private final SimulatedKernel kernel;

  SimulatorSession(KernelConfig config, AddressPlan plan) {
    this.kernel = new SimulatedKernel(config, plan);
  }

  /** Executes a command. */
  public Observation execute(UffdCommand command) {
    return kernel.execute(command);
  }

  /**
   * What the kernel's state holds beyond what observations show: which pages share a frame and may
   * be written, the registrations, offsets and anon_vmas of areas, who waits in which order, and
   * what a child refers to. Two kernels that were observed alike and have equal hidden states
   * behave alike ever after, but for the words in pages.
   */
  public String hiddenState() {
    StringBuilder text = new StringBuilder(96);
    kernel.describeHidden(text);
    return text.toString();
  }
}
