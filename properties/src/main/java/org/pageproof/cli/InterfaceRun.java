package org.pageproof.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pageproof.cli.CheckedInterface.DrawnVocabulary;
import org.pageproof.generation.KnownDivergences;
import org.pageproof.properties.Campaign;
import org.pageproof.properties.CampaignOptions;
import org.pageproof.properties.Conformance;
import org.pageproof.properties.RunRecorder;
import org.pageproof.properties.Suite;
import org.pageproof.reports.CampaignFacts;
import org.pageproof.reports.DivergenceFolder;
import org.pageproof.reports.InconclusiveTraces;
import org.pageproof.reports.InterfaceReports;
import org.pageproof.reports.RunEvent;
import org.pageproof.reports.RunListener;
import org.pageproof.reports.RunSummary;
import org.pageproof.reports.RunVerdict;
import org.pageproof.reports.words.Counted;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.Profile;

/**
 * A run that checks one interface.
 *
 * @param checked the interface
 * @param vocabulary what is drawn of it
 * @param request where it is tested
 * @param options how long, and with what
 * @param keepGoing whether to look for further divergences after the first
 * @param baseline the fingerprints that make the run neither fail nor end
 * @param output where it tells what it found
 */
record InterfaceRun<S, C extends Command>(
    CheckedInterface<S, C> checked,
    DrawnVocabulary<S, C> vocabulary,
    SutRequest request,
    CampaignOptions options,
    boolean keepGoing,
    Set<String> baseline,
    Output output) {

  /**
   * Where a run tells what it found.
   *
   * @param directory the report directory
   * @param formats further reports
   * @param notes where people are told what is tested
   * @param arguments the command line, for the log
   * @param shardSource who said which shard it is
   */
  record Output(
      Path directory,
      FormatOptions formats,
      PrintStream notes,
      String arguments,
      String shardSource) {}

  /** Runs it. */
  RunVerdict call(Interruption interruption) {
    List<String> complaints = new ArrayList<>();
    Optional<SutChoice<C>> choice = SutChoice.of(checked, request, complaints);
    if (choice.isEmpty()) {
      complaints.forEach(complaint -> System.err.println("pageproof: skipped: " + complaint));
      skipped(String.join("; ", complaints));
      return RunVerdict.SKIPPED;
    }
    output.notes().println(choice.get().describe());
    if (options.shard().count() > 1) {
      output
          .notes()
          .printf(
              "Shard %s of the campaign with seed %d (from %s)%n",
              options.shard(), options.seed(), output.shardSource());
    }
    try {
      Profile profile = choice.get().sut().environment().profile();
      return run(choice.get(), vocabulary.suites().apply(profile), interruption);
    } finally {
      choice.get().sut().close();
    }
  }

  /** A machine that reads reports wants one of a run that could not be, too. */
  private void skipped(String reason) {
    try (RunReports events = RunReports.open(output.directory(), output.formats(), event -> {})) {
      events.on(
          new RunEvent.RunSkipped(
              checked.id(), RunClock.now(), Version.text(), output.arguments(), options.seed()));
      events.on(new RunEvent.RunFinished(RunSummary.skipped(reason)));
    }
  }

  private RunVerdict run(SutChoice<C> choice, Suite<S, C> suite, Interruption interruption) {
    Progress progress =
        new Progress(
            System.err, System::nanoTime, options.tries(), options.budget(), Terminal.stderr());
    try (RunReports events = RunReports.open(output.directory(), output.formats(), progress)) {
      RunRecorder<S, C> recorder = recorder(choice, suite, events);
      events.on(
          new RunEvent.RunStarted(
              checked.id(),
              RunClock.now(),
              choice.sut().environment(),
              output.arguments(),
              options.seed(),
              choice.reason(),
              facts()));
      events.on(rulesOf(suite));
      choice
          .sut()
          .kernel()
          .map(kernel -> new RunEvent.KernelFacts(kernel.version(), kernel.tainted()))
          .ifPresent(events::on);
      Suite<S, C> judging = options.known() == KnownDivergences.FIND ? suite.strict() : suite;
      Conformance<S, C> conformance =
          new Conformance<>(
              judging,
              choice.sut(),
              recorder,
              found -> keepGoing || baseline.contains(found.toString()),
              interruption::requested);
      Campaign<S, C> campaign =
          new Campaign<>(
              options, suite, conformance, recorder, System::nanoTime, interruption::requested);
      Ending ending = new Ending(recorder, applicableRules(suite), interruption::requested);
      Runnable all =
          () -> {
            campaign.run();
            tellOfThisKernel(choice, events);
          };
      return ending.after(all, progress::end).verdict();
    } finally {
      progress.end();
    }
  }

  /** A guest's is gone by then. */
  private void tellOfThisKernel(SutChoice<C> choice, RunListener events) {
    if (SutKind.of(choice.sut().environment()) == SutKind.KERNEL) {
      ThisKernel.facts().ifPresent(events::on);
    }
  }

  private RunRecorder<S, C> recorder(SutChoice<C> choice, Suite<S, C> suite, RunListener events) {
    InterfaceReports<C> reports = checked.reports();
    return new RunRecorder<>(
        suite.model(),
        events,
        new DivergenceFolder<>(output.directory(), reports),
        new InconclusiveTraces<>(output.directory(), reports.codec()),
        choice.sut().environment().sut() + "_conforms",
        options.seed(),
        baseline,
        System::nanoTime);
  }

  private CampaignFacts facts() {
    String limit =
        Stream.concat(
                options.tries().map(tries -> Counted.of(tries, "sequence")).stream(),
                options.budget().map(budget -> budget.toSeconds() + " s").stream())
            .collect(Collectors.joining(", "));
    return new CampaignFacts(
        vocabulary.id(),
        limit,
        options.maxCommands(),
        options.plan().pagesPerRegion(),
        options.known().toString(),
        List.of(options.shard().index()),
        options.shard().count());
  }

  private static RunEvent.RulesListed rulesOf(Suite<?, ?> suite) {
    Profile profile = suite.model().profile();
    return new RunEvent.RulesListed(
        suite.model().rules().stream()
            .map(rule -> new RunEvent.ListedRule(rule.text(), rule.profile().test(profile)))
            .toList());
  }

  private static int applicableRules(Suite<?, ?> suite) {
    Profile profile = suite.model().profile();
    return (int)
        suite.model().rules().stream().filter(rule -> rule.profile().test(profile)).count();
  }
}
