package org.pageproof.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pageproof.reports.DivergenceFolder;
import org.pageproof.reports.ReportException;
import org.pageproof.reports.RunEvent;
import org.pageproof.reports.RunEvent.DivergenceFound;
import org.pageproof.reports.RunEvent.KernelFacts;
import org.pageproof.reports.RunEvent.RunStarted;
import org.pageproof.reports.RunLog;
import org.pageproof.reports.mail.BugMail;
import org.pageproof.sut.HarnessException;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells of a run that is over. */
@Command(
    name = "report",
    description =
        "Writes reports of a stored run, the same that the run itself would have written.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DIR", description = "The report directory of the run.")
  private Path directory = Path.of("");

  @Mixin private FormatOptions formats = new FormatOptions();

  @Option(
      names = "--mail",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "FOLDER",
      description =
          "Prints the skeleton of a bug report for a kernel mailing list, about the divergence in"
              + " this folder of DIR, or the only one. Nothing is sent.")
  private @Nullable String mail;

  @Override
  public Integer call() {
    if (mail != null && !formats.formats().isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--mail and --format exclude each other");
    }
    formats.check(List.of(directory.resolve(RunLog.FILE_NAME)));
    List<RunEvent> events = read();
    try {
      if (mail != null) {
        print(events, chosen(events, mail));
      } else {
        render(events);
      }
    } catch (ReportException e) {
      throw new HarnessException(String.valueOf(e.getMessage()), e);
    }
    return ExitCode.CONFORMS;
  }

  private List<RunEvent> read() {
    try {
      return RunLog.readFinished(directory);
    } catch (ReportException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
  }

  private void render(List<RunEvent> events) {
    try (RunReports reports = RunReports.again(directory, formats)) {
      events.forEach(reports::on);
    }
  }

  private void print(List<RunEvent> events, DivergenceFound found) {
    RunStarted run =
        RunEvent.all(RunStarted.class, events).stream()
            .findFirst()
            .orElseThrow(() -> new InputException(directory + ": the run tested nothing"));
    CheckedInterface<?, ?> checked =
        InterfaceChoice.named(run.checked())
            .orElseThrow(
                () -> new InputException(directory + ": a run of '" + run.checked() + "'"));
    Path folder = directory.resolve(found.folder());
    System.out.print(
        BugMail.of(
            run,
            new BugMail.Kernel(
                RunEvent.all(KernelFacts.class, events),
                newTaint(folder.resolve(DivergenceFolder.TRACE))),
            found,
            checked.reports().words().legend(),
            file -> Files.exists(folder.resolve(file))));
  }

  /** What the kernel's taint gained; of one that died or hung it could not be read. */
  private static OptionalLong newTaint(Path file) {
    if (!Files.exists(file)) {
      return OptionalLong.empty();
    }
    List<Observation> seen = StoredTrace.read(file).trace().observations();
    boolean lost =
        seen.stream()
            .map(Observation::reply)
            .anyMatch(reply -> reply instanceof Reply.Died || reply instanceof Reply.Hung);
    return lost
        ? OptionalLong.empty()
        : OptionalLong.of(seen.stream().mapToLong(Observation::taint).reduce(0, (a, b) -> a | b));
  }

  /** The divergence to write about: one mail, one problem. */
  private DivergenceFound chosen(List<RunEvent> events, String folder) {
    List<DivergenceFound> all = RunEvent.all(DivergenceFound.class, events);
    if (all.isEmpty()) {
      throw new InputException(directory + ": the run met no divergence to write about");
    }
    String folders = String.join(", ", all.stream().map(DivergenceFound::folder).toList());
    if (folder.isEmpty() && all.size() > 1) {
      throw new InputException(
          "one mail is about one divergence; say --mail and which: " + folders);
    }
    return all.stream()
        .filter(found -> folder.isEmpty() || found.folder().equals(folder))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    directory + ": no divergence '" + folder + "'; there is " + folders));
  }
}
