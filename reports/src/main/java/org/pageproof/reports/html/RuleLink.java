package org.pageproof.reports.html;

import java.util.Optional;

/** The id of a rule, as a link to what it says if that is on the page. */
final class RuleLink {
  private RuleLink() {}

  static void to(Markup html, Run run, String rule) {
    Optional<String> anchor = run.anchor(rule);
    html.open("code", "rule");
    if (anchor.isPresent()) {
      html.link(anchor.get(), rule);
    } else {
      html.text(rule);
    }
    html.close();
  }
}
