package org.pageproof.reports.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StrictHtmlTest {
  @Test
  void takesWhatIsRight() {
    complaints("<p id='a'>x <a href='#a'>y</a></p>", "[]");
    complaints(
        "<table><tr><td rowspan='2'/><td/></tr><tr><td/></tr><tr><td colspan='2'/></tr></table>",
        "[]");
  }

  @Test
  void refusesWhatIsWrong() {
    complaints("<p>", "not well-formed: ");
    complaints("<script>1</script>", "element script");
    complaints("<p onclick='x'/>", "attribute onclick");
    complaints("<p style='x'/>", "attribute style");
    complaints("<p id='a'/><p id='a'/>", "id twice: a");
    complaints("<a href='#b'/>", "link to nowhere: #b");
    complaints("<p id='a'/><a href='http://a/#a'/>", "link to nowhere: http://a/#a");
    complaints("<h1/><h3/>", "h3 after h1");
    complaints("<style>p { background: url(x) }</style>", "the style sheet reaches out");
    complaints("<table><tr><td/><td/></tr><tr><td/></tr></table>", "a row of 1 columns");
    complaints("<table><tr><td rowspan='2'/></tr></table>", "a cell hangs out");
    complaints("<p><!-- x --></p>", "neither element nor text");
    complaints("<p>\u0085</p>", "control character in p");
  }

  private static void complaints(String body, String expected) {
    String page = "<html><body>" + body + "</body></html>";
    assertThat(StrictHtml.complaints(page.getBytes(StandardCharsets.UTF_8)).toString())
        .contains(expected);
  }
}
