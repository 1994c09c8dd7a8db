package org.pageproof.reports.c;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.reports.words.JudgementText;
import org.pageproof.reports.words.ObservationWords;
import org.pageproof.reports.words.UffdReportWords;
import org.pageproof.verdict.Divergence;
import org.pageproof.verdict.Judgement;
import org.pageproof.vocabulary.Environment;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/**
 * A judged trace as one C file that shows the same on a kernel without this tool: exit status 0 if
 * the kernel conforms, 1 if it diverges, 4 if nothing can be said. It looks at all that the worker
 * looks at after each command.
 */
public final class CReproducer {
  private static final UffdReportWords WORDS = new UffdReportWords();

  private CReproducer() {}

  /** The C file for a judgement, up to the step that diverges if one does. */
  public static String of(Judgement<UffdCommand> judgement) {
    Environment environment = judgement.trace().environment();
    CSource body = new CSource().in();
    CProgram program = new CProgram(judgement.trace().sequence().plan(), true, body);
    body.line("signal(SIGALRM, on_alarm);").line("");
    program.add(judgement);
    body.line("puts(\"conforms\");").line("return 0;");
    CSource file = new CSource();
    header(judgement, file);
    file.raw(program.prelude("", environment.profile().features()));
    file.line("").line("int main(void)").line("{").raw(body.toString()).line("}");
    return file.toString();
  }

  private static void header(Judgement<UffdCommand> judgement, CSource file) {
    Environment environment = judgement.trace().environment();
    List<String> text = new ArrayList<>();
    text.add(JudgementText.title(judgement));
    text.add("");
    text.add("Written by Pageproof " + environment.tool() + " from trace.jsonl.");
    text.add("Seen on " + seenOn(environment) + ".");
    Divergence divergence = JudgementText.divergenceOf(judgement);
    if (divergence != null) {
      divergence(judgement, divergence, text);
    }
    text.add("");
    text.add("Build: " + WORDS.build());
    text.add("Exit:  0 conforms, 1 diverges, 4 can't be tested here.");
    text.add("");
    text.add("The commands are in main(), at the end; what comes before it makes them and looks.");
    text.add("R(1, 2) and r1p2 are page 2 of region 1. T(4, 0) and #4.0 are the word that command");
    text.add("4 writes into its page 0. fd0 and fd1 are userfaultfd descriptors.");
    file.comment(text.toArray(String[]::new));
  }

  private static void divergence(
      Judgement<UffdCommand> judgement, Divergence divergence, List<String> text) {
    int step = divergence.step();
    Observation before = JudgementText.before(judgement, step);
    var plan = judgement.trace().sequence().plan();
    var judged = judgement.steps().get(step);
    text.add("Fingerprint: " + divergence.fingerprint());
    text.add("");
    text.add("Step " + step + ": " + WORDS.of(judged.command()));
    text.add("  " + divergence.nearest().rule().id() + ":");
    text.add("  " + divergence.nearest().rule().sentence());
    text.add(
        "  expected " + ObservationWords.line(plan, before, divergence.nearest().observation()));
    text.add("  observed " + ObservationWords.line(plan, before, judged.observed()));
  }

  private static String seenOn(Environment environment) {
    String release = environment.profile().release().text();
    String where =
        environment.sut().equals("kernel")
            ? "Linux " + release
            : "the " + environment.sut() + " of Linux " + release;
    String faults =
        environment.faults().isEmpty()
            ? ""
            : ", with the planted faults " + String.join(", ", environment.faults());
    return where + " (" + environment.machine() + ")" + faults;
  }
}
