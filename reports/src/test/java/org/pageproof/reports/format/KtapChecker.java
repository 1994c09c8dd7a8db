package org.pageproof.reports.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reader of KTAP that takes nothing but what Documentation/dev-tools/ktap.rst asks for, and of
 * that only what we write: no unknown lines, names of small letters, digits and underscores.
 */
final class KtapChecker {
  private static final Pattern PLAN = Pattern.compile("1\\.\\.([1-9]\\d*)");
  private static final Pattern RESULT =
      Pattern.compile("(not ok|ok) ([1-9]\\d*) ([a-z0-9_]+)(?: # ([A-Z]+)(?: (.*))?)?");
  private static final Set<String> PASSING = Set.of("SKIP", "XFAIL", "XPASS");
  private static final Set<String> FAILING = Set.of("ERROR", "TIMEOUT");

  private final List<String> lines;
  private int at;
  private boolean bailedOut;

  /** A result. */
  record Line(boolean ok, String name, String directive, List<Line> subtests) {}

  /** It is not KTAP. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }

  private KtapChecker(String text) {
    if (!text.endsWith("\n")) {
      throw new Refused("the last line does not end");
    }
    lines = text.lines().toList();
  }

  /** Reads a whole output; gives the results of the outer level, none if it bailed out. */
  static List<Line> check(String text) {
    KtapChecker checker = new KtapChecker(text);
    List<Line> results = checker.level("");
    if (checker.at != checker.lines.size()) {
      throw checker.refused("more after the end");
    }
    List<Line> leaves =
        results.stream()
            .flatMap(r -> r.subtests().isEmpty() ? List.of(r).stream() : r.subtests().stream())
            .toList();
    if (!checker.bailedOut && !text.endsWith("\n# " + totals(leaves) + "\n")) {
      throw new Refused("the totals are not " + totals(leaves));
    }
    return results;
  }

  private static String totals(List<Line> leaves) {
    return String.format(
        "Totals: pass:%d fail:%d xfail:%d xpass:%d skip:%d error:%d",
        count(leaves, true, ""),
        count(leaves, false, ""),
        count(leaves, true, "XFAIL"),
        count(leaves, true, "XPASS"),
        count(leaves, true, "SKIP"),
        count(leaves, false, "ERROR"));
  }

  private static long count(List<Line> leaves, boolean ok, String directive) {
    return leaves.stream().filter(l -> l.ok() == ok && l.directive().equals(directive)).count();
  }

  private List<Line> level(String indent) {
    expect(indent + "KTAP version 1");
    Matcher plan = PLAN.matcher(strip(indent));
    if (!plan.matches()) {
      throw refused("no plan");
    }
    at++;
    int planned = Integer.parseInt(plan.group(1));
    List<Line> results = new ArrayList<>();
    while (results.size() < planned && !bailedOut) {
      notes(indent);
      if (at < lines.size() && lines.get(at).startsWith("Bail out! ")) {
        bailedOut = true;
        at++;
        return List.of();
      }
      List<Line> subtests =
          at < lines.size() && lines.get(at).startsWith(indent + "  ")
              ? level(indent + "  ")
              : List.of();
      results.add(result(indent, results.size() + 1, subtests));
    }
    notes(indent);
    return results;
  }

  private Line result(String indent, int number, List<Line> subtests) {
    Matcher result = RESULT.matcher(strip(indent));
    if (!result.matches()) {
      throw refused("no result");
    }
    boolean ok = result.group(1).equals("ok");
    String directive = result.group(4) == null ? "" : result.group(4);
    String reason = result.group(5) == null ? "" : result.group(5);
    if (Integer.parseInt(result.group(2)) != number) {
      throw refused("not number " + number);
    }
    if (!directive.isEmpty() && !(ok ? PASSING : FAILING).contains(directive)) {
      throw refused("directive");
    }
    if (reason.replace("\\#", "").contains("#") || reason.matches(".*\\p{Cntrl}.*")) {
      throw refused("the reason could be taken for another directive");
    }
    if (!subtests.isEmpty() && ok == subtests.stream().anyMatch(subtest -> !subtest.ok())) {
      throw refused("it contradicts its subtests");
    }
    at++;
    return new Line(ok, result.group(3), directive, subtests);
  }

  private void notes(String indent) {
    while (at < lines.size() && lines.get(at).startsWith(indent + "# ")) {
      if (lines.get(at).matches(".*\\p{Cntrl}.*")) {
        throw refused("control characters");
      }
      at++;
    }
  }

  private void expect(String line) {
    if (at >= lines.size() || !lines.get(at).equals(line)) {
      throw refused("not '" + line + "'");
    }
    at++;
  }

  private String strip(String indent) {
    if (at >= lines.size() || !lines.get(at).startsWith(indent)) {
      throw refused("indentation");
    }
    return lines.get(at).substring(indent.length());
  }

  private Refused refused(String why) {
    return new Refused(
        why + ", line " + (at + 1) + ": " + (at < lines.size() ? lines.get(at) : "the end"));
  }
}
