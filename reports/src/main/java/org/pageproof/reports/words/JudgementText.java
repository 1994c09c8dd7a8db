package org.pageproof.reports.words;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pageproof.verdict.Divergence;
import org.pageproof.verdict.Expectation;
import org.pageproof.verdict.JudgedStep;
import org.pageproof.verdict.Judgement;
import org.pageproof.verdict.Mismatch;
import org.pageproof.verdict.RuleText;
import org.pageproof.verdict.Verdict;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.Environment;
import org.pageproof.vocabulary.Observation;

/**
 * A judgement step by step in words: the body of {@code report.txt}.
 *
 * @param <C> the commands of the interface that was tested
 */
public final class JudgementText<C extends Command> {
  private static final String INDENT = "          ";

  /** How many of the other allowed observations are told. */
  private static final int MAX_OTHERS = 6;

  /** How many lines of the kernel's log are told. */
  private static final int MAX_LOG = 30;

  private final ReportWords<C> words;
  private final Judgement<C> judgement;
  private final AddressPlan plan;
  private final @Nullable Divergence divergence;
  private final StringBuilder text = new StringBuilder();

  private JudgementText(ReportWords<C> words, Judgement<C> judgement) {
    this.words = words;
    this.judgement = judgement;
    this.plan = judgement.trace().sequence().plan();
    this.divergence = divergenceOf(judgement);
  }

  /**
   * The report.
   *
   * @param words the words of the interface
   * @param folder where the trace is, as the reader of the report would write it
   */
  public static <C extends Command> String report(
      ReportWords<C> words, Judgement<C> judgement, String folder) {
    JudgementText<C> report = new JudgementText<>(words, judgement);
    report.write(folder);
    return report.text.toString();
  }

  /**
   * The command that executes a trace again, as users type it.
   *
   * @param folder where the trace is
   */
  public static String replay(String folder) {
    return "./pageproof replay " + folder + "/trace.jsonl";
  }

  /** One line that says what differs. */
  public static String title(Judgement<?> judgement) {
    Divergence divergence = divergenceOf(judgement);
    if (divergence == null) {
      return "no divergence in " + judgement.steps().size() + " steps";
    }
    Mismatch first = divergence.mismatches().get(0);
    String command = judgement.steps().get(divergence.step()).command().kindName();
    return line(
        command
            + ": "
            + first.field().text()
            + " should be "
            + first.expected()
            + ", was "
            + first.observed());
  }

  /** The divergence that a judgement is about; null if it is about none. */
  public static @Nullable Divergence divergenceOf(Judgement<?> judgement) {
    return judgement.verdict() instanceof Verdict.Diverges diverges ? diverges.divergence() : null;
  }

  /** What was seen before a step. */
  public static Observation before(Judgement<?> judgement, int step) {
    return step == 0
        ? Observation.initial(judgement.trace().sequence().plan())
        : judgement.steps().get(step - 1).observed();
  }

  private void write(String folder) {
    add(title(judgement)).add("");
    if (divergence != null) {
      add("fingerprint  " + divergence.fingerprint());
    }
    environment(judgement.trace().environment());
    add("");
    words.legend().forEach(this::add);
    add("");
    for (int step = 0; step < judgement.steps().size(); step++) {
      step(step, judgement.steps().get(step));
    }
    if (divergence != null) {
      mismatches(divergence);
    }
    add("Replay:       " + replay(folder));
    add("Without us:   " + words.build());
    add("              ./reproducer; echo $?");
    add("              0 conforms, 1 diverges, 4 can't be tested here");
  }

  private void environment(Environment environment) {
    add("system       " + environment.sut() + ", " + environment.profile().release().text());
    if (!environment.faults().isEmpty()) {
      add("faults       " + String.join(", ", environment.faults()) + " (planted)");
    }
    add("machine      " + environment.machine() + ", THP " + environment.thp());
    add(words.negotiated(environment.profile()));
    add("seed         " + environment.seed());
    add("tool         Pageproof " + environment.tool());
  }

  private void step(int index, JudgedStep<C> step) {
    boolean diverges = divergence != null && divergence.step() == index;
    String number = String.format("%-8s", "step " + index);
    add((diverges ? "> " : "  ") + number + words.of(step.command()));
    Observation before = before(judgement, index);
    if (diverges && divergence != null) {
      rule(divergence.nearest().rule());
      detail(step, "expected", divergence.nearest().observation(), before);
      others(step, divergence.nearest(), before);
      detail(step, "observed", step.observed(), before);
    } else {
      if (step.taken() >= 0) {
        rule(step.allowed().get(step.taken()).rule());
      }
      detail(step, "as expected", step.observed(), before);
    }
    add("");
  }

  private void others(JudgedStep<C> step, Expectation nearest, Observation before) {
    int told = 0;
    for (Expectation other : step.allowed()) {
      if (!other.equals(nearest) && told++ < MAX_OTHERS) {
        detail(step, "or", other.observation(), before);
      }
    }
    if (told > MAX_OTHERS) {
      add(INDENT + "or           one of " + (told - MAX_OTHERS) + " more");
    }
  }

  private void rule(RuleText rule) {
    add(INDENT + rule.id() + ": " + rule.sentence());
  }

  private void detail(
      JudgedStep<C> step, String label, Observation observation, Observation before) {
    List<String> parts = ObservationWords.of(words, plan, step.command(), before, observation);
    List<String> lines = new ArrayList<>(List.of(parts.get(0)));
    for (String word : parts.subList(1, parts.size())) {
      int last = lines.size() - 1;
      String longer = lines.get(last) + ", " + word;
      if (longer.length() <= 76) {
        lines.set(last, longer);
      } else {
        lines.set(last, lines.get(last) + ",");
        lines.add(word);
      }
    }
    for (int i = 0; i < lines.size(); i++) {
      add(INDENT + String.format("%-13s", i == 0 ? label : "") + lines.get(i));
    }
  }

  private void mismatches(Divergence found) {
    add("What differs in step " + found.step() + ":");
    for (Mismatch mismatch : found.mismatches()) {
      add("  " + mismatch.field().text());
      add(INDENT + "expected     " + mismatch.expected());
      add(INDENT + "observed     " + mismatch.observed());
    }
    add("");
    kernelLog();
  }

  private void kernelLog() {
    List<String> lines = KernelLog.of(judgement.trace());
    if (!lines.isEmpty()) {
      add("The kernel's log" + (lines.size() > MAX_LOG ? ", all in kernel.log:" : ":"));
      lines.stream().limit(MAX_LOG).forEach(line -> add("  " + line));
      add("");
    }
  }

  private JudgementText<C> add(String line) {
    text.append(line(line).stripTrailing()).append('\n');
    return this;
  }

  /** Text from outside, such as a release, must not break the layout. */
  private static String line(String line) {
    return line.replaceAll("\\p{Cntrl}+", " ");
  }
}
