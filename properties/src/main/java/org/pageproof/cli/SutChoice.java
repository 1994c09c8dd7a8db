package org.pageproof.cli;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pageproof.sut.SystemUnderTest;
import org.pageproof.sut.driver.WorkerSut;
import org.pageproof.sut.kernel.KernelOptions;
import org.pageproof.sut.kernel.KernelSut;
import org.pageproof.sut.simulator.Fault;
import org.pageproof.sut.simulator.Simulator;
import org.pageproof.sut.vm.VmOptions;
import org.pageproof.sut.vm.VmSut;
import org.pageproof.sut.vm.image.ImageException;
import org.pageproof.trace.UffdCommandCodec;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/**
 * A system under test and why it was chosen.
 *
 * @param sut the system
 * @param reason one line
 */
record SutChoice(SystemUnderTest<UffdCommand> sut, String reason) {

  /**
   * Chooses and starts a system; empty if the wanted one cannot be had here.
   *
   * @throws InputException if the options contradict each other
   */
  static Optional<SutChoice> of(
      SutKind wanted,
      Simulation simulation,
      KernelOptions options,
      VmOptions vm,
      List<String> complaints) {
    Set<Fault> faults = simulation.faults();
    boolean kernelWanted = wanted == SutKind.KERNEL || wanted == SutKind.VM;
    if (!faults.isEmpty() && kernelWanted) {
      throw new InputException(
          "--fault plants a fault in the simulator; it cannot be had with a kernel");
    }
    if (simulation.release().isPresent() && kernelWanted) {
      throw new InputException("--release is for the simulator; a kernel is the release it is");
    }
    boolean unprivileged = options.unprivileged();
    if (wanted == SutKind.VM) {
      return guest(vm, unprivileged, complaints);
    }
    if (wanted == SutKind.SIMULATOR || simulation.release().isPresent()) {
      return Optional.of(simulator(simulation, unprivileged, "as asked"));
    }
    if (!faults.isEmpty()) {
      String reason = "faults can only be planted there";
      return Optional.of(simulator(simulation, unprivileged, reason));
    }
    Optional<String> unavailable = KernelSut.unavailableBecause();
    if (unavailable.isEmpty()) {
      WorkerSut<UffdCommand> kernel = KernelSut.start(options);
      String reason =
          wanted == SutKind.KERNEL ? "as asked" : access(kernel.environment().profile());
      return Optional.of(new SutChoice(kernel, reason));
    }
    if (wanted == SutKind.KERNEL) {
      complaints.add("this machine's kernel cannot be tested: " + unavailable.get());
      return Optional.empty();
    }
    String reason = "the kernel cannot be tested: " + unavailable.get();
    return Optional.of(simulator(simulation, unprivileged, reason));
  }

  private static Optional<SutChoice> guest(
      VmOptions options, boolean unprivileged, List<String> complaints) {
    if (unprivileged) {
      throw new InputException("--unprivileged is for this machine's kernel or the simulator");
    }
    Optional<String> unavailable = VmSut.unavailableBecause();
    if (unavailable.isPresent()) {
      complaints.add("there can be no virtual machine: " + unavailable.get());
      return Optional.empty();
    }
    try {
      return Optional.of(new SutChoice(VmSut.start(options, new UffdCommandCodec()), "as asked"));
    } catch (ImageException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * What the simulator shall be.
   *
   * @param faults what is planted in it
   * @param release the kernel it is run as; empty for the newest
   */
  record Simulation(Set<Fault> faults, Optional<SimulatedRelease> release) {}

  private static SutChoice simulator(Simulation simulation, boolean unprivileged, String reason) {
    SimulatedRelease release = simulation.release().orElse(SimulatedRelease.LINUX_6_18);
    Profile profile = unprivileged ? release.profile().unprivileged() : release.profile();
    String warning = release.isVerified() ? "" : "; unverified: no such kernel was ever run";
    return new SutChoice(
        new Simulator(profile, simulation.faults(), Version.text()), reason + warning);
  }

  private static String access(Profile profile) {
    if (profile.unrestricted()) {
      return "userfaultfd(2) may be called without restriction";
    }
    return profile.device()
        ? "through /dev/userfaultfd"
        : "user-mode faults only: root or vm.unprivileged_userfaultfd=1 would allow all";
  }

  /**
   * The faults with these ids.
   *
   * @throws InputException if there is no such fault
   */
  static Set<Fault> faults(List<String> ids) {
    Set<Fault> faults = EnumSet.noneOf(Fault.class);
    for (String id : ids) {
      faults.add(fault(id));
    }
    return faults;
  }

  private static Fault fault(String id) {
    for (Fault fault : Fault.values()) {
      if (fault.id().equals(id)) {
        return fault;
      }
    }
    throw new InputException("no such fault: " + id + " (pageproof faults lists them)");
  }

  /** One line that says what is tested, and why that. */
  String describe() {
    var environment = sut.environment();
    String release = environment.profile().release().text();
    String what =
        switch (environment.sut()) {
          case "kernel" -> "kernel " + release;
          case "vm" -> "kernel " + release + " in a virtual machine";
          default -> "the simulator of Linux " + release;
        };
    String planted =
        environment.faults().isEmpty() ? "" : " with " + String.join(", ", environment.faults());
    return "Testing " + what + planted + " (" + reason + ")";
  }
}
