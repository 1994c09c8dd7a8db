package org.pageproof.reports.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pageproof.reports.Golden;
import org.pageproof.reports.RunEvent;
import org.pageproof.reports.Runs;

class ConsoleSummaryTest {
  @Test
  void readsAsAgreed() {
    Golden.check("console-conforms.txt", render(Runs.conforming(), false));
    Golden.check("console-diverges.txt", render(Runs.diverging(), false));
    Golden.check("console-skipped.txt", render(Runs.skipped(), false));
    Golden.check("console-inconclusive.txt", render(Runs.inconclusive(), false));
    Golden.check("console-single.txt", render(Runs.single(), false));
  }

  @Test
  void coloursOnlyTheVerdictAndOnlyIfAsked() {
    assertThat(render(Runs.diverging(), false)).doesNotContain("\u001b");
    assertThat(render(Runs.diverging(), true)).contains("\u001b[31mdiverges\u001b[0m  kernel");
  }

  @Test
  void hostileTextDoesNotCommandTheTerminal() {
    assertThat(render(Runs.hostile(), false)).doesNotContain("\u001b", "\u0000");
    assertThat(render(Runs.hostile(), true).replaceAll("\u001b\\[(31|0)m", ""))
        .contains("diverges")
        .doesNotContain("\u001b");
  }

  private static String render(List<RunEvent> run, boolean colour) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    ConsoleSummary summary = new ConsoleSummary(out, "pageproof-report", colour);
    run.forEach(summary::on);
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
