package org.pageproof.reports.format;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads workflow commands back as the runner of GitHub Actions does, and holds its limits. */
final class GithubChecker {
  private static final Pattern COMMAND =
      Pattern.compile("::(error|warning|notice) title=([^:,]*)::(.*)");
  private static final Pattern BAD_ESCAPE = Pattern.compile(".*%(?!25|0D|0A|3A|2C).*");

  private GithubChecker() {}

  /** An annotation as its reader sees it. */
  record Annotation(String kind, String title, String message) {}

  /**
   * Reads a whole output.
   *
   * @throws IllegalArgumentException if the runner would not take it as it is meant
   */
  static List<Annotation> check(String text) {
    Map<String, Integer> kinds = new HashMap<>();
    List<Annotation> all = text.lines().map(GithubChecker::annotation).toList();
    all.forEach(each -> kinds.merge(each.kind(), 1, Integer::sum));
    if (kinds.values().stream().anyMatch(count -> count > 10)) {
      throw new IllegalArgumentException("too many of a kind: " + kinds);
    }
    return all;
  }

  private static Annotation annotation(String line) {
    Matcher command = COMMAND.matcher(line);
    if (!command.matches() || BAD_ESCAPE.matcher(line).matches() || line.indexOf('\r') >= 0) {
      throw new IllegalArgumentException("not a command: " + line);
    }
    return new Annotation(command.group(1), plain(command.group(2)), plain(command.group(3)));
  }

  private static String plain(String escaped) {
    String data = escaped.replace("%0D", "\r").replace("%0A", "\n");
    return data.replace("%3A", ":").replace("%2C", ",").replace("%25", "%");
  }
}
