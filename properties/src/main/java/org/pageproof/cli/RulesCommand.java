package org.pageproof.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pageproof.reference.Rule;
import org.pageproof.reports.StoredRun;
import org.pageproof.verdict.RuleText;
import org.pageproof.vocabulary.Profile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the rules of the reference state machine. */
@Command(
    name = "rules",
    description =
        "Lists every rule, with the real kernels that showed it; with a run's report, whether the run"
            + " reached it.",
    mixinStandardHelpOptions = true)
final class RulesCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--interface",
      paramLabel = "NAME",
      description =
          "Whose rules: ${COMPLETION-CANDIDATES}. Default: userfaultfd's, or those of the run.")
  private @Nullable InterfaceChoice wantedInterface;

  @Option(
      names = "--coverage",
      paramLabel = "DIR",
      description = "The report directory of a run: says of each rule whether it was reached.")
  private @Nullable Path coverage;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    if (coverage == null) {
      for (CheckedInterface<?, ?> checked : wanted()) {
        Profile profile = checked.releases().get(0).profile();
        print(out, rules(checked, profile), ExerciseTable.of(checked.id()));
      }
    } else {
      StoredRun run = StoredRunFile.read(coverage).run();
      printCoverage(out, run, rulesOf(run, coverage));
    }
    out.flush();
  }

  private List<CheckedInterface<?, ?>> wanted() {
    return wantedInterface == null
        ? InterfaceChoice.USERFAULTFD.interfaces()
        : wantedInterface.interfaces();
  }

  private static List<? extends Rule<?, ?>> rules(CheckedInterface<?, ?> checked, Profile profile) {
    return checked.suite(profile).model().rules();
  }

  /** The rules of the interface that the run was about, which the rules it reached tell. */
  private List<? extends Rule<?, ?>> rulesOf(StoredRun run, Path directory) {
    List<CheckedInterface<?, ?>> candidates =
        wantedInterface == null ? InterfaceChoice.all() : wantedInterface.interfaces();
    for (CheckedInterface<?, ?> checked : candidates) {
      List<? extends Rule<?, ?>> rules = rules(checked, run.started().environment().profile());
      Set<String> reached = run.summary().rules().keySet();
      if (rules.stream().anyMatch(rule -> reached.contains(rule.text().id()))) {
        return rules;
      }
    }
    throw new InputException(directory + ": the run reached no rule of the interface");
  }

  private static void print(
      PrintWriter out, List<? extends Rule<?, ?>> rules, Optional<ExerciseTable> exercised) {
    for (Rule<?, ?> rule : rules) {
      print(out, rule.text());
      String id = rule.text().id();
      exercised.ifPresent(table -> out.printf("%-32s %-10s %s%n", "", "", table.describe(id)));
    }
    List<String> ids = rules.stream().map(rule -> rule.text().id()).toList();
    exercised.ifPresent(table -> out.println(table.summary(ids)));
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

  private static void printCoverage(
      PrintWriter out, StoredRun run, List<? extends Rule<?, ?>> rules) {
    int reached = 0;
    int excused = 0;
    for (Rule<?, ?> rule : rules) {
      RuleText text = rule.text();
      long count = run.summary().rules().getOrDefault(text.id(), 0L);
      String status = "unreached";
      if (count > 0) {
        status = "reached " + count;
        reached++;
      } else if (!rule.profile().test(run.started().environment().profile())) {
        status = "excused: only " + text.profiles();
        excused++;
      }
      out.printf("%-32s %s%n", text.id(), status);
    }
    int unreached = rules.size() - reached - excused;
    out.printf("%d reached, %d excused, %d unreached%n", reached, excused, unreached);
  }
}
