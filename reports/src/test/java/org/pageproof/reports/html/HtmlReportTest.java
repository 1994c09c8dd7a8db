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
    assertThat(text(page)).contains("met 12 times, first in round 3 (seed 99)");
    assertThat(text(page)).contains("pageproof replay pageproof-report/");
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
