package org.pageproof.reports.html;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.pageproof.reports.words.Counted;

/** Which commands were seen in which situations. */
final class TransitionCoverage {
  private final Markup html;
  private final Run run;

  TransitionCoverage(Markup html, Run run) {
    this.html = html;
    this.run = run;
  }

  void write() {
    Map<String, Long> transitions = run.summary().transitions();
    html.open("section").id("transitions").leaf("h2", "Transition coverage");
    if (transitions.isEmpty()) {
      html.leaf("p", "No transition was seen.").close();
      return;
    }
    html.leaf(
        "p",
        Counted.of(transitions.size(), "transition")
            + " seen: a command, the situation it met, and the rule that decided. A cell counts"
            + " over all rules. A crossed-out cell was never seen: other commands of its table met"
            + " the situation, this one did not. Some of these cannot be.");
    List<Matrix> matrices = new ArrayList<>(Matrix.of(transitions));
    matrices.sort(Comparator.comparingInt((Matrix each) -> -each.cells().size()));
    for (Matrix matrix : matrices) {
      table(matrix);
    }
    html.close();
  }

  private void table(Matrix matrix) {
    String commands = String.join(", ", matrix.commands());
    html.open("div", "scroll").attribute("tabindex", "0").attribute("role", "region");
    html.attribute("aria-label", "Transitions of " + commands);
    html.open("table", "matrix").open("caption");
    html.text(
        Counted.of(matrix.cells().size(), "situation")
            + " × "
            + Counted.of(matrix.commands().size(), "command")
            + ", "
            + Counted.of(matrix.neverSeen(), "cell")
            + " never seen");
    html.close().open("thead").open("tr");
    html.open("th").attribute("scope", "col").text("situation").close();
    for (String command : matrix.commands()) {
      html.open("th", "upright").attribute("scope", "col").leaf("code", command).close();
    }
    html.close().close().open("tbody");
    String group = "";
    for (String situation : matrix.cells().keySet()) {
      int slash = situation.indexOf(" / ");
      String begin = slash < 0 ? "" : situation.substring(0, slash);
      if (!begin.equals(group)) {
        group = begin;
        html.open("tr", "group").open("th").attribute("scope", "rowgroup");
        html.attribute("colspan", Integer.toString(matrix.commands().size() + 1));
        html.text(group).close().close();
      }
      row(matrix, situation, slash < 0 ? situation : situation.substring(slash + 3));
    }
    html.close().close().close();
  }

  private void row(Matrix matrix, String situation, String name) {
    html.open("tr").open("th").attribute("scope", "row").text(name).close();
    for (String command : matrix.commands()) {
      long count = matrix.count(situation, command);
      if (count == 0) {
        html.open("td", "never").attribute("title", command + ": never seen");
        html.leaf("span", "unseen", "never").close();
      } else {
        html.open("td", "heat" + heat(count));
        html.attribute("title", command + ": " + rules(matrix.rules(situation, command)));
        html.text(brief(count)).close();
      }
    }
    html.close();
  }

  private static String rules(Map<String, Long> rules) {
    List<String> all = new ArrayList<>();
    rules.forEach((rule, count) -> all.add(rule + " " + count));
    return String.join(", ", all);
  }

  /** 0 to 3, by powers of ten. */
  private static int heat(long count) {
    return Math.min(3, Long.toString(count).length() - 1);
  }

  /** At most four characters. */
  private static String brief(long count) {
    if (count < 10_000) {
      return Long.toString(count);
    }
    return count < 1_000_000 ? count / 1000 + "k" : count / 1_000_000 + "M";
  }
}
