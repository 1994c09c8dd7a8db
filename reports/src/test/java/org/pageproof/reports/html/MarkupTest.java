package org.pageproof.reports.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MarkupTest {
  @Test
  void escapesTextAndAttributes() {
    Markup html = new Markup();
    html.open("p").attribute("title", "\"'<&>").text("</p><script>&amp;").close();
    assertThat(html.page())
        .isEqualTo(
            "<!DOCTYPE html>\n<p title=\"&quot;&#39;&lt;&amp;&gt;\">"
                + "&lt;/p&gt;&lt;script&gt;&amp;amp;</p>\n");
  }

  @Test
  void replacesWhatIsNoPlainText() {
    for (String odd : new String[] {"\0", "\u001b", "\r", "\u0085", "\u202e", "\ud800", "\uffff"}) {
      assertThat(new Markup().leaf("p", "a" + odd + "b").page()).contains("a\ufffdb");
    }
    assertThat(new Markup().leaf("p", "tab\tline\nä😀").page()).contains("tab\tline\nä😀");
  }

  @Test
  void refusesScriptsAddressesAndNames() {
    for (String name : new String[] {"onclick", "href", "src", "x y", "X", ""}) {
      Markup html = new Markup().open("p");
      assertThatThrownBy(() -> html.attribute(name, "x"))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new Markup().open("p><script"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Markup().open("p").text("x").attribute("title", "late"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Markup().style("</style>"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesIdsAndLinksThatAreAmbiguousOrBroken() {
    Markup twice = new Markup().open("p").id("a").close().open("p");
    assertThatThrownBy(() -> twice.id("a")).isInstanceOf(IllegalArgumentException.class);
    Markup nowhere = new Markup().link("b", "x");
    assertThatThrownBy(nowhere::page).isInstanceOf(IllegalStateException.class);
    Markup unfinished = new Markup().open("p");
    assertThatThrownBy(unfinished::page).isInstanceOf(IllegalStateException.class);
  }
}
