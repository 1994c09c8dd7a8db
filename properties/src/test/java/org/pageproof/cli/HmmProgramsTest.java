package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pageproof.properties.BuiltKernel;
import org.pageproof.reports.RunSummary.Distinct;
import org.pageproof.sut.simulator.Fault;
import org.pageproof.sut.vm.image.KernelImage;
import org.pageproof.sut.vm.image.KernelImages;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.Profile;

/**
 * The C programs of HMM divergences in one guest that has the test driver and nothing of this tool:
 * those of planted bugs conform, those of what is wrong with the driver itself diverge.
 */
@Timeout(900)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HmmProgramsTest {
  /** The release whose rules the programs know. */
  private static final String SERIES = "6.12.";

  private static final Profile LINUX_612 = Profile.linux612().with(new MirrorDriver(4, 4));

  private static final String SEED = "--seed=1";

  /** What is wrong with the driver, in the order in which a guest can show it. */
  private enum Defect {
    /** A write to a page on the device that the mirror may only read. */
    WARNS("write HMM-WRITE-OK reply: value -> EFAULT, pages on a device"),
    /** A page that the device still has exclusively is never freed, which is waited for. */
    HANGS("release HMM-RELEASE-OK reply: value -> hung"),
    /** A page on the device that has to be faulted in again. */
    DIES(
        "read HMM-READ-OK reply: value -> worker died: kernel panic: Oops: a copy of memory that"
            + " the kernel cannot address");

    private final String fingerprint;

    Defect(String fingerprint) {
      this.fingerprint = fingerprint;
    }
  }

  @TempDir private static Path directory;

  private final Map<String, Reproducer> sources = new LinkedHashMap<>();
  private final Map<String, BareGuest.Run> runs = new HashMap<>();
  private List<String> kernelLog = List.of();

  @BeforeAll
  void run() throws IOException {
    BuiltKernel.assume();
    KernelImage kernel = KernelImages.resolve(Optional.empty(), Optional.empty());
    assumeTrue(kernel.release().startsWith(SERIES), "the kernel in the cache is no " + SERIES);
    for (Fault fault : Fault.ofHmm()) {
      Path reports = directory.resolve(fault.id());
      sources.put(fault.id(), Reproducer.in(FaultRun.find(fault, reports, SEED, "--tries=3000")));
    }
    findDefects();
    BareGuest.Result result = BareGuest.run(kernel, build(), directory.resolve("guest"));
    List<String> names = List.copyOf(sources.keySet());
    for (int i = 0; i < result.runs().size(); i++) {
      runs.put(names.get(i), result.runs().get(i));
    }
    kernelLog = result.kernel();
  }

  private void findDefects() throws IOException {
    Path reports = directory.resolve("known");
    List<Object> arguments = new ArrayList<>(List.of("run", "--interface=hmm", "--sut=simulator"));
    arguments.addAll(List.of("--known=find", "--keep-going", SEED, "--tries=512"));
    arguments.addAll(List.of("--report-dir", reports));
    Cli.here(arguments.toArray()).assertCode(1);
    Map<String, Distinct> found = new HashMap<>();
    Cli.summary(reports).divergences().forEach(each -> found.put(each.fingerprint(), each));
    for (Defect defect : Defect.values()) {
      assertThat(found).containsKey(defect.fingerprint);
      Path folder = reports.resolve(found.get(defect.fingerprint).folder());
      sources.put(defect.name(), Reproducer.in(folder));
    }
  }

  private List<Path> build() throws IOException {
    Path programs = Files.createDirectory(directory.resolve("programs"));
    List<Path> files = new ArrayList<>();
    sources.forEach(
        (name, source) -> {
          Path program = programs.resolve(name);
          source.build(program);
          files.add(program);
        });
    return files;
  }

  private static List<Fault> faultsHere() {
    return Fault.ofHmm().stream().filter(fault -> fault.isFaultIn(LINUX_612)).toList();
  }

  private static List<Fault> faultsElsewhere() {
    return Fault.ofHmm().stream().filter(fault -> !fault.isFaultIn(LINUX_612)).toList();
  }

  /** A fault that kills a kernel is announced, and does not. */
  @ParameterizedTest
  @MethodSource("faultsHere")
  void programsOfPlantedBugsConform(Fault fault) {
    Reproducer source = source(fault.id());
    BareGuest.Run run = run(fault.id());
    assertThat(run.status()).as("%s", run).isEqualTo(OptionalInt.of(0));
    source.assertConforms(
        run.output().stream()
            .filter(line -> !line.equals(announcement(source, "panics")))
            .toList());
  }

  /** A driver of these ioctls has no flags that a test can set. */
  @ParameterizedTest
  @MethodSource("faultsElsewhere")
  void programsOfBugsThatAnotherDriverHasSaySo(Fault fault) {
    assertThat(run(fault.id()))
        .isEqualTo(
            new BareGuest.Run(OptionalInt.of(4), List.of("this kernel's driver has no FLAGS")));
  }

  @Test
  void aWarningIsADivergence() {
    String name = Defect.WARNS.name();
    String step = "step " + source(name).lastStep() + ": write: ";
    assertThat(run(name))
        .isEqualTo(new BareGuest.Run(OptionalInt.of(1), List.of(step + "expected 0, got EFAULT")));
    assertThat(kernelLog).anyMatch(line -> line.matches(".* WARNING: .* dmirror_fault\\+.*"));
  }

  /** Nothing can interrupt it; the program ends nevertheless. */
  @Test
  void aHangIsADivergence() {
    String name = Defect.HANGS.name();
    String step = "step " + source(name).lastStep() + ": release: ";
    assertThat(run(name))
        .isEqualTo(
            new BareGuest.Run(
                OptionalInt.of(1),
                List.of(
                    announcement(source(name), "hangs"),
                    step + "expected to finish, still running after 10 s")));
  }

  /** The kernel cannot be asked for an exit code any more. */
  @Test
  void aDeathIsAnnounced() {
    String name = Defect.DIES.name();
    assertThat(run(name))
        .isEqualTo(
            new BareGuest.Run(OptionalInt.empty(), List.of(announcement(source(name), "panics"))));
    assertThat(kernelLog)
        .anyMatch(line -> line.contains(" Oops: "))
        .anyMatch(line -> line.contains(" RIP: ") && line.contains(":dmirror_do_read+"));
  }

  private static String announcement(Reproducer source, String fate) {
    return "step " + source.lastStep() + ": a bad kernel " + fate + " here";
  }

  private Reproducer source(String name) {
    return Optional.ofNullable(sources.get(name)).orElseThrow();
  }

  private BareGuest.Run run(String name) {
    return Optional.ofNullable(runs.get(name))
        .orElseThrow(() -> new AssertionError(name + " was not run; the kernel: " + kernelLog));
  }
}
