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
import org.pageproof.vocabulary.Environment;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** A judgement step by step in words: the body of {@code report.txt}. */
public final class JudgementText {
  private static final String INDENT = "          ";

  /** How many of the other allowed observations are told. */
  private static final int MAX_OTHERS = 6;

  private final Judgement<UffdCommand> judgement;
  private final AddressPlan plan;
  private final @Nullable Divergence divergence;
  private final StringBuilder text = new StringBuilder();

  private JudgementText(Judgement<UffdCommand> judgement) {
    this.judgement = judgement;
    this.plan = judgement.trace().sequence().plan();
    this.divergence = divergenceOf(judgement);
  }

  /**
   * The report.
   *
   * @param folder where the trace is, as the reader of the report would write it
   */
  public static String report(Judgement<UffdCommand> judgement, String folder) {
    JudgementText report = new JudgementText(judgement);
    report.write(folder);
    return report.text.toString();
  }

  /** One line that says what differs. */
  public static String title(Judgement<UffdCommand> judgement) {
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
  public static @Nullable Divergence divergenceOf(Judgement<UffdCommand> judgement) {
    return judgement.verdict() instanceof Verdict.Diverges diverges ? diverges.divergence() : null;
  }

  /** What was seen before a step. */
  public static Observation before(Judgement<UffdCommand> judgement, int step) {
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
    add("").add("Regions, pages: r1p2 is page 2 of region 1. A page's contents: #4.0 is the word");
    add("that command 4 writes into its page 0; two words are the first and all others.");
    add("!11 are bits: 1 present, 2 swap entry or marker, 4 file, 8 guard, 10 write-protected.");
    add("Areas: r and w are what may be done, f is a file, m and p are registered for missing");
    add("pages and for writes to protected ones. Without a suffix: rw, not registered.");
    add("");
    for (int step = 0; step < judgement.steps().size(); step++) {
      step(step, judgement.steps().get(step));
    }
    if (divergence != null) {
      mismatches(divergence);
    }
    add("Replay:       ./pageproof replay " + folder + "/trace.jsonl");
    add("Without us:   gcc -Wall -Wextra -Werror -O1 -pthread -o reproducer reproducer.c");
    add("              ./reproducer; echo $?");
    add("              0 conforms, 1 diverges, 4 can't be tested here");
  }

  private void environment(Environment environment) {
    add("system       " + environment.sut() + ", " + environment.profile().release().text());
    if (!environment.faults().isEmpty()) {
      add("faults       " + String.join(", ", environment.faults()) + " (planted)");
    }
    String features = Long.toHexString(environment.profile().features());
    add("machine      " + environment.machine() + ", THP " + environment.thp());
    add(
        "userfaultfd  features 0x"
            + features
            + (environment.profile().unrestricted() ? "" : ", user mode only")
            + (environment.profile().ptrace() ? "" : ", no CAP_SYS_PTRACE")
            + (environment.profile().device() ? "" : ", no device"));
    add("seed         " + environment.seed());
    add("tool         Pageproof " + environment.tool());
  }

  private void step(int index, JudgedStep<UffdCommand> step) {
    boolean diverges = divergence != null && divergence.step() == index;
    String number = String.format("%-8s", "step " + index);
    add((diverges ? "> " : "  ") + number + UffdWords.of(step.command()));
    Observation before = before(judgement, index);
    if (diverges && divergence != null) {
      rule(divergence.nearest().rule());
      detail("expected", divergence.nearest().observation(), before);
      others(step.allowed(), divergence.nearest(), before);
      detail("observed", step.observed(), before);
    } else {
      if (step.taken() >= 0) {
        rule(step.allowed().get(step.taken()).rule());
      }
      detail("as expected", step.observed(), before);
    }
    add("");
  }

  private void others(List<Expectation> allowed, Expectation nearest, Observation before) {
    int told = 0;
    for (Expectation other : allowed) {
      if (!other.equals(nearest) && told++ < MAX_OTHERS) {
        detail("or", other.observation(), before);
      }
    }
    if (told > MAX_OTHERS) {
      add(INDENT + "or           one of " + (told - MAX_OTHERS) + " more");
    }
  }

  private void rule(RuleText rule) {
    add(INDENT + rule.id() + ": " + rule.sentence());
  }

  private void detail(String label, Observation observation, Observation before) {
    List<String> words = ObservationWords.of(plan, before, observation);
    List<String> lines = new ArrayList<>(List.of(words.get(0)));
    for (String word : words.subList(1, words.size())) {
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
  }

  private JudgementText add(String line) {
    text.append(line(line).stripTrailing()).append('\n');
    return this;
  }

  /** Text from outside, such as a release, must not break the layout. */
  private static String line(String line) {
    return line.replaceAll("\\p{Cntrl}+", " ");
  }
}
