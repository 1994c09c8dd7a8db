package org.pageproof.cli;

import java.util.List;
import java.util.Optional;
import org.pageproof.sut.SystemUnderTest;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.Environment;
import org.pageproof.vocabulary.Profile;

/**
 * A system under test and why it was chosen.
 *
 * @param interfaceId the interface that is tested there
 * @param sut the system
 * @param reason one line
 */
record SutChoice<C extends Command>(String interfaceId, SystemUnderTest<C> sut, String reason) {

  /**
   * Chooses and starts a system; empty if the wanted one cannot be had here.
   *
   * @param request what is wanted; {@link SutRequest#check} has no complaint
   */
  static <C extends Command> Optional<SutChoice<C>> of(
      CheckedInterface<?, C> checked, SutRequest request, List<String> complaints) {
    if (request.kind() == SutKind.SIMULATOR || request.release().isPresent()) {
      return Optional.of(simulator(checked, request, "as asked"));
    }
    if (!request.faults().isEmpty()) {
      return Optional.of(simulator(checked, request, "faults can only be planted there"));
    }
    Optional<String> unavailable = checked.kernelUnavailable();
    if (unavailable.isEmpty()) {
      SystemUnderTest<C> kernel = checked.kernel(request.kernel());
      boolean asked = request.kind() == SutKind.KERNEL;
      String reason = asked ? "as asked" : checked.access(kernel.environment().profile());
      return Optional.of(new SutChoice<>(checked.id(), kernel, reason));
    }
    if (request.kind() == SutKind.KERNEL) {
      complaints.add("this machine's kernel cannot be tested: " + unavailable.get());
      return Optional.empty();
    }
    String reason = "the kernel cannot be tested: " + unavailable.get();
    return Optional.of(simulator(checked, request, reason));
  }

  private static <C extends Command> SutChoice<C> simulator(
      CheckedInterface<?, C> checked, SutRequest request, String reason) {
    SimulatedRelease release =
        request.release().map(checked::release).orElse(checked.releases().get(0));
    boolean unprivileged = request.kernel().unprivileged();
    Profile profile = unprivileged ? release.profile().unprivileged() : release.profile();
    String warning = release.verified() ? "" : "; unverified: no such kernel was ever run";
    return new SutChoice<>(
        checked.id(), checked.simulator(profile, request.faults()), reason + warning);
  }

  /** One line that says what is tested, and why that. */
  String describe() {
    Environment environment = sut.environment();
    String what =
        environment.sut().equals("kernel")
            ? "kernel " + environment.profile().release().text()
            : "the simulator of Linux " + environment.profile().release().text();
    String planted =
        environment.faults().isEmpty() ? "" : " with " + String.join(", ", environment.faults());
    return "Testing " + interfaceId + " of " + what + planted + " (" + reason + ")";
  }
}
