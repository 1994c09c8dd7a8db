package org.pageproof.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.pageproof.reference.Oracle;
import org.pageproof.reference.hmm.HmmState;
import org.pageproof.trace.HmmCommandCodec;
import org.pageproof.trace.TraceFile;
import org.pageproof.vocabulary.Trace;
import org.pageproof.vocabulary.hmm.HmmCommand;

/**
 * A sequence that reaches a rule that is drawn too seldom for recorded runs; it was drawn on the
 * simulator by a long run, and replayed on the real kernel of its release.
 *
 * @param rule the rule that it is there for
 * @param trace what the simulator showed
 */
record RareTrace(String rule, Trace<HmmCommand> trace) {
  private static final Path FILES = Path.of("src", "test", "resources", "rare");

  /** What follows the rule in a file's name: the release, for people. */
  private static final String SUFFIX = "-[0-9.]+\\.jsonl";

  /** All of them. */
  static List<RareTrace> all() {
    TraceFile<HmmCommand> format = new TraceFile<>(new HmmCommandCodec());
    List<RareTrace> traces = new ArrayList<>();
    try (Stream<Path> files = Files.list(FILES)) {
      for (Path file : files.sorted().toList()) {
        String rule = file.getFileName().toString().replaceFirst(SUFFIX, "");
        traces.add(new RareTrace(rule, format.decode(Files.readAllBytes(file))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return traces;
  }

  /** The first numbers of the release that it shows, such as 6.12. */
  String release() {
    return trace.environment().profile().release().text().replaceFirst("\\.\\d+$", "");
  }

  /** The rules that allowed the steps of a trace. */
  static Set<String> rulesOf(Trace<HmmCommand> trace) {
    Set<String> rules = new TreeSet<>();
    Oracle<HmmState, HmmCommand> oracle =
        new Oracle<>(new CheckedHmm().suite(trace.environment().profile()).model());
    oracle.judge(trace, (state, command, rule) -> rules.add(rule.id()));
    return rules;
  }
}
