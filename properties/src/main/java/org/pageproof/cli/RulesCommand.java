package org.pageproof.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.pageproof.reference.Rule;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.reports.ReportException;
import org.pageproof.reports.RunEvent;
import org.pageproof.reports.RunLog;
import org.pageproof.reports.RunSummary;
import org.pageproof.verdict.RuleText;
import org.pageproof.vocabulary.Profile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the rules of the reference state machine. */
@Command(
    name = "rules",
    description = "Lists every rule; with a run's report, whether the run reached it.",
    mixinStandardHelpOptions = true)
final class RulesCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--interface",
      paramLabel = "NAME",
      description = "Whose rules: ${COMPLETION-CANDIDATES}.")
  private CheckedInterface wantedInterface = CheckedInterface.USERFAULTFD;

  @Option(
      names = "--coverage",
      paramLabel = "DIR",
      description = "The report directory of a run: says of each rule whether it was reached.")
  private @Nullable Path coverage;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    if (coverage == null) {
      for (Rule<UffdState, ?> rule : rules(Profile.linux618())) {
        print(out, rule.text());
      }
    } else {
      printCoverage(out, read(coverage));
    }
    out.flush();
  }

  private List<Rule<UffdState, ?>> rules(Profile profile) {
    return wantedInterface.suite(profile).model().rules();
  }

  private static void print(PrintWriter out, RuleText text) {
    String status = text.status().name().toLowerCase(Locale.ROOT);
    out.printf("%-32s %-10s %s%n", text.id(), status, text.sentence());
    if (!text.profiles().equals("all")) {
      out.printf("%-32s %-10s holds for %s%n", "", "", text.profiles());
    }
    if (!text.evidence().isEmpty()) {
      out.printf("%-32s %-10s %s%n", "", "", text.evidence());
    }
    out.printf("%-32s %-10s %s%n", "", "", text.source());
  }

  /** What a run told of its profile and of the rules it reached. */
  private record Run(Profile profile, RunSummary summary) {}

  private static Run read(Path directory) {
    List<RunEvent> events;
    try {
      events = RunLog.read(directory);
    } catch (ReportException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
    @Nullable Profile profile = null;
    @Nullable RunSummary summary = null;
    for (RunEvent event : events) {
      if (event instanceof RunEvent.RunStarted started) {
        profile = started.environment().profile();
      } else if (event instanceof RunEvent.RunFinished finished) {
        summary = finished.summary();
      }
    }
    if (profile == null || summary == null) {
      throw new InputException(directory + ": the run did not finish, so it tells no coverage");
    }
    return new Run(profile, summary);
  }

  private void printCoverage(PrintWriter out, Run run) {
    int reached = 0;
    int excused = 0;
    List<Rule<UffdState, ?>> rules = rules(run.profile());
    for (Rule<UffdState, ?> rule : rules) {
      RuleText text = rule.text();
      long count = run.summary().rules().getOrDefault(text.id(), 0L);
      String status = "unreached";
      if (count > 0) {
        status = "reached " + count;
        reached++;
      } else if (!rule.profile().test(run.profile())) {
        status = "excused: only " + text.profiles();
        excused++;
      }
      out.printf("%-32s %s%n", text.id(), status);
    }
    int unreached = rules.size() - reached - excused;
    out.printf("%d reached, %d excused, %d unreached%n", reached, excused, unreached);
  }
}
