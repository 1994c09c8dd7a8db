package org.pageproof.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.pageproof.reports.CampaignFacts;
import org.pageproof.reports.DivergenceFolder;
import org.pageproof.reports.ReportException;
import org.pageproof.reports.RunEvent;
import org.pageproof.reports.RunEvent.DivergenceFound;
import org.pageproof.reports.RunLog;
import org.pageproof.reports.RunMerge;
import org.pageproof.reports.StoredRun;
import org.pageproof.reports.WholeFile;
import org.pageproof.reports.words.Counted;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes one report of the shards of a campaign. */
@Command(
    name = "merge",
    description = {
      "Makes one report of the shards of a campaign.",
      "Coverage is added up and each distinct divergence is told once. The exit code is that of a"
          + " run with the same findings."
    },
    mixinStandardHelpOptions = true)
final class MergeCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "RUN",
      arity = "1..*",
      description = "The report directories of the shards, or their run.jsonl.")
  private List<Path> shards = new ArrayList<>();

  @Option(
      names = "--into",
      paramLabel = "DIR",
      required = true,
      description = "Where the report goes.")
  private Path into = Path.of("");

  @Mixin private FormatOptions formats = new FormatOptions();

  @Override
  public Integer call() {
    List<StoredRunFile> files = shards.stream().map(StoredRunFile::read).toList();
    refuseOwnInput(files);
    formats.check(List.of(into.resolve(RunReports.JUNIT), into.resolve(RunLog.FILE_NAME)));
    StoredRun merged = merged(files);
    PrintStream notes = formats.haveStdout() ? System.err : System.out;
    notes.println(header(merged.started()));
    try (RunReports reports = RunReports.open(into, formats, event -> {})) {
      for (RunEvent event : merged.events()) {
        reports.on(event instanceof DivergenceFound found ? moved(found, files) : event);
      }
    }
    for (StoredRunFile file : files) {
      file.undecided().forEach((name, source) -> copy(source, into.resolve(name)));
    }
    return ExitCode.of(merged.summary().verdict());
  }

  private void refuseOwnInput(List<StoredRunFile> files) {
    for (StoredRunFile file : files) {
      if (file.directory().equals(into.toAbsolutePath().normalize())) {
        throw new InputException("--into " + into + " is what is to be merged");
      }
    }
  }

  private static StoredRun merged(List<StoredRunFile> files) {
    @Nullable StoredRun merged = null;
    for (StoredRunFile file : files) {
      try {
        merged = merged == null ? file.run() : RunMerge.of(merged, file.run());
      } catch (ReportException e) {
        throw new InputException("cannot merge: " + e.getMessage(), e);
      }
    }
    if (merged == null) {
      throw new InputException("nothing to merge");
    }
    return merged;
  }

  /** Says which shards there are, and which are missing. */
  private static String header(RunEvent.RunStarted started) {
    CampaignFacts campaign = started.campaign();
    String missing =
        IntStream.range(0, campaign.shardCount())
            .filter(shard -> !campaign.shards().contains(shard))
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(", "));
    return String.format(
        "Merged %d of %s of the campaign with seed %d%s",
        campaign.shards().size(),
        Counted.of(campaign.shardCount(), "shard"),
        started.seed(),
        missing.isEmpty() ? "" : "; missing: " + missing);
  }

  /** Copies the folder of a divergence from the shard that met it first. */
  private DivergenceFound moved(DivergenceFound found, List<StoredRunFile> files) {
    DivergenceFound moved = found.inDirectory(into.toString());
    Path target = into.resolve(found.folder());
    for (StoredRunFile file : files) {
      @Nullable DivergenceFound source = file.run().found().get(found.fingerprint());
      if (source != null && source.origin().equals(found.origin())) {
        copyFolder(file.directory().resolve(source.folder()), target);
        WholeFile.write(
            target.resolve(DivergenceFolder.REPORT),
            moved.report().getBytes(StandardCharsets.UTF_8));
      }
    }
    return moved;
  }

  private static void copyFolder(Path source, Path target) {
    try {
      Files.createDirectories(target);
    } catch (IOException e) {
      throw ReportException.cannotWrite(target, e);
    }
    DivergenceFolder.FILES.forEach(name -> copy(source.resolve(name), target.resolve(name)));
  }

  /** What a CI system did not keep of a shard cannot be had. */
  private static void copy(Path source, Path target) {
    try {
      if (Files.exists(source)) {
        Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw ReportException.cannotWrite(target, e);
    }
  }
}
