package org.pageproof.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pageproof.generation.KnownDivergences;
import org.pageproof.properties.CampaignOptions;
import org.pageproof.properties.Shard;
import org.pageproof.reports.Baseline;
import org.pageproof.reports.RunLog;
import org.pageproof.reports.RunVerdict;
import org.pageproof.sut.kernel.KernelOptions;
import org.pageproof.vocabulary.AddressPlan;
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
    description = "Checks a kernel, or the simulator of one, with random command sequences.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class RunCommand implements Callable<Integer> {
  private static final Duration DEFAULT_BUDGET = Duration.ofSeconds(30);
  private static final long SEED_BOUND = 1L << 48;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--interface",
      paramLabel = "NAME",
      description =
          "What to check: ${COMPLETION-CANDIDATES}. All is one after the other, each for the whole"
              + " budget, with a report in a directory of its name.")
  private InterfaceChoice wantedInterface = InterfaceChoice.USERFAULTFD;

  @Option(
      names = "--sut",
      paramLabel = "SUT",
      description =
          "What to test: ${COMPLETION-CANDIDATES}. Auto is the kernel where it can be reached, for"
              + " hmm otherwise a virtual machine where there can be one, otherwise the simulator.")
  private SutKind sut = SutKind.AUTO;

  @Option(
      names = "--release",
      paramLabel = "R",
      showDefaultValue = Visibility.NEVER,
      description =
          "Runs the simulator as this kernel. For userfaultfd: 6.18 (default), 6.12, 6.1, 4.3. For"
              + " hmm: 6.12 (default), 7.2, 6.19, 6.18, 6.1, 6.0, 5.14, 5.8.")
  private @Nullable String release;

  @Option(names = "--unprivileged", description = "Tests what a process without capabilities sees.")
  private boolean unprivileged;

  @Mixin private GuestOptions guest = new GuestOptions();

  @Mixin private BaselineOptions baseline = new BaselineOptions();

  @Option(
      names = "--vocabulary",
      paramLabel = "ID",
      showDefaultValue = Visibility.NEVER,
      description =
          "What is drawn. For userfaultfd: userfaultfd (default), or uffd-2015, which is what the"
              + " first header of 2015 declares. What is expected is always what the kernel at hand"
              + " promises.")
  private @Nullable String vocabulary;

  @Option(
      names = "--known",
      paramLabel = "HOW",
      description =
          "What to do about known divergences (see pageproof rules, status defect):"
              + " ${COMPLETION-CANDIDATES}. Report counts them; avoid steers around the commands"
              + " that meet them; find looks for them and takes them for new ones, so that each is"
              + " shrunk and gets its C program.")
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
              + " whose number leaves I when divided by N. Default: what Kubernetes indexed jobs"
              + " (with PAGEPROOF_SHARDS), Slurm arrays and GitLab say in their variables. Needs"
              + " --seed.")
  private @Nullable Shard shard;

  @Option(names = "--report-dir", paramLabel = "DIR", description = "Where reports go.")
  private Path reportDir = Path.of("pageproof-report");

  @Mixin private FormatOptions formats = new FormatOptions();

  @Mixin private ExitStyleOption exit = new ExitStyleOption();

  @Override
  public Integer call() {
    ShardVariables.Detected part = part();
    CampaignOptions options = options(part.shard());
    Baseline known = baseline.read();
    formats.check(
        List.of(reportDir.resolve(RunReports.JUNIT), reportDir.resolve(RunLog.FILE_NAME)));
    List<CheckedInterface<?, ?>> interfaces = wantedInterface.interfaces();
    if (interfaces.size() > 1) {
      checkTogether();
    }
    SutRequest request =
        new SutRequest(
            sut,
            faults,
            Optional.ofNullable(release),
            kernelOptions(),
            guest.options(Optional.ofNullable(hangLimit)));
    interfaces.forEach(request::check);
    List<InterfaceRun<?, ?>> runs = new ArrayList<>();
    for (CheckedInterface<?, ?> checked : interfaces) {
      Path directory = interfaces.size() > 1 ? reportDir.resolve(checked.id()) : reportDir;
      runs.add(run(checked, request, options, new Told(directory, part, known)));
    }
    return exit.codeOf(() -> all(runs));
  }

  /** One run after the other; the verdict of all. */
  private RunVerdict all(List<InterfaceRun<?, ?>> runs) {
    try (Interruption interruption = Interruption.listen()) {
      RunVerdict verdict = RunVerdict.SKIPPED;
      List<Path> decided = new ArrayList<>();
      for (InterfaceRun<?, ?> run : runs) {
        if (!interruption.requested()) {
          RunVerdict own = run.call(interruption);
          verdict = verdict.and(own);
          if (own == RunVerdict.CONFORMS || own == RunVerdict.DIVERGES) {
            decided.add(run.output().directory());
          }
        }
      }
      baseline.write(decided);
      return verdict;
    }
  }

  /** What is the same for every interface, and where its report goes. */
  private record Told(Path directory, ShardVariables.Detected part, Baseline baseline) {}

  private <S, C extends org.pageproof.vocabulary.Command> InterfaceRun<S, C> run(
      CheckedInterface<S, C> checked, SutRequest request, CampaignOptions options, Told told) {
    PrintStream notes = formats.haveStdout() ? System.err : System.out;
    return new InterfaceRun<>(
        checked,
        vocabulary == null ? checked.vocabularies().get(0) : checked.vocabulary(vocabulary),
        request,
        options,
        keepGoing,
        told.baseline().of(checked.id()),
        new InterfaceRun.Output(
            told.directory(), formats, notes, arguments(), told.part().source()));
  }

  /** Without a common seed the shards would be parts of different campaigns. */
  private ShardVariables.Detected part() {
    ShardVariables.Detected part =
        shard == null
            ? new ShardVariables(System.getenv())
                .detect()
                .orElse(new ShardVariables.Detected(Shard.ALL, ""))
            : new ShardVariables.Detected(shard, "--shard");
    if (part.shard().count() > 1 && seed == null) {
      throw wrong("a shard needs --seed, the same for all (" + part.source() + ")");
    }
    return part;
  }

  private CampaignOptions options(Shard part) {
    if (maxCommands < 1) {
      throw wrong("--max-commands must be 1 or more");
    }
    if (tries != null && tries < 1) {
      throw wrong("--tries must be 1 or more");
    }
    if (pages < 1 || pages > AddressPlan.MAX_PAGES) {
      throw wrong("--pages must be 1 to 12");
    }
    Optional<Long> sequences = Optional.ofNullable(tries);
    Optional<Duration> time = Optional.ofNullable(budget);
    return new CampaignOptions(
        Optional.ofNullable(seed).orElseGet(() -> new SecureRandom().nextLong(SEED_BOUND)),
        sequences,
        sequences.isPresent() || time.isPresent() ? time : Optional.of(DEFAULT_BUDGET),
        maxCommands,
        new AddressPlan(pages),
        part,
        known);
  }

  private KernelOptions kernelOptions() {
    KernelOptions standard = KernelOptions.standard(Version.text());
    KernelOptions options = unprivileged ? standard.withoutPrivileges() : standard;
    return hangLimit == null ? options : options.withLimits(hangLimit.dividedBy(2), hangLimit);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private String arguments() {
    return String.join(" ", spec.commandLine().getParseResult().originalArgs());
  }

  /** What is said of one interface must not be said of all. */
  private void checkTogether() {
    if (!faults.isEmpty() || release != null || vocabulary != null || unprivileged) {
      throw wrong(
          "--fault, --release, --vocabulary and --unprivileged are for one --interface, not for"
              + " all");
    }
    if (!formats.formats().isEmpty()) {
      throw wrong(
          "--format is for one --interface; of all, each has its junit.xml in the report"
              + " directory");
    }
  }
}
