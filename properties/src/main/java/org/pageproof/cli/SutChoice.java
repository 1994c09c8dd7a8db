package org.pageproof.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.pageproof.sut.MissingInterfaceException;
import org.pageproof.sut.SystemUnderTest;
import org.pageproof.sut.vm.VmSut;
import org.pageproof.sut.vm.image.CacheDirectory;
import org.pageproof.sut.vm.image.ImageException;
import org.pageproof.sut.vm.image.KernelImages;
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
  private static final String AS_ASKED = "as asked";

  /**
   * Chooses and starts a system; empty if the wanted one cannot be had here.
   *
   * @param request what is wanted; {@link SutRequest#check} has no complaint
   * @param complaints gets why it cannot be had
   * @throws InputException if what is to be booted is no kernel
   */
  static <C extends Command> Optional<SutChoice<C>> of(
      CheckedInterface<?, C> checked, SutRequest request, List<String> complaints) {
    if (request.kind() == SutKind.SIMULATOR || request.release().isPresent()) {
      return Optional.of(simulator(checked, request, AS_ASKED));
    }
    if (!request.faults().isEmpty()) {
      return Optional.of(simulator(checked, request, "faults can only be planted there"));
    }
    if (request.wantsGuest()) {
      Optional<String> impossible = VmSut.unavailableBecause().or(() -> noKernel(request));
      impossible.ifPresent(why -> complaints.add("there can be no virtual machine: " + why));
      return impossible.isPresent()
          ? Optional.empty()
          : guest(checked, request, AS_ASKED, complaints);
    }
    Optional<String> unavailable = checked.kernelUnavailable();
    boolean asked = request.kind() == SutKind.KERNEL;
    if (unavailable.isEmpty()) {
      SystemUnderTest<C> kernel = checked.kernel(request.kernel());
      String reason = asked ? AS_ASKED : checked.access(kernel.environment().profile());
      String without = without(request.kernel().unprivileged());
      return Optional.of(new SutChoice<>(checked.id(), kernel, reason + without));
    }
    if (asked) {
      complaints.add("this machine's kernel cannot be tested: " + unavailable.get());
      return Optional.empty();
    }
    String reason = "the kernel cannot be tested: " + unavailable.get();
    return checked.isForGuests() && hasGuest()
        ? guest(checked, request, reason, complaints)
        : Optional.of(simulator(checked, request, reason));
  }

  /** Whether a virtual machine can be had without asking for anything. */
  private static boolean hasGuest() {
    return VmSut.unavailableBecause().isEmpty()
        && KernelImages.hasBuilt(CacheDirectory.ofEnvironment());
  }

  private static Optional<String> noKernel(SutRequest request) {
    CacheDirectory cache = CacheDirectory.ofEnvironment();
    return request.guest().kernel().isPresent() || KernelImages.hasBuilt(cache)
        ? Optional.empty()
        : Optional.of(
            "no kernel was built into "
                + cache.path()
                + "; run ./pageproof vm build, or give one with --kernel");
  }

  private static <C extends Command> Optional<SutChoice<C>> guest(
      CheckedInterface<?, C> checked, SutRequest request, String reason, List<String> complaints) {
    Consumer<String> notes = note -> System.err.println("pageproof: " + note);
    try {
      SystemUnderTest<C> guest = VmSut.start(request.guest(), checked.reports().codec(), notes);
      return Optional.of(new SutChoice<>(checked.id(), guest, reason));
    } catch (MissingInterfaceException e) {
      complaints.add("the kernel in the virtual machine cannot be tested: " + e.getMessage());
      return Optional.empty();
    } catch (ImageException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
  }

  private static <C extends Command> SutChoice<C> simulator(
      CheckedInterface<?, C> checked, SutRequest request, String reason) {
    SimulatedRelease release = release(checked, request);
    boolean unprivileged = request.kernel().unprivileged();
    Profile profile = unprivileged ? release.profile().unprivileged() : release.profile();
    String warning = release.verified() ? "" : "; unverified: no such kernel was ever run";
    return new SutChoice<>(
        checked.id(),
        checked.simulator(profile, request.faults()),
        reason + without(unprivileged) + warning);
  }

  /** The release that was asked for, or the usual one among those that can have the faults. */
  private static SimulatedRelease release(CheckedInterface<?, ?> checked, SutRequest request) {
    List<SimulatedRelease> able = checked.releasesWith(request.faults());
    SimulatedRelease release =
        request
            .release()
            .map(checked::release)
            .orElse((able.isEmpty() ? checked.releases() : able).get(0));
    if (!able.contains(release)) {
      throw new InputException(
          "not a fault in Linux "
              + release.text()
              + ": "
              + String.join(", ", request.faults())
              + (able.isEmpty() ? "" : "; try --release " + able.get(0).text()));
    }
    return release;
  }

  private static String without(boolean unprivileged) {
    return unprivileged ? "; without capabilities" : "";
  }

  /** One line that says what is tested, and why that. */
  String describe() {
    Environment environment = sut.environment();
    String release = environment.profile().release().text();
    String what =
        switch (SutKind.of(environment)) {
          case KERNEL -> "kernel " + release;
          case VM -> "kernel " + release + " in a virtual machine";
          default -> "the simulator of Linux " + release;
        };
    String planted =
        environment.faults().isEmpty() ? "" : " with " + String.join(", ", environment.faults());
    return "Testing " + interfaceId + " of " + what + planted + " (" + reason + ")";
  }
}
