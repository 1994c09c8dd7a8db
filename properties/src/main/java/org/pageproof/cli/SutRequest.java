package org.pageproof.cli;

import java.util.List;
import java.util.Optional;
import org.pageproof.sut.kernel.KernelOptions;

/**
 * What users say of the system to test.
 *
 * @param kind which system
 * @param faults the ids of the faults to plant in the simulator
 * @param release the kernel to run the simulator as, as users write it; empty for the usual one
 * @param kernel how to run workers
 */
record SutRequest(
    SutKind kind, List<String> faults, Optional<String> release, KernelOptions kernel) {

  /**
   * Refuses what contradicts itself, or what an interface does not have.
   *
   * @throws InputException if the request makes no sense for the interface
   */
  void check(CheckedInterface<?, ?> checked) {
    if (!faults.isEmpty() && kind == SutKind.KERNEL) {
      throw new InputException(
          "--fault plants a fault in the simulator; it cannot be had with a kernel");
    }
    if (release.isPresent() && kind == SutKind.KERNEL) {
      throw new InputException("--release is for the simulator; a kernel is the release it is");
    }
    if (kernel.unprivileged() && !checked.isForUnprivileged()) {
      throw new InputException("--unprivileged is not for " + checked.id() + ": only root sees it");
    }
    release.ifPresent(checked::release);
    faults.forEach(fault -> check(checked, fault));
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
