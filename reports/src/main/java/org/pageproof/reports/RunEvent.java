package org.pageproof.reports;

import java.util.List;
import java.util.regex.Matcher;
import org.pageproof.vocabulary.Environment;

/** What happens in a run, in the order in which it happens: the only source of every report. */
public sealed interface RunEvent {

  /**
   * The run begins.
   *
   * @param environment where it runs
   * @param options the command line's options as text
   * @param seed the campaign seed
   * @param reason why this system under test was chosen
   * @param campaign what is drawn, and which part of it
   */
  record RunStarted(
      Environment environment, String options, long seed, String reason, CampaignFacts campaign)
      implements RunEvent {}

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
      String folder,
      String report)
      implements RunEvent {
    /** Copies the list. */
    public DivergenceFound {
      sequence = List.copyOf(sequence);
    }

    /** The same with another folder. */
    public DivergenceFound inFolder(String newFolder) {
      return new DivergenceFound(
          origin, fingerprint, title, step, sequence, expected, observed, newFolder, report);
    }

    /** The same with the path of the trace as a reader of this report directory would write it. */
    public DivergenceFound inDirectory(String directory) {
      String moved =
          report.replaceAll(
              "(?m)^(Replay: +\\./pageproof replay ).*/trace\\.jsonl$",
              "$1" + Matcher.quoteReplacement(directory + "/" + folder + "/trace.jsonl"));
      return new DivergenceFound(
          origin, fingerprint, title, step, sequence, expected, observed, folder, moved);
    }
  }

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
}
