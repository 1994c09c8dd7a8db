package org.pageproof.reports;

import java.util.List;
import java.util.regex.Matcher;
import org.pageproof.reports.timeline.Timeline;
import org.pageproof.reports.words.JudgementText;
import org.pageproof.verdict.RuleText;
import org.pageproof.vocabulary.Environment;

/** What happens in a run, in the order in which it happens: the only source of every report. */
public sealed interface RunEvent {

  /** Those of one type, in order. */
  static <E extends RunEvent> List<E> all(Class<E> type, List<RunEvent> events) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /**
   * The run begins.
   *
   * @param checked the interface that is checked, such as {@code userfaultfd}
   * @param start when, as ISO 8601 in UTC, whole seconds
   * @param environment where it runs
   * @param options the command line's options as text
   * @param seed the campaign seed
   * @param reason why this system under test was chosen
   * @param campaign what is drawn, and which part of it
   */
  record RunStarted(
      String checked,
      String start,
      Environment environment,
      String options,
      long seed,
      String reason,
      CampaignFacts campaign)
      implements RunEvent {}

  /**
   * Nothing can be tested here; the run ends without having begun.
   *
   * @param checked the interface that was to be checked
   * @param start when, as ISO 8601 in UTC, whole seconds
   * @param tool the version of this tool
   * @param options the command line's options as text
   * @param seed the campaign seed
   */
  record RunSkipped(String checked, String start, String tool, String options, long seed)
      implements RunEvent {}

  /**
   * What the kernel says of itself; told before the first sequence, and, if it is this machine's,
   * after the last.
   *
   * @param version as {@code /proc/version} has it, with the compiler
   * @param tainted as {@code /proc/sys/kernel/tainted} has it, a mask in decimal digits
   */
  record KernelFacts(String version, String tainted) implements RunEvent {}

  /**
   * The rules that the run is judged by; told when it begins.
   *
   * @param rules all rules of the interface, in the model's order
   */
  record RulesListed(List<ListedRule> rules) implements RunEvent {
    /** Copies the list. */
    public RulesListed {
      rules = List.copyOf(rules);
    }
  }

  /**
   * A divergence that was just told, step by step.
   *
   * @param fingerprint which
   * @param timeline the steps of its minimal sequence
   */
  record DivergenceTraced(String fingerprint, Timeline timeline) implements RunEvent {}

  /**
   * A round ended; the numbers are those of the run so far.
   *
   * @param round the round's index
   * @param seed the round's seed
   * @param sequences the sequences executed so far
   * @param commands the commands executed so far
   * @param divergences the distinct divergences so far
   */
  record RoundFinished(long round, long seed, long sequences, long commands, int divergences)
      implements RunEvent {}

  /**
   * A distinct divergence was met for the first time, shrunk and written to its folder.
   *
   * @param origin where it was met
   * @param fingerprint its identity
   * @param title one line
   * @param step the index of the diverging step in the minimal sequence
   * @param sequence the minimal sequence, each command in words
   * @param expected what the nearest rule allows in that step
   * @param observed what was observed in that step
   * @param promise the nearest rule
   * @param folder the folder's name within the report directory
   * @param report the body of {@code report.txt}
   */
  record DivergenceFound(
      Origin origin,
      String fingerprint,
      String title,
      int step,
      List<String> sequence,
      String expected,
      String observed,
      Promise promise,
      String folder,
      String report)
      implements RunEvent {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if the step is none of the sequence
     */
    public DivergenceFound {
      sequence = List.copyOf(sequence);
      if (step < 0 || step >= sequence.size()) {
        throw new IllegalArgumentException("no step " + step + " in " + sequence.size());
      }
    }

    /** The same with another folder. */
    public DivergenceFound inFolder(String newFolder) {
      return new DivergenceFound(
          origin,
          fingerprint,
          title,
          step,
          sequence,
          expected,
          observed,
          promise,
          newFolder,
          report);
    }

    /**
     * The command that executes its trace again.
     *
     * @param directory the report directory, as a reader of the report would write it
     */
    public String replay(String directory) {
      return JudgementText.replay(directory + "/" + folder);
    }

    /** The same with the path of the trace as a reader of this report directory would write it. */
    public DivergenceFound inDirectory(String directory) {
      String moved =
          report.replaceAll(
              "(?m)^(Replay: +)\\./pageproof replay .*/trace\\.jsonl$",
              "$1" + Matcher.quoteReplacement(replay(directory)));
      return new DivergenceFound(
          origin, fingerprint, title, step, sequence, expected, observed, promise, folder, moved);
    }
  }

  /**
   * The harness or the machine failed: the run ends early, and a property without a divergence is
   * undecided.
   *
   * @param reason why, in one line
   */
  record HarnessFailed(String reason) implements RunEvent {}

  /**
   * A property or law was decided.
   *
   * @param property its name, such as {@code kernel_conforms}
   * @param verdict what was found
   * @param reason why, in one line; empty if it conforms
   * @param seconds how long it took
   */
  record PropertyFinished(String property, RunVerdict verdict, String reason, double seconds)
      implements RunEvent {}

  /**
   * A shard that a merged report is made of; told by merged reports only.
   *
   * @param shard its index
   * @param verdict what it found
   * @param rounds how many of its rounds ended
   * @param firstSeed the seed of the first of them; 0 if there is none
   * @param lastSeed the seed of the last of them; 0 if there is none
   * @param sequences the sequences that were judged
   * @param commands the commands in them
   * @param divergences its distinct divergences, those of the baseline included
   * @param undecided the files that keep its traces without a verdict, in the merged report
   */
  record ShardMerged(
      int shard,
      RunVerdict verdict,
      long rounds,
      long firstSeed,
      long lastSeed,
      long sequences,
      long commands,
      int divergences,
      List<String> undecided)
      implements RunEvent {
    /** Copies the list. */
    public ShardMerged {
      undecided = List.copyOf(undecided);
    }

    /** What is told of a run that is one shard. */
    public static ShardMerged of(int shard, List<RoundFinished> rounds, RunSummary summary) {
      return new ShardMerged(
          shard,
          summary.verdict(),
          rounds.size(),
          rounds.isEmpty() ? 0 : rounds.get(0).seed(),
          rounds.isEmpty() ? 0 : rounds.get(rounds.size() - 1).seed(),
          summary.counts().sequences(),
          summary.counts().commands(),
          summary.divergences().size(),
          InconclusiveTraces.namesOfShard(shard, summary.counts().inconclusive()));
    }
  }

  /**
   * The run ended, or was interrupted.
   *
   * @param summary what it found
   */
  record RunFinished(RunSummary summary) implements RunEvent {}

  /**
   * Where a divergence was first met.
   *
   * @param property the property that was violated
   * @param round the round's index
   * @param seed the round's seed
   */
  record Origin(String property, long round, long seed) {}

  /**
   * What a divergence breaks.
   *
   * @param rule the rule's id
   * @param sentence what it says
   * @param source where it comes from
   */
  record Promise(String rule, String sentence, String source) {}

  /**
   * A rule of the interface.
   *
   * @param text what it says
   * @param applies whether it holds for the profile at hand
   */
  record ListedRule(RuleText text, boolean applies) {}
}
