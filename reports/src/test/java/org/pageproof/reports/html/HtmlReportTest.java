package org.pageproof.reports.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pageproof.reports.RunEvent;
import org.pageproof.reports.RunLog;
import org.pageproof.reports.Runs;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class HtmlReportTest {
  @TempDir private Path folder;

  @Test
  void everyRunIsAStrictPage() {
    HtmlRuns.all()
        .forEach(
            (name, run) ->
                assertThat(StrictHtml.complaints(HtmlRuns.render(run))).as(name).isEmpty());
  }

  @Test
  void aStoredRunIsTheSamePage() {
    for (List<RunEvent> run : List.of(HtmlRuns.known(), HtmlRuns.diverging(), HtmlRuns.died())) {
      try (RunLog log = RunLog.create(folder)) {
        run.forEach(log::on);
      }
      assertThat(HtmlRuns.render(RunLog.read(folder))).isEqualTo(HtmlRuns.render(run));
    }
  }

  @Test
  void hostileTextStaysText() {
    byte[] page = HtmlRuns.render(HtmlRuns.hostile());
    String shown = Runs.HOSTILE.replaceAll("[\u0000\u001b\uffff\ud800]", "\ufffd");
    List<String> titles = texts(page, "h3", "");
    assertThat(titles).containsExactly(shown);
    assertThat(texts(page, "pre", "")).containsExactly("The report.\n" + shown + "\n");
  }

  @Test
  void marksTheStepThatBroke() {
    byte[] page = HtmlRuns.render(HtmlRuns.diverging());
    assertThat(texts(page, "span", "mark")).containsExactly("broke");
    assertThat(texts(page, "code", "reply differs")).containsExactly("EEXIST", "0");
    assertThat(texts(page, "tr", "expected")).singleElement().asString().contains("EEXIST");
    assertThat(texts(page, "tr", "observed")).singleElement().asString().contains("≠ #4.0");
    assertThat(text(page))
        .contains(
            "met 12 times, first in round 3 (round's seed 99), last in round 5 (round's seed 101)");
    assertThat(text(page)).contains("Replay: ./pageproof replay pageproof-report/");
  }

  @Test
  void tellsOfADeathWithTheKernelsLog() {
    byte[] page = HtmlRuns.render(HtmlRuns.died());
    assertThat(texts(page, "tr", "observed")).singleElement().asString().contains("worker died");
    assertThat(texts(page, "td", "cell wrong")).isEmpty();
    assertThat(texts(page, "pre", "log"))
        .singleElement()
        .asString()
        .startsWith("BUG: unable to handle page fault for address");
  }

  @Test
  void keepsKnownDivergencesApart() {
    byte[] page = HtmlRuns.render(HtmlRuns.known());
    assertThat(text(page)).contains("None was found.").contains("met 3 times");
    assertThat(texts(page, "section", "divergence")).isEmpty();
  }

  @Test
  void marksWhatTheBaselineHas() {
    byte[] page = HtmlRuns.render(HtmlRuns.baseline());
    assertThat(texts(page, "section", "divergence excused"))
        .singleElement()
        .asString()
        .contains("copy: reply should be 0, was EEXIST in the baseline");
    assertThat(texts(page, "section", "divergence"))
        .singleElement()
        .asString()
        .doesNotContain("in the baseline");
    assertThat(text(page))
        .contains("Divergences: 1 of 2 in the baseline")
        .contains("What is in the baseline does not make a run fail.")
        .contains("Not met: open UFFD-OPEN-OK out: other (in the baseline)");
    assertThat(text(HtmlRuns.render(HtmlRuns.diverging()))).doesNotContain("baseline");
  }

  @Test
  void tellsWhatEachShardDid() {
    byte[] page = HtmlRuns.render(HtmlRuns.merged());
    assertThat(rows(page, "Shards"))
        .containsExactly(
            "shard verdict rounds first round's seed last round's seed sequences commands"
                + " distinct divergences",
            "0 inconclusive 2 -9223372036854775808 9223372036854775807 100 1234 0",
            "2 skipped 0 none none 0 0 0");
    assertThat(text(page))
        .contains("The command line of shard 0 was --tries 100.")
        .contains("Not in this report, of 3 shards: 1")
        .contains("2 sequences without a verdict; kept: ")
        .contains(" pageproof-report/inconclusive-shard0-1.jsonl")
        .contains(" pageproof-report/inconclusive-shard0-2.jsonl")
        .doesNotContain("Round by round");
  }

  @Test
  void aRunThatWasNotMergedIsOneShardAndHasRounds() {
    byte[] page = HtmlRuns.render(HtmlRuns.conforming());
    assertThat(rows(page, "Shards")).contains("0 conforms 1 7 7 100 1234 0").hasSize(2);
    assertThat(rows(page, "Rounds")).contains("0 7 50 600 0").hasSize(2);
    assertThat(text(page)).doesNotContain("Not in this report");
    assertThat(text(HtmlRuns.render(Runs.inconclusive())))
        .contains("kept: pageproof-report/inconclusive-1.jsonl");
  }

  @Test
  void marksWhatWasNeverSeen() {
    byte[] page = HtmlRuns.render(HtmlRuns.conforming());
    assertThat(texts(page, "span", "chip never")).containsExactly("NEVER REACHED", "EEXIST never");
    assertThat(texts(page, "span", "chip excused"))
        .containsExactly("HOLDS FOR OTHER KERNELS", "NEW n/a");
    assertThat(texts(page, "td", "never")).containsExactly("never");
    assertThat(texts(page, "td", "heat3")).containsExactly("12k");
    assertThat(text(page)).contains("1 rule never reached: UFFD-COPY-EEXIST");
  }

  @Test
  void saysWhyEverythingWasSkipped() {
    String text = text(HtmlRuns.render(Runs.skipped()));
    assertThat(text).contains("Nothing could be tested");
    assertThat(text).contains("Everything: userfaultfd(2) is not available: EPERM");
  }

  @Test
  void withoutTheStepsThereAreStillTheCommands() {
    byte[] page = HtmlRuns.render(Runs.diverging());
    assertThat(texts(page, "li", "wrong")).singleElement().asString().startsWith("UFFDIO_COPY");
  }

  private static String text(byte[] page) {
    return StrictHtml.parse(page).getDocumentElement().getTextContent();
  }

  /** The rows of the table with this label, the cells with a space between them. */
  private static List<String> rows(byte[] page, String label) {
    NodeList all = StrictHtml.parse(page).getElementsByTagName("tr");
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < all.getLength(); i++) {
      Element region = (Element) all.item(i).getParentNode().getParentNode().getParentNode();
      if (region.getAttribute("aria-label").equals(label)) {
        NodeList cells = all.item(i).getChildNodes();
        List<String> row = new ArrayList<>();
        for (int k = 0; k < cells.getLength(); k++) {
          row.add(cells.item(k).getTextContent());
        }
        rows.add(String.join(" ", row));
      }
    }
    return rows;
  }

  /** The texts of all elements of a name and a class; empty for none. */
  private static List<String> texts(byte[] page, String name, String cssClass) {
    NodeList all = StrictHtml.parse(page).getElementsByTagName(name);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      if (element.getAttribute("class").equals(cssClass)) {
        texts.add(element.getTextContent());
      }
    }
    return texts;
  }
}
