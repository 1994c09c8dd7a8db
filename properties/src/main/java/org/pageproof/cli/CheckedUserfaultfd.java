package org.pageproof.cli;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pageproof.generation.UffdVocabulary;
import org.pageproof.properties.Suite;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.reports.InterfaceReports;
import org.pageproof.sut.SystemUnderTest;
import org.pageproof.sut.kernel.KernelSut;
import org.pageproof.sut.simulator.Fault;
import org.pageproof.sut.simulator.Simulator;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** userfaultfd. */
final class CheckedUserfaultfd implements CheckedInterface<UffdState, UffdCommand> {
  @Override
  public List<DrawnVocabulary<UffdState, UffdCommand>> vocabularies() {
    List<DrawnVocabulary<UffdState, UffdCommand>> all = new ArrayList<>();
    for (UffdVocabulary vocabulary : UffdVocabulary.values()) {
      all.add(
          new DrawnVocabulary<>(
              vocabulary.id(), profile -> Suite.userfaultfd(profile, vocabulary)));
    }
    return all;
  }

  @Override
  public InterfaceReports<UffdCommand> reports() {
    return InterfaceReports.userfaultfd();
  }

  @Override
  public List<SimulatedRelease> releases() {
    return List.of(
        new SimulatedRelease("6.18", Profile.linux618(), true),
        new SimulatedRelease("6.12", Profile.linux612(), true),
        new SimulatedRelease("6.1", Profile.linux61(), true),
        new SimulatedRelease("4.3", Profile.linux43(), false));
  }

  @Override
  public List<PlantedFault> faults() {
    return PlantedFault.of(Fault.ofUserfaultfd());
  }

  @Override
  public SystemUnderTest<UffdCommand> simulator(Profile profile, List<String> faults) {
    Set<Fault> planted = EnumSet.noneOf(Fault.class);
    Fault.ofUserfaultfd().stream()
        .filter(fault -> faults.contains(fault.id()))
        .forEach(planted::add);
    return new Simulator(profile, planted, Version.text());
  }

  @Override
  public Optional<String> kernelUnavailable() {
    return KernelSut.unavailableBecause();
  }

  @Override
  public String access(Profile profile) {
    if (profile.unrestricted()) {
      return "userfaultfd(2) may be called without restriction";
    }
    return profile.device()
        ? "through /dev/userfaultfd"
        : "user-mode faults only: root or vm.unprivileged_userfaultfd=1 would allow all";
  }

  @Override
  public boolean isForGuests() {
    return false;
  }

  @Override
  public boolean isForUnprivileged() {
    return true;
  }
}
