package org.pageproof.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pageproof.properties.Suite;
import org.pageproof.reference.hmm.HmmState;
import org.pageproof.reports.InterfaceReports;
import org.pageproof.sut.SystemUnderTest;
import org.pageproof.sut.simulator.Fault;
import org.pageproof.sut.simulator.hmm.HmmSimulator;
import org.pageproof.vocabulary.KernelRelease;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.hmm.HmmCommand;

/** The HMM test driver. */
final class CheckedHmm implements CheckedInterface<HmmState, HmmCommand> {
  private static final Path NODE = Path.of("/dev/hmm_dmirror0");

  @Override
  public List<DrawnVocabulary<HmmState, HmmCommand>> vocabularies() {
    return List.of(new DrawnVocabulary<>("hmm", Suite::hmm));
  }

  @Override
  public InterfaceReports<HmmCommand> reports() {
    return InterfaceReports.hmm();
  }

  @Override
  public List<SimulatedRelease> releases() {
    return List.of(
        new SimulatedRelease("6.12", with(Profile.linux612(), 4), true),
        new SimulatedRelease("7.2", with(Profile.linux72(), 5), true),
        unverified("6.19", 5),
        unverified("6.18", 4),
        unverified("6.1", 4),
        unverified("6.0", 3),
        unverified("5.14", 2),
        unverified("5.8", 1));
  }

  private static SimulatedRelease unverified(String text, int ioctls) {
    // The driver does not depend on what userfaultfd can do.
    Profile profile = new Profile(KernelRelease.parse(text + ".0"), 0, true, true, true);
    return new SimulatedRelease(text, with(profile, ioctls), false);
  }

  /** Coherent memory came with the third set of ioctls. */
  private static Profile with(Profile profile, int ioctls) {
    boolean coherent = ioctls >= 3;
    int devices = coherent ? MirrorDriver.DEVICE_SLOTS : MirrorDriver.PRIVATE_DEVICES;
    return profile.with(new MirrorDriver(ioctls, devices));
  }

  @Override
  public List<PlantedFault> faults() {
    return PlantedFault.of(Fault.ofHmm());
  }

  @Override
  public SystemUnderTest<HmmCommand> simulator(Profile profile, List<String> faults) {
    Set<Fault> planted = EnumSet.noneOf(Fault.class);
    Fault.ofHmm().stream().filter(fault -> faults.contains(fault.id())).forEach(planted::add);
    return new HmmSimulator(profile, planted, Version.text());
  }

  @Override
  public Optional<String> kernelUnavailable() {
    if (!Files.exists(NODE)) {
      return Optional.of("it has no " + NODE + " (the module test_hmm makes it)");
    }
    return Files.isReadable(NODE) && Files.isWritable(NODE)
        ? Optional.empty()
        : Optional.of("only root may open " + NODE);
  }

  @Override
  public String access(Profile profile) {
    return "it has " + NODE;
  }

  @Override
  public boolean isForGuests() {
    return true;
  }

  @Override
  public boolean isForUnprivileged() {
    return false;
  }
}
