package org.pageproof.reports.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The pages in a real browser. Its pictures are kept in {@code target/html} to be looked at. */
class BrowserTest {
  private static final Path PICTURES = Path.of("target", "html");

  /** The width of A4 paper within the usual margins, in CSS pixels. */
  private static final int PAPER = 718;

  /** Text and what is behind it: the contrast of everything that is shown. */
  private static final String CONTRAST =
      """
      (() => {
        const light = c => {
          const [r, g, b] = c.map(v => v / 255).map(
              v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const parse = c => c.match(/[\\d.]+/g).map(Number);
        const behind = e => {
          for (; e; e = e.parentElement) {
            const c = parse(getComputedStyle(e).backgroundColor);
            if (c.length == 3 || c[3] == 1) return c.slice(0, 3);
          }
          return [255, 255, 255];
        };
        let worst = 21, where = '';
        for (const e of document.body.querySelectorAll('*')) {
          const own = [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim());
          if (!own || !e.checkVisibility() || getComputedStyle(e).clipPath != 'none') continue;
          const a = light(parse(getComputedStyle(e).color).slice(0, 3)), b = light(behind(e));
          const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          if (ratio < worst) { worst = ratio; where = e.className + ' ' + e.textContent; }
        }
        return {worst, where};
      })()""";

  @TempDir(cleanup = CleanupMode.NEVER)
  private static Path folder;

  private static Optional<Browser> browser = Optional.empty();

  @BeforeAll
  static void start() throws IOException {
    Optional<Path> chromium = Browser.installed();
    assumeTrue(chromium.isPresent(), "no chromium here (Debian package chromium)");
    browser = Optional.of(Browser.start(chromium.get(), folder.resolve("profile")));
    Files.createDirectories(PICTURES);
  }

  @AfterAll
  static void end() {
    browser.ifPresent(Browser::close);
  }

  private static Browser open(String name, int width, String scheme) throws IOException {
    Path file = folder.resolve(name + ".html");
    Files.write(file, HtmlRuns.render(HtmlRuns.all().get(name)));
    Browser page = browser.orElseThrow();
    page.open(file, width, scheme);
    return page;
  }

  @Test
  void everyPageFitsEveryScreenAndSaysNothingToTheConsole() throws IOException {
    for (String name : HtmlRuns.all().keySet()) {
      for (int width : new int[] {360, 1280}) {
        for (String scheme : new String[] {"light", "dark"}) {
          Browser page = open(name, width, scheme);
          String where = name + ", " + width + ", " + scheme;
          Files.write(
              PICTURES.resolve(name + "-" + width + "-" + scheme + ".png"), page.screenshot());
          int wide = page.value("document.documentElement.scrollWidth").asInt();
          assertThat(wide).as(where).isEqualTo(width);
          JsonNode contrast = page.value(CONTRAST);
          assertThat(contrast.path("worst").asDouble()).as(where + contrast).isGreaterThan(4.5);
          assertThat(page.value("document.compatMode").asText()).isEqualTo("CSS1Compat");
        }
      }
    }
    assertThat(browser.orElseThrow().complaints()).isEmpty();
  }

  @Test
  void everyPageFitsThePaper() throws IOException {
    for (String name : HtmlRuns.all().keySet()) {
      Browser page = open(name, PAPER, "dark");
      page.print(PAPER);
      Files.write(PICTURES.resolve(name + "-print.png"), page.screenshot());
      int wide = page.value("document.documentElement.scrollWidth").asInt();
      assertThat(wide).as(name).isEqualTo(PAPER);
      String colour = page.value("getComputedStyle(document.body).backgroundColor").asText();
      assertThat(colour).isEqualTo("rgb(255, 255, 255)");
    }
  }

  @Test
  void theBrowserSeesWhatIsWrong() throws IOException {
    Path file = folder.resolve("wrong.html");
    Files.writeString(
        file,
        "<!DOCTYPE html><title>x</title><p style='width:2000px'>x</p>"
            + "<script>console.log('x')</script>");
    try (Browser other = Browser.start(Browser.installed().get(), folder.resolve("other"))) {
      other.open(file, 360, "light");
      assertThat(other.value("document.documentElement.scrollWidth").asInt()).isGreaterThan(2000);
      assertThat(other.complaints()).singleElement().asString().contains("consoleAPICalled");
    }
  }

  @Test
  void schemesDiffer() throws IOException {
    String colour = "getComputedStyle(document.body).backgroundColor";
    String light = open("diverge", 1280, "light").value(colour).asText();
    String dark = open("diverge", 1280, "dark").value(colour).asText();
    assertThat(light).isEqualTo("rgb(255, 255, 255)").isNotEqualTo(dark);
  }

  @Test
  void whatCanBeUsedCanBeReachedByKeyboard() throws IOException {
    Browser page = open("diverge", 360, "light");
    int usable =
        page.value(
                "[...document.querySelectorAll('a, summary, [tabindex]')]"
                    + ".filter(e => e.checkVisibility()).length")
            .asInt();
    Set<Integer> reached = new HashSet<>();
    for (int i = 0; i < usable; i++) {
      page.tab();
      JsonNode at =
          page.value(
              "(() => { const e = document.activeElement; return {"
                  + "at: [...document.querySelectorAll('*')].indexOf(e),"
                  + "outline: getComputedStyle(e).outlineStyle}; })()");
      assertThat(at.path("outline").asText()).isEqualTo("solid");
      reached.add(at.path("at").asInt());
    }
    assertThat(reached).hasSize(usable);
  }

  @Test
  void aLinkOpensWhatItLeadsTo() throws IOException {
    Browser page = open("diverge", 1280, "light");
    page.value("document.querySelector('.rule a').click()");
    assertThat(page.value("document.querySelector(':target').checkVisibility()").asBoolean())
        .isTrue();
  }
}
