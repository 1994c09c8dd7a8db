package org.pageproof.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.pageproof.properties.Suite;
import org.pageproof.reports.InterfaceReports;
import org.pageproof.sut.SystemUnderTest;
import org.pageproof.sut.kernel.KernelOptions;
import org.pageproof.sut.kernel.KernelSut;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.Profile;

/** An interface that can be checked: all that differs between interfaces for the command line. */
interface CheckedInterface<S, C extends Command> {
  /** What can be drawn of it, all of it first. */
  List<DrawnVocabulary<S, C>> vocabularies();

  /** How its findings are reported. */
  InterfaceReports<C> reports();

  /** The kernels that the simulator can be run as, the usual one first. */
  List<SimulatedRelease> releases();

  /** The faults that can be planted in the simulator. */
  List<PlantedFault> faults();

  /**
   * A simulator.
   *
   * @param faults the ids of those of {@link #faults} that it has
   */
  SystemUnderTest<C> simulator(Profile profile, List<String> faults);

  /** Why this machine's kernel cannot be tested; empty if it can. */
  Optional<String> kernelUnavailable();

  /** Starts to test this machine's kernel. */
  default SystemUnderTest<C> kernel(KernelOptions options) {
    return KernelSut.start(options, reports().codec());
  }

  /** Why this machine's kernel was chosen where nobody asked for it. */
  String access(Profile profile);

  /** Whether it is so rare that without being asked a virtual machine is the place to test it. */
  boolean isForGuests();

  /** Whether a process without capabilities sees it too. */
  boolean isForUnprivileged();

  /**
   * What is drawn.
   *
   * @param id the name on the command line
   * @param suites what the main loop needs for a system with a profile
   */
  record DrawnVocabulary<S, C extends Command>(String id, Function<Profile, Suite<S, C>> suites) {}

  /** As users write it, and as traces name it. */
  default String id() {
    return reports().codec().interfaceName();
  }

  /** What the main loop needs to check all of it on a system with this profile. */
  default Suite<S, C> suite(Profile profile) {
    return vocabularies().get(0).suites().apply(profile);
  }

  /**
   * What can be drawn of it under this name.
   *
   * @throws InputException if the interface has no vocabulary of this name
   */
  default DrawnVocabulary<S, C> vocabulary(String vocabulary) {
    List<String> ids = new ArrayList<>();
    for (DrawnVocabulary<S, C> drawn : vocabularies()) {
      if (drawn.id().equals(vocabulary)) {
        return drawn;
      }
      ids.add(drawn.id());
    }
    throw new InputException(
        "no such vocabulary: " + vocabulary + "; there is " + String.join(", ", ids));
  }

  /**
   * The kernel of this name.
   *
   * @throws InputException if the simulator cannot be run as it
   */
  default SimulatedRelease release(String text) {
    List<String> texts = new ArrayList<>();
    for (SimulatedRelease release : releases()) {
      if (release.text().equals(text)) {
        return release;
      }
      texts.add(release.text());
    }
    throw new InputException(
        "no such release of " + id() + ": " + text + "; there is " + String.join(", ", texts));
  }

  /** The kernels that the simulator can be run as in which all of these faults are faults. */
  default List<SimulatedRelease> releasesWith(List<String> faultIds) {
    List<PlantedFault> planted =
        faults().stream().filter(fault -> faultIds.contains(fault.id())).toList();
    return releases().stream()
        .filter(
            release -> planted.stream().allMatch(fault -> fault.kernels().test(release.profile())))
        .toList();
  }

  /** Whether the simulator can have this fault. */
  default boolean hasFault(String fault) {
    return faults().stream().anyMatch(planted -> planted.id().equals(fault));
  }
}
