package org.pageproof.reports.mail;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.pageproof.reports.DivergenceFolder;
import org.pageproof.reports.RunEvent.DivergenceFound;
import org.pageproof.reports.RunEvent.KernelFacts;
import org.pageproof.reports.RunEvent.RunStarted;
import org.pageproof.reports.words.Counted;
import org.pageproof.vocabulary.Environment;

/**
 * The skeleton of a bug report for a kernel mailing list, in the order in which
 * Documentation/admin-guide/reporting-issues.rst asks for things. What nobody but the sender can
 * know is marked {@code [fill in: …]}; nothing is sent.
 */
public final class BugMail {
  private static final int LONGEST_SUBJECT = 75;
  private static final String UNDER_LABEL = " ".repeat(11);

  private final RunStarted run;
  private final Kernel kernel;
  private final DivergenceFound found;
  private final List<String> legend;
  private final Predicate<String> attachable;
  private final Paragraphs text = new Paragraphs();

  private BugMail(
      RunStarted run,
      Kernel kernel,
      DivergenceFound found,
      List<String> legend,
      Predicate<String> attachable) {
    this.run = run;
    this.kernel = kernel;
    this.found = found;
    this.legend = legend;
    this.attachable = attachable;
  }

  /**
   * What is known of the kernel.
   *
   * @param facts what it said of itself before and after, as far as it was asked
   * @param newTaint the taint bits that it got by the sequence, a mask; empty if nobody saw
   */
  public record Kernel(List<KernelFacts> facts, OptionalLong newTaint) {
    /** Copies the list. */
    public Kernel {
      facts = List.copyOf(facts);
    }
  }

  /**
   * The mail about one divergence of a run.
   *
   * @param run the beginning of the run
   * @param kernel what is known of the kernel
   * @param found the divergence
   * @param legend what the notation of its words means
   * @param attachable whether the divergence's folder has a file of this name
   */
  public static String of(
      RunStarted run,
      Kernel kernel,
      DivergenceFound found,
      List<String> legend,
      Predicate<String> attachable) {
    return new BugMail(run, kernel, found, legend, attachable).write();
  }

  private String write() {
    String where = "mm/" + run.checked();
    text.line(subject("Subject: [REGRESSION?] " + where + ": " + found.title()));
    text.gap().add("[fill in: greeting; To and Cc as scripts/get_maintainer.pl says]").gap();
    text.add(sentence()).gap().add(paragraph()).gap();
    facts();
    text.gap();
    sequence();
    text.gap();
    attachments();
    text.gap().add("Notation: " + String.join(" ", legend));
    text.gap().add("#regzbot introduced: [fill in: v6.X..v6.Y, or the commit]");
    text.gap().add("[fill in: your name]");
    return text.toString();
  }

  private static String subject(String line) {
    String plain = line.replaceAll("\\p{Cntrl}", " ");
    if (plain.length() <= LONGEST_SUBJECT) {
      return plain;
    }
    // The values make a title long; the text below has them.
    String shorter = plain.replaceFirst(" should be .*", " not as documented");
    return shorter.substring(0, Math.min(shorter.length(), LONGEST_SUBJECT));
  }

  private boolean simulated() {
    return run.environment().sut().equals("simulator");
  }

  private String release() {
    return run.environment().profile().release().text();
  }

  private String sentence() {
    return (simulated() ? "[This is a simulator's divergence: no kernel has it.] " : "")
        + "On Linux "
        + release()
        + (found.step() == 0 ? " the command" : " the last of the " + commands())
        + " below does what it should not: "
        + found.title()
        + ".";
  }

  private String commands() {
    return Counted.of(found.step() + 1, "command");
  }

  private String paragraph() {
    return "What I rely on: "
        + stop(found.promise().sentence())
        + " (Rule "
        + found.promise().rule()
        + "; from: "
        + found.promise().source()
        + ".) Expected is: "
        + found.expected()
        + ". Observed is: "
        + found.observed()
        + ". [fill in: since which version; whether the latest mainline does it too; what"
        + " suffers from it]";
  }

  private static String stop(String sentence) {
    return sentence.endsWith(".") ? sentence : sentence + ".";
  }

  private void facts() {
    Environment environment = run.environment();
    fact("kernel:", release() + " [fill in: commit and tree]");
    fact("config:", "[fill in: link to the .config]");
    fact("arch:", environment.machine() + "; transparent huge pages: " + environment.thp());
    fact("tainted:", taint());
    fact("compiler:", compiler().orElse("[fill in: as /proc/version has it]"));
    fact(
        "found by:",
        "Pageproof " + environment.tool() + ", seed " + run.seed() + ", " + found.fingerprint());
    if (!environment.faults().isEmpty()) {
      fact("faults:", String.join(", ", environment.faults()) + " (planted)");
    }
  }

  private void fact(String label, String value) {
    text.add(String.format("%-10s ", label), UNDER_LABEL, value);
  }

  /** A guest's kernel is not asked afterwards, but what it gained was observed. */
  private String taint() {
    String before = taint(0, "before");
    return kernel.facts().size() < 2 && kernel.newTaint().isPresent()
        ? before + "; by the sequence: " + added(kernel.newTaint().getAsLong())
        : before + " -> " + taint(1, "after");
  }

  private String taint(int index, String when) {
    return index < kernel.facts().size()
        ? Taint.text(kernel.facts().get(index).tainted())
        : "[fill in: /proc/sys/kernel/tainted " + when + "]";
  }

  private static String added(long bits) {
    return bits == 0 ? "no more" : Taint.text(Long.toString(bits)) + " more";
  }

  /** The second of the version's brackets; the first is who built it. */
  private Optional<String> compiler() {
    String version = kernel.facts().isEmpty() ? "" : kernel.facts().get(0).version();
    int depth = 0;
    int groups = 0;
    int start = 0;
    for (int i = 0; i < version.length(); i++) {
      if (version.charAt(i) == '(' && depth++ == 0) {
        start = i + 1;
      } else if (version.charAt(i) == ')' && --depth == 0 && ++groups == 2) {
        return Optional.of(version.substring(start, i));
      }
    }
    return Optional.empty();
  }

  private void sequence() {
    text.add("Minimal sequence (" + commands() + "; > marks the wrong one):");
    text.gap();
    for (int i = 0; i <= found.step(); i++) {
      String number = String.format("%s %3d  ", i == found.step() ? ">" : " ", i);
      text.add(number, " ".repeat(10), found.sequence().get(i));
    }
    text.add("       expected ", " ".repeat(16), found.expected());
    text.add("       observed ", " ".repeat(16), found.observed());
  }

  private void attachments() {
    attachment(
        "Reproducer:",
        DivergenceFolder.REPRODUCER,
        "C, no dependency but libc and the kernel's headers; exits with 0 if the kernel conforms,"
            + " 1 if not, 4 if it cannot tell");
    attachment("Trace:", DivergenceFolder.TRACE, "for ./pageproof replay");
    attachment("Report:", DivergenceFolder.REPORT, "every step with the rule behind it");
    if (attachable.test(DivergenceFolder.KERNEL_LOG)) {
      attachment("Kernel log:", DivergenceFolder.KERNEL_LOG, "what it logged");
    }
  }

  private void attachment(String label, String file, String what) {
    String there = attachable.test(file) ? " (attached; " : " ([fill in: it is missing]; ";
    text.add(String.format("%-12s", label), " ".repeat(12), file + there + what + ")");
  }
}
