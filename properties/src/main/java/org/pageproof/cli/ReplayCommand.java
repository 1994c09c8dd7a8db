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
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pageproof.reference.Oracle;
import org.pageproof.sut.SystemUnderTest;
import org.pageproof.sut.kernel.KernelOptions;
import org.pageproof.trace.TraceFile;
import org.pageproof.trace.TraceFormatException;
import org.pageproof.vocabulary.Environment;
import org.pageproof.vocabulary.Trace;
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

  @Option(names = "--times", paramLabel = "N", description = "How often. Default: 1.")
  private int times = 1;

  @Mixin private GuestOptions guest = new GuestOptions();

  @Override
  public Integer call() {
    if (times < 1) {
      throw new ParameterException(spec.commandLine(), "--times must be 1 or more");
    }
    byte[] bytes = read();
    try {
      String name = TraceFile.interfaceOf(bytes);
      CheckedInterface<?, ?> checked =
          InterfaceChoice.named(name)
              .orElseThrow(() -> new InputException("a trace of the interface '" + name + "'"));
      return replay(checked, bytes);
    } catch (TraceFormatException | InputException e) {
      throw new InputException(file + ": " + e.getMessage(), e);
    }
  }

  private <S, C extends org.pageproof.vocabulary.Command> int replay(
      CheckedInterface<S, C> checked, byte[] bytes) {
    Trace<C> stored = new TraceFile<>(checked.reports().codec()).decode(bytes);
    SutRequest request = request(stored.environment());
    request.check(checked);
    Oracle<S, C> then = new Oracle<>(checked.suite(stored.environment().profile()).model());
    System.out.println("stored:   " + Replay.word(then.explain(stored)));
    List<String> complaints = new ArrayList<>();
    Optional<SutChoice<C>> system = system(checked, request, stored, complaints);
    if (system.isEmpty()) {
      complaints.forEach(complaint -> System.err.println("pageproof: skipped: " + complaint));
      return ExitCode.SKIPPED;
    }
    if (sut != null) {
      System.out.println(system.get().describe());
    }
    try (SystemUnderTest<C> under = system.get().sut()) {
      return new Replay<>(checked, under, stored, folder()).times(times);
    }
  }

  private byte[] read() {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(TRACE_BYTES_MAX + 1);
      if (bytes.length > TRACE_BYTES_MAX) {
        throw new InputException(file + ": too large for a trace");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new InputException(file + ": no such file", e);
    } catch (AccessDeniedException e) {
      throw new InputException(file + ": permission denied", e);
    } catch (IOException e) {
      throw new InputException(file + " cannot be read: " + e.getMessage(), e);
    }
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
      CheckedInterface<?, C> checked,
      SutRequest request,
      Trace<C> stored,
      List<String> complaints) {
    boolean simulated = SutKind.of(stored.environment()) == SutKind.SIMULATOR;
    if (simulated && request.kind() == SutKind.SIMULATOR) {
      SystemUnderTest<C> same = checked.simulator(stored.environment().profile(), request.faults());
      return Optional.of(new SutChoice<>(checked.id(), same, "as recorded"));
    }
    return SutChoice.of(checked, request, complaints);
  }

  /** The folder the trace lies in, as the user would write it. */
  private String folder() {
    return Optional.ofNullable(file.getParent()).map(Path::toString).orElse(".");
  }
}
