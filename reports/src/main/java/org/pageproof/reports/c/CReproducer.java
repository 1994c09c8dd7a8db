package org.pageproof.reports.c;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.reports.words.HmmReportWords;
import org.pageproof.reports.words.JudgementText;
import org.pageproof.reports.words.ObservationWords;
import org.pageproof.reports.words.ReportWords;
import org.pageproof.reports.words.UffdReportWords;
import org.pageproof.verdict.Divergence;
import org.pageproof.verdict.Judgement;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.Environment;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/**
 * A judged trace as one C file that shows the same on a kernel without this tool: exit status 0 if
 * the kernel conforms, 1 if it diverges, 4 if nothing can be said. It looks at all that the worker
 * looks at after each command, and says how many things it compared if all are right.
 *
 * @param <C> the commands of the interface
 */
public final class CReproducer<C extends Command> {
  private final ReportWords<C> words;
  private final Judgement<C> judgement;

  private CReproducer(ReportWords<C> words, Judgement<C> judgement) {
    this.words = words;
    this.judgement = judgement;
  }

  /** The C file for a judgement, up to the step that diverges if one does. */
  public static String ofUserfaultfd(Judgement<UffdCommand> judgement) {
    CSource body = new CSource().in();
    body.line("signal(SIGALRM, on_alarm);").line("");
    long features = judgement.trace().environment().profile().features();
    UffdProgram program = new UffdProgram(planOf(judgement), true, body, features);
    return new CReproducer<>(new UffdReportWords(), judgement)
        .write(program, body, "4 writes into its page 0. fd0 and fd1 are userfaultfd descriptors.");
  }

  /** The same for the HMM test driver. */
  public static String ofHmm(Judgement<HmmCommand> judgement) {
    CSource body = new CSource().in();
    body.line("signal(SIGALRM, on_alarm);");
    MirrorDriver driver = judgement.trace().environment().profile().driver();
    HmmProgram program = new HmmProgram(planOf(judgement), true, body, driver);
    return new CReproducer<>(new HmmReportWords(), judgement)
        .write(
            program,
            body,
            "4 writes into its page 0. m0, m1 and m2 are descriptors of /dev/hmm_dmirrorN.",
            "It needs root and the driver (CONFIG_TEST_HMM), and nobody else may use the driver:",
            "closing a descriptor migrates all memory of its device back.");
  }

  private static AddressPlan planOf(Judgement<?> judgement) {
    return judgement.trace().sequence().plan();
  }

  private String write(CProgram<C> program, CSource body, String... legend) {
    program.add(judgement);
    body.line("printf(\"conforms: %d checks\\n\", checks);").line("return 0;");
    CSource file = new CSource();
    header(file, legend);
    file.raw(program.prelude(""));
    file.line("").line("int main(void)").line("{").raw(body.toString()).line("}");
    return file.toString();
  }

  private void header(CSource file, String... legend) {
    Environment environment = judgement.trace().environment();
    List<String> text = new ArrayList<>();
    text.add(JudgementText.title(judgement));
    text.add("");
    text.add(
        "Written by Pageproof "
            + environment.tool()
            + " from trace.jsonl, seed "
            + environment.seed()
            + ".");
    text.add("Seen on " + seenOn(environment) + ".");
    Divergence divergence = JudgementText.divergenceOf(judgement);
    if (divergence != null) {
      divergence(divergence, text);
    }
    text.add("");
    text.add("Build: " + words.build());
    text.add("Exit:  0 conforms, 1 diverges, 4 can't be tested here.");
    text.add("");
    text.add("The commands are in main(), at the end; what comes before it makes them and looks.");
    text.add("R(1, 2) and r1p2 are page 2 of region 1. T(4, 0) and #4.0 are the word that command");
    text.addAll(List.of(legend));
    file.comment(text.toArray(String[]::new));
  }

  private void divergence(Divergence divergence, List<String> text) {
    int step = divergence.step();
    Observation before = JudgementText.before(judgement, step);
    var judged = judgement.steps().get(step);
    text.add("Fingerprint: " + divergence.fingerprint());
    text.add("");
    text.add("Step " + step + ": " + words.of(judged.command()));
    text.add("  " + divergence.nearest().rule().id() + ":");
    text.add("  " + divergence.nearest().rule().sentence());
    text.add("  expected " + line(judged.command(), before, divergence.nearest().observation()));
    text.add("  observed " + line(judged.command(), before, judged.observed()));
  }

  private String line(C command, Observation before, Observation seen) {
    return ObservationWords.line(words, planOf(judgement), command, before, seen);
  }

  private static String seenOn(Environment environment) {
    String release = environment.profile().release().text();
    String where =
        switch (environment.sut()) {
          case "kernel" -> "Linux " + release;
          case "vm" -> "Linux " + release + " in a guest";
          default -> "the " + environment.sut() + " of Linux " + release;
        };
    String faults =
        environment.faults().isEmpty()
            ? ""
            : ", with the planted faults " + String.join(", ", environment.faults());
    return where + " (" + environment.machine() + ")" + faults;
  }
}
