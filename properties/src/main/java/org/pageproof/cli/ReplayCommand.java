package org.pageproof.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pageproof.properties.Suite;
import org.pageproof.reference.Oracle;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.reports.words.JudgementText;
import org.pageproof.sut.SystemUnderTest;
import org.pageproof.sut.kernel.KernelOptions;
import org.pageproof.sut.simulator.Fault;
import org.pageproof.sut.simulator.Simulator;
import org.pageproof.trace.TraceFile;
import org.pageproof.trace.TraceFormatException;
import org.pageproof.trace.UffdCommandCodec;
import org.pageproof.verdict.Judgement;
import org.pageproof.verdict.Verdict;
import org.pageproof.vocabulary.Environment;
import org.pageproof.vocabulary.Trace;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
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
  /** What a worker can send of one sequence, and the lines around it. */
  private static final int TRACE_BYTES_MAX = (16 << 20) + (1 << 16);

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

  @Mixin private GuestOptions guest = new GuestOptions();

  @Option(names = "--times", paramLabel = "N", description = "How often. Default: 1.")
  private int times = 1;

  @Override
  public Integer call() {
    if (times < 1) {
      throw new ParameterException(spec.commandLine(), "--times must be 1 or more");
    }
    Trace<UffdCommand> stored = read();
    Set<Fault> faults = knownFaults(stored.environment());
    Oracle<UffdState, UffdCommand> then =
        new Oracle<>(Suite.userfaultfd(stored.environment().profile()).model());
    System.out.println("stored:   " + word(then.explain(stored)));
    List<String> complaints = new ArrayList<>();
    Optional<SystemUnderTest<UffdCommand>> system =
        system(stored.environment(), faults, complaints);
    if (system.isEmpty()) {
      complaints.forEach(complaint -> System.err.println("pageproof: skipped: " + complaint));
      return ExitCode.SKIPPED;
    }
    try (SystemUnderTest<UffdCommand> under = system.get()) {
      return replay(under, stored);
    }
  }

  private Trace<UffdCommand> read() {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(TRACE_BYTES_MAX + 1);
      if (bytes.length > TRACE_BYTES_MAX) {
        throw new InputException(file + ": too large for a trace");
      }
      return new TraceFile<>(new UffdCommandCodec()).decode(bytes);
    } catch (NoSuchFileException e) {
      throw new InputException(file + ": no such file", e);
    } catch (TraceFormatException e) {
      throw new InputException(file + ": " + e.getMessage(), e);
    } catch (AccessDeniedException e) {
      throw new InputException(file + ": permission denied", e);
    } catch (IOException e) {
      throw new InputException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private Optional<SystemUnderTest<UffdCommand>> system(
      Environment recorded, Set<Fault> faults, List<String> complaints) {
    if (sut == null && recorded.sut().equals("simulator")) {
      return Optional.of(new Simulator(recorded.profile(), faults, Version.text()));
    }
    SutKind recordedOn = recorded.sut().equals("vm") ? SutKind.VM : SutKind.KERNEL;
    SutKind kind = sut == null ? recordedOn : sut;
    Set<Fault> planted = kind == SutKind.SIMULATOR ? faults : Set.of();
    KernelOptions standard = KernelOptions.standard(Version.text());
    boolean unprivileged = recorded.sut().equals("kernel") && !recorded.profile().ptrace();
    KernelOptions options = unprivileged ? standard.withoutPrivileges() : standard;
    SutChoice.Simulation simulation = new SutChoice.Simulation(planted, Optional.empty());
    return SutChoice.of(kind, simulation, options, guest.options(Optional.empty()), complaints)
        .map(SutChoice::sut);
  }

  private Set<Fault> knownFaults(Environment recorded) {
    try {
      return SutChoice.faults(recorded.faults());
    } catch (InputException e) {
      throw new InputException(file + ": " + e.getMessage(), e);
    }
  }

  private int replay(SystemUnderTest<UffdCommand> under, Trace<UffdCommand> stored) {
    Oracle<UffdState, UffdCommand> now =
        new Oracle<>(Suite.userfaultfd(under.environment().profile()).model());
    List<Judgement<UffdCommand>> diverging = new ArrayList<>();
    Set<Verdict> others = new java.util.HashSet<>();
    for (int i = 0; i < times; i++) {
      Judgement<UffdCommand> judgement = now.explain(execute(under, stored));
      System.out.println("replay " + (i + 1) + ": " + word(judgement));
      if (judgement.verdict() instanceof Verdict.Diverges) {
        diverging.add(judgement);
      } else {
        others.add(judgement.verdict());
      }
    }
    if (!diverging.isEmpty()) {
      System.out.println();
      System.out.print(JudgementText.report(diverging.get(0), folder()));
    }
    if (!diverging.isEmpty() && !others.isEmpty()) {
      System.err.println(
          "pageproof: inconclusive: " + diverging.size() + " of " + times + " replays diverge");
      return ExitCode.HARNESS;
    }
    boolean inconclusive = others.stream().anyMatch(v -> v instanceof Verdict.Inconclusive);
    return inconclusive
        ? ExitCode.HARNESS
        : diverging.isEmpty() ? ExitCode.CONFORMS : ExitCode.DIVERGES;
  }

  /** The trace of now, with the seed that the sequence once came from. */
  private static Trace<UffdCommand> execute(
      SystemUnderTest<UffdCommand> under, Trace<UffdCommand> stored) {
    Trace<UffdCommand> trace = under.execute(stored.sequence());
    return new Trace<>(
        trace.environment().withSeed(stored.environment().seed()),
        trace.sequence(),
        trace.observations());
  }

  /** The folder the trace lies in, as the user would write it. */
  private String folder() {
    return Optional.ofNullable(file.getParent()).map(Path::toString).orElse(".");
  }

  private static String word(Judgement<UffdCommand> judgement) {
    Verdict verdict = judgement.verdict();
    if (verdict instanceof Verdict.Diverges diverges) {
      return "diverges at step "
          + diverges.divergence().step()
          + ": "
          + diverges.divergence().fingerprint();
    }
    if (verdict instanceof Verdict.Inconclusive inconclusive) {
      return "inconclusive: " + inconclusive.reason();
    }
    return verdict instanceof Verdict.Conforms ? "conforms" : "skipped";
  }
}
