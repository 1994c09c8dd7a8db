package org.pageproof.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pageproof.generation.KnownDivergences;
import org.pageproof.generation.UffdVocabulary;
import org.pageproof.properties.Campaign;
import org.pageproof.properties.CampaignOptions;
import org.pageproof.properties.Conformance;
import org.pageproof.properties.RunRecorder;
import org.pageproof.properties.Shard;
import org.pageproof.properties.Suite;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.reports.DivergenceFolder;
import org.pageproof.reports.InconclusiveTraces;
import org.pageproof.reports.RunEvent;
import org.pageproof.reports.RunListener;
import org.pageproof.reports.RunLog;
import org.pageproof.reports.RunSummary;
import org.pageproof.sut.kernel.KernelOptions;
import org.pageproof.sut.vm.VmOptions;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Checks a system under test against the reference state machine. */
@Command(
    name = "run",
    description = "Checks this machine's kernel, or the simulator, with random command sequences.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class RunCommand implements Callable<Integer> {
  private static final Duration DEFAULT_BUDGET = Duration.ofSeconds(30);
  private static final long SEED_BOUND = 1L << 48;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--interface",
      paramLabel = "NAME",
      description = "What to check: ${COMPLETION-CANDIDATES}.")
  private CheckedInterface wantedInterface = CheckedInterface.USERFAULTFD;

  @Option(
      names = "--sut",
      paramLabel = "SUT",
      description =
          "What to test: ${COMPLETION-CANDIDATES}. Auto is the kernel where it can be reached,"
              + " otherwise the simulator.")
  private SutKind sut = SutKind.AUTO;

  @Mixin private GuestOptions guest = new GuestOptions();

  @Option(
      names = "--release",
      paramLabel = "R",
      showDefaultValue = Visibility.NEVER,
      description = "Runs the simulator as this kernel: ${COMPLETION-CANDIDATES}. Default: 6.18.")
  private @Nullable SimulatedRelease release;

  @Option(names = "--unprivileged", description = "Tests what a process without capabilities sees.")
  private boolean unprivileged;

  @Option(
      names = "--vocabulary",
      paramLabel = "ID",
      description =
          "What is drawn: userfaultfd, or uffd-2015, which is what the first header of 2015"
              + " declares. What is expected is always what the kernel at hand promises.")
  private String vocabulary = UffdVocabulary.FULL.id();

  @Option(
      names = "--known",
      paramLabel = "HOW",
      description =
          "What to do about known divergences (see pageproof rules, status defect): report them, or"
              + " avoid the commands that meet them: ${COMPLETION-CANDIDATES}.")
  private KnownDivergences known = KnownDivergences.REPORT;

  @Option(
      names = "--tries",
      paramLabel = "N",
      description =
          "How many sequences the campaign has, all its shards together. Without it, --budget"
              + " decides.")
  private @Nullable Long tries;

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      converter = BudgetConverter.class,
      description = "How long to run: 90s, 5m, 2h. Default: 30s, unless --tries is given.")
  private @Nullable Duration budget;

  @Option(names = "--seed", paramLabel = "S", description = "The campaign's seed. Default: random.")
  private @Nullable Long seed;

  @Option(names = "--max-commands", paramLabel = "N", description = "The longest sequence.")
  private int maxCommands = CampaignOptions.DEFAULT_MAX_COMMANDS;

  @Option(names = "--pages", paramLabel = "N", description = "Pages in a region, 1 to 12.")
  private int pages = CampaignOptions.DEFAULT_PAGES;

  @Option(
      names = "--fault",
      paramLabel = "ID",
      showDefaultValue = Visibility.NEVER,
      description = "Plants a fault in the simulator (see pageproof faults). May be repeated.")
  private List<String> faults = new ArrayList<>();

  @Option(
      names = "--hang-limit",
      hidden = true,
      converter = BudgetConverter.class,
      description = "How long a worker may make no progress before it is taken for hung.")
  private @Nullable Duration hangLimit;

  @Option(names = "--keep-going", description = "Goes on after a divergence, to find others.")
  private boolean keepGoing;

  @Option(
      names = "--shard",
      paramLabel = "I/N",
      converter = ShardConverter.class,
      description =
          "Runs part I, from 0, of N parts of the campaign: the rounds, of 512 sequences each,"
              + " whose number leaves I when divided by N.")
  private Shard shard = Shard.ALL;

  @Option(names = "--report-dir", paramLabel = "DIR", description = "Where reports go.")
  private Path reportDir = Path.of("pageproof-report");

  @Option(
      names = "--format",
      paramLabel = "KIND[:FILE]",
      converter = OutputFormat.Converter.class,
      showDefaultValue = Visibility.NEVER,
      description =
          "A report to write: console or junit; without FILE to stdout. May be repeated. junit.xml"
              + " in the report directory is always written.")
  private List<OutputFormat> formats = new ArrayList<>();

  @Override
  public Integer call() {
    CampaignOptions options = options();
    checkFormats();
    Function<Profile, Suite<UffdState, UffdCommand>> suites = wantedInterface.suites(vocabulary);
    SutChoice.Simulation simulation =
        new SutChoice.Simulation(SutChoice.faults(faults), Optional.ofNullable(release));
    List<String> complaints = new ArrayList<>();
    try (Interruption interruption = Interruption.listen()) {
      Optional<SutChoice> choice =
          SutChoice.of(sut, simulation, kernelOptions(), vmOptions(), complaints);
      if (choice.isEmpty()) {
        complaints.forEach(complaint -> System.err.println("pageproof: skipped: " + complaint));
        return ExitCode.SKIPPED;
      }
      PrintStream notes = stdoutFormats() > 0 ? System.err : System.out;
      notes.println(choice.get().describe());
      try {
        Suite<UffdState, UffdCommand> suite =
            suites.apply(choice.get().sut().environment().profile());
        return run(choice.get(), suite, options, interruption);
      } finally {
        choice.get().sut().close();
      }
    }
  }

  private CampaignOptions options() {
    if (maxCommands < 1) {
      throw new ParameterException(spec.commandLine(), "--max-commands must be 1 or more");
    }
    if (tries != null && tries < 1) {
      throw new ParameterException(spec.commandLine(), "--tries must be 1 or more");
    }
    if (pages < 1 || pages > AddressPlan.MAX_PAGES) {
      throw new ParameterException(spec.commandLine(), "--pages must be 1 to 12");
    }
    Optional<Long> sequences = Optional.ofNullable(tries);
    Optional<Duration> time = Optional.ofNullable(budget);
    return new CampaignOptions(
        Optional.ofNullable(seed).orElseGet(() -> new SecureRandom().nextLong(SEED_BOUND)),
        sequences,
        sequences.isPresent() || time.isPresent() ? time : Optional.of(DEFAULT_BUDGET),
        maxCommands,
        new AddressPlan(pages),
        shard,
        known);
  }

  private KernelOptions kernelOptions() {
    KernelOptions standard = KernelOptions.standard(Version.text());
    KernelOptions options = unprivileged ? standard.withoutPrivileges() : standard;
    return hangLimit == null ? options : options.withLimits(hangLimit.dividedBy(2), hangLimit);
  }

  private VmOptions vmOptions() {
    return guest.options(Optional.ofNullable(hangLimit));
  }

  private int run(
      SutChoice choice,
      Suite<UffdState, UffdCommand> suite,
      CampaignOptions options,
      Interruption interruption) {
    Progress progress =
        new Progress(
            System.err, System::nanoTime, options.tries(), options.budget(), Terminal.stderr());
    try (RunReports events = RunReports.open(reportDir, formats, progress)) {
      RunRecorder recorder = recorder(choice, suite, events, options.seed());
      events.on(
          new RunEvent.RunStarted(
              choice.sut().environment(), arguments(), options.seed(), choice.reason()));
      Conformance<UffdState, UffdCommand> conformance =
          new Conformance<>(suite, choice.sut(), recorder, keepGoing, interruption::requested);
      Campaign<UffdState, UffdCommand> campaign =
          new Campaign<>(
              options, suite, conformance, recorder, System::nanoTime, interruption::requested);
      Ending ending = new Ending(recorder, applicableRules(suite), interruption::requested);
      return exitCode(ending.after(campaign::run, progress::end));
    } finally {
      progress.end();
    }
  }

  private RunRecorder recorder(
      SutChoice choice,
      Suite<UffdState, UffdCommand> suite,
      RunListener events,
      long campaignSeed) {
    return new RunRecorder(
        suite.model(),
        events,
        new DivergenceFolder(reportDir),
        new InconclusiveTraces(reportDir),
        choice.sut().environment().sut() + "_conforms",
        campaignSeed,
        System::nanoTime);
  }

  private static int applicableRules(Suite<UffdState, UffdCommand> suite) {
    return (int)
        suite.model().rules().stream()
            .filter(rule -> rule.profile().test(suite.model().profile()))
            .count();
  }

  private static int exitCode(RunSummary summary) {
    return switch (summary.verdict()) {
      case CONFORMS -> ExitCode.CONFORMS;
      case DIVERGES -> ExitCode.DIVERGES;
      case INCONCLUSIVE -> ExitCode.HARNESS;
      case SKIPPED -> ExitCode.SKIPPED;
    };
  }

  private String arguments() {
    return String.join(" ", spec.commandLine().getParseResult().originalArgs());
  }

  private void checkFormats() {
    if (stdoutFormats() > 1) {
      throw new ParameterException(
          spec.commandLine(), "only one --format may go to stdout; name a file, as in junit:FILE");
    }
    Set<Path> files = new HashSet<>();
    files.add(reportDir.resolve("junit.xml").toAbsolutePath().normalize());
    files.add(reportDir.resolve(RunLog.FILE_NAME).toAbsolutePath().normalize());
    for (OutputFormat format : formats) {
      if (format.file().isPresent()
          && !files.add(format.file().get().toAbsolutePath().normalize())) {
        throw new ParameterException(
            spec.commandLine(), "two reports go to " + format.file().get() + "; name another file");
      }
    }
  }

  private long stdoutFormats() {
    return formats.stream().filter(format -> format.file().isEmpty()).count();
  }
}
