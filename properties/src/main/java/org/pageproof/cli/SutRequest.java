package org.pageproof.cli;

import java.util.List;
import java.util.Optional;
import org.pageproof.sut.kernel.KernelOptions;
import org.pageproof.sut.vm.VmOptions;

/**
 * What users say of the system to test.
 *
 * @param kind which system
 * @param faults the ids of the faults to plant in the simulator
 * @param release the kernel to run the simulator as, as users write it; empty for the usual one
 * @param kernel how to run workers on this machine's kernel
 * @param guest what to boot in a virtual machine
 */
record SutRequest(
    SutKind kind,
    List<String> faults,
    Optional<String> release,
    KernelOptions kernel,
    VmOptions guest) {

  /**
   * Refuses what contradicts itself, or what an interface does not have.
   *
   * @throws InputException if the request makes no sense for the interface
   */
  void check(CheckedInterface<?, ?> checked) {
    boolean kernelWanted = kind == SutKind.KERNEL || wantsGuest();
    if (!faults.isEmpty() && kernelWanted) {
      throw new InputException(
          "--fault plants a fault in the simulator; it cannot be had with a kernel");
    }
    if (release.isPresent() && kernelWanted) {
      throw new InputException("--release is for the simulator; a kernel is the release it is");
    }
    if (namesGuest() && !wantsGuest()) {
      throw new InputException("--kernel and --modules are for --sut vm");
    }
    if (kernel.unprivileged() && wantsGuest()) {
      throw new InputException("--unprivileged is for this machine's kernel or the simulator");
    }
    if (kernel.unprivileged() && !checked.isForUnprivileged()) {
      throw new InputException("--unprivileged is not for " + checked.id() + ": only root sees it");
    }
    release.ifPresent(checked::release);
    faults.forEach(fault -> check(checked, fault));
  }

  /** Whether it must be a virtual machine: it is asked for, or the kernel to boot in it is. */
  boolean wantsGuest() {
    return kind == SutKind.VM || (kind == SutKind.AUTO && namesGuest());
  }

  private boolean namesGuest() {
    return guest.kernel().isPresent() || guest.modules().isPresent();
  }

  private static void check(CheckedInterface<?, ?> checked, String fault) {
    if (checked.hasFault(fault)) {
      return;
    }
    for (CheckedInterface<?, ?> other : InterfaceChoice.all()) {
      if (other.hasFault(fault)) {
        throw new InputException(
            "the fault " + fault + " is one of " + other.id() + ", not of " + checked.id());
      }
    }
    throw new InputException("no such fault: " + fault + " (pageproof faults lists them)");
  }
}
