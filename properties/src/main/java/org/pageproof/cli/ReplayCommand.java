package org.pageproof.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pageproof.reports.RunVerdict;
import org.pageproof.sut.SystemUnderTest;
import org.pageproof.sut.kernel.KernelOptions;
import org.pageproof.verdict.Judgement;
import org.pageproof.vocabulary.Environment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Executes a stored trace again and judges it. */
@Command(
    name = "replay",
    description = "Executes a stored trace again and judges what is observed now.",
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "TRACE", description = "A trace.jsonl of a report.")
  private Path file = Path.of("");

  @Option(
      names = "--sut",
      paramLabel = "SUT",
      description =
          "Where to execute it: ${COMPLETION-CANDIDATES}. Default: what it was recorded on; a"
              + " simulator with the faults it had.")
  private @Nullable SutKind sut;

  @Option(names = "--times", paramLabel = "N", description = "How often. Default: 1.")
  private int times = 1;

  @Mixin private KnownOption known = new KnownOption();

  @Mixin private ExitStyleOption exit = new ExitStyleOption();

  @Mixin private GuestOptions guest = new GuestOptions();

  @Override
  public Integer call() {
    if (times < 1) {
      throw new ParameterException(spec.commandLine(), "--times must be 1 or more");
    }
    StoredTrace<?, ?> stored = StoredTrace.read(file).withStrict(known.strict());
    try {
      return exit.codeOf(() -> replay(stored));
    } catch (InputException e) {
      throw new InputException(file + ": " + e.getMessage(), e);
    }
  }

  private <S, C extends org.pageproof.vocabulary.Command> RunVerdict replay(
      StoredTrace<S, C> stored) {
    SutRequest request = request(stored.trace().environment());
    request.check(stored.checked());
    Judgement<C> then = stored.judgement();
    System.out.println("stored:   " + Replay.word(then));
    if (StoredTrace.hasOnlyKnown(then.verdict())) {
      System.out.println("          which counts as a divergence with --known find");
    }
    ReplayVerdict verdict =
        exit.style() == ExitStyle.BISECT
            ? ReplayVerdict.ofBisection(stored.fingerprint())
            : ReplayVerdict.STANDARD;
    List<String> complaints = new ArrayList<>();
    Optional<SutChoice<C>> system = system(stored, request, complaints);
    if (system.isEmpty()) {
      return skipped(complaints);
    }
    if (sut != null) {
      System.out.println(system.get().describe());
    }
    try (SystemUnderTest<C> under = system.get().sut()) {
      return verdict.of(new Replay<>(stored, under, folder()).times(times));
    }
  }

  private static RunVerdict skipped(List<String> complaints) {
    complaints.forEach(complaint -> System.err.println("pageproof: skipped: " + complaint));
    return RunVerdict.SKIPPED;
  }

  /** A simulator has the faults that the trace was recorded with; a kernel has its own. */
  private SutRequest request(Environment recorded) {
    SutKind kind = sut == null ? SutKind.of(recorded) : sut;
    KernelOptions standard = KernelOptions.standard(Version.text());
    return new SutRequest(
        kind,
        kind == SutKind.SIMULATOR ? recorded.faults() : List.of(),
        Optional.empty(),
        recorded.profile().ptrace() ? standard : standard.withoutPrivileges(),
        guest.options(Optional.empty()));
  }

  /** Where nobody asks for another simulator, it is the kernel that the trace was recorded on. */
  private <C extends org.pageproof.vocabulary.Command> Optional<SutChoice<C>> system(
      StoredTrace<?, C> stored, SutRequest request, List<String> complaints) {
    CheckedInterface<?, C> checked = stored.checked();
    Environment recorded = stored.trace().environment();
    if (SutKind.of(recorded) == SutKind.SIMULATOR && request.kind() == SutKind.SIMULATOR) {
      SystemUnderTest<C> same = checked.simulator(recorded.profile(), request.faults());
      return Optional.of(new SutChoice<>(checked.id(), same, "as recorded"));
    }
    return SutChoice.of(checked, request, complaints);
  }

  /** The folder the trace lies in, as the user would write it. */
  private String folder() {
    return Optional.ofNullable(file.getParent()).map(Path::toString).orElse(".");
  }
}
