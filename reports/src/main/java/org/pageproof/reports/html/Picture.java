package org.pageproof.reports.html;

import java.util.List;
import org.pageproof.reports.timeline.Timeline;
import org.pageproof.reports.timeline.Timeline.Cell;
import org.pageproof.reports.timeline.Timeline.Lane;
import org.pageproof.reports.timeline.Timeline.Step;

/** A timeline as a table: a row for each command, a column for each place that was looked at. */
final class Picture {
  private static final List<String> NOTHING = List.of("unmapped", "closed", "-", "?");

  private final Markup html;
  private final Run run;
  private final Timeline timeline;

  Picture(Markup html, Run run, Timeline timeline) {
    this.html = html;
    this.run = run;
    this.timeline = timeline;
  }

  void write() {
    html.open("div", "scroll").attribute("tabindex", "0").attribute("role", "region");
    html.attribute("aria-label", "Timeline").open("table", "timeline");
    head();
    html.open("tbody");
    int last = timeline.steps().size() - 1;
    for (int step = 0; step < last; step++) {
      held(step, timeline.steps().get(step));
    }
    broken(last, timeline.steps().get(last));
    html.close().close().close();
    run.rule(timeline.steps().get(last).rule())
        .ifPresent(
            rule -> {
              html.open("p", "promise").text(rule.text().sentence() + " ");
              html.leaf("span", "same", "— " + rule.text().source()).close();
            });
  }

  private void head() {
    html.open("thead").open("tr");
    for (String name : List.of("step", "command", "answer")) {
      html.open("th").attribute("scope", "col").text(name).close();
    }
    for (Lane lane : timeline.lanes()) {
      html.open("th", lane.broken() ? "lane broken" : "lane").attribute("scope", "col");
      html.leaf("code", lane.name()).close();
    }
    html.close().close();
  }

  private void held(int index, Step step) {
    html.open("tr").leaf("td", "number", Integer.toString(index));
    command(step, 1);
    html.open("td", "answer");
    answer(step.answer(), List.of());
    html.close();
    for (Lane lane : timeline.lanes()) {
      Cell now = lane.cells().get(index + 1);
      cell(now, now.equals(lane.cells().get(index)) ? "same" : "changed", false);
    }
    html.close();
  }

  private void broken(int index, Step step) {
    html.open("tr", "expected");
    html.open("td", "number").attribute("rowspan", "2");
    html.text(Integer.toString(index)).leaf("span", "mark", "broke").close();
    command(step, 2);
    html.open("td", "answer").leaf("span", "label", "expected");
    answer(timeline.expected(), step.answer());
    html.close();
    for (Lane lane : timeline.lanes()) {
      boolean changed = !lane.expected().equals(lane.cells().get(index));
      cell(lane.expected(), lane.broken() ? "right" : changed ? "changed" : "same", false);
    }
    html.close().open("tr", "observed");
    html.open("td", "answer").leaf("span", "label", "observed");
    answer(step.answer(), timeline.expected());
    html.close();
    for (Lane lane : timeline.lanes()) {
      Cell now = lane.cells().get(index + 1);
      boolean changed = !now.equals(lane.cells().get(index));
      cell(now, lane.broken() ? "wrong" : changed ? "changed" : "same", lane.broken());
    }
    html.close();
  }

  private void command(Step step, int rows) {
    html.open("th").attribute("scope", "row");
    if (rows > 1) {
      html.attribute("rowspan", Integer.toString(rows));
    }
    html.leaf("code", step.command());
    RuleLink.to(html, run, step.rule());
    html.close();
  }

  /** The reply, then the rest; what the other answer does not have is marked. */
  private void answer(List<String> answer, List<String> other) {
    for (int i = 0; i < answer.size(); i++) {
      boolean differs = !other.isEmpty() && !other.contains(answer.get(i));
      String kind = i == 0 ? "reply" : "rest";
      html.leaf("code", differs ? kind + " differs" : kind, answer.get(i));
    }
  }

  private void cell(Cell cell, String kind, boolean wrong) {
    boolean nothing = NOTHING.contains(cell.text());
    html.open("td", "cell " + kind + (nothing ? " nothing" : ""));
    html.leaf("code", (wrong ? "≠ " : "") + cell.text());
    if (!cell.area().isEmpty()) {
      html.leaf("small", cell.area());
    }
    html.close();
  }
}
