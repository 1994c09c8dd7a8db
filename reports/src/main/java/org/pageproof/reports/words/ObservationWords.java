package org.pageproof.reports.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.pageproof.verdict.ValueText;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.Completion;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.MirrorView;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.PageWords;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Reply;

/**
 * An observation in words: the reply, and what else is new since the step before.
 *
 * @param <C> the commands of the interface that was tested
 */
public final class ObservationWords<C extends Command> {
  /** Out-fields whose values are bits. */
  private static final Set<String> MASKS = Set.of("flags", "fdflags", "api", "features", "ioctls");

  private final ReportWords<C> reports;
  private final AddressPlan plan;
  private final List<String> words = new ArrayList<>();

  private ObservationWords(ReportWords<C> reports, AddressPlan plan) {
    this.reports = reports;
    this.plan = plan;
  }

  /**
   * The words, the reply first.
   *
   * @param reports the words of the interface
   * @param command what was executed
   * @param before what was seen before it
   */
  public static <C extends Command> List<String> of(
      ReportWords<C> reports, AddressPlan plan, C command, Observation before, Observation seen) {
    ObservationWords<C> words = new ObservationWords<>(reports, plan);
    words.add(ValueText.of(seen.reply()));
    if (!lost(seen)) {
      words.everythingElse(command, before, seen);
    }
    return words.words;
  }

  /** The same in one line. */
  public static <C extends Command> String line(
      ReportWords<C> reports, AddressPlan plan, C command, Observation before, Observation seen) {
    return String.join(", ", of(reports, plan, command, before, seen));
  }

  /** How the command was answered alone: the reply first, then what else it gave back. */
  public static <C extends Command> List<String> answer(
      ReportWords<C> reports, AddressPlan plan, C command, Observation seen) {
    ObservationWords<C> words = new ObservationWords<>(reports, plan);
    words.add(ValueText.of(seen.reply()));
    if (!lost(seen)) {
      words.givenBack(command, seen);
      words.taint(seen);
    }
    return words.words;
  }

  private static boolean lost(Observation seen) {
    return seen.reply() instanceof Reply.Died || seen.reply() instanceof Reply.Hung;
  }

  private void add(String text) {
    words.add(text.replaceAll("\\p{Cntrl}+", " "));
  }

  private void givenBack(C command, Observation seen) {
    for (OutField field : seen.out()) {
      add(field.name() + " = " + value(field));
    }
    if (!seen.data().isEmpty()) {
      add("buffer " + buffer(command, seen.data()));
    }
    for (Message message : seen.messages()) {
      add("message " + ValueText.of(message, plan));
    }
    for (Completion completion : seen.completions()) {
      String reply = ValueText.of(completion.reply());
      add("thread " + completion.thread() + " finishes with " + reply);
    }
  }

  private void everythingElse(C command, Observation before, Observation seen) {
    givenBack(command, seen);
    for (int fd = 0; fd < seen.descriptors().size(); fd++) {
      descriptor("fd" + fd, before.descriptors().get(fd), seen.descriptors().get(fd));
    }
    pages("", before.pages(), seen.pages());
    if (!before.layout().equals(seen.layout())) {
      add("areas " + seen.layout().describe(plan));
    }
    child(before, seen);
    seen.mirrors().ifPresent(view -> mirrors(before, view));
    taint(seen);
  }

  private void taint(Observation seen) {
    if (seen.taint() != 0) {
      add("new kernel taint bits 0x" + Long.toHexString(seen.taint()));
    }
  }

  /** The pages of a buffer; those that follow each other and hold the same together. */
  private String buffer(C command, List<PageWords> data) {
    if (plan.huge()) {
      List<TextRun> runs =
          TextRun.of(data.size(), k -> List.of(reports.buffer(command, data.get(k))));
      return String.join("; ", runs.stream().map(ObservationWords::buffer).toList());
    }
    StringBuilder text = new StringBuilder();
    int k = 0;
    while (k < data.size()) {
      int first = k;
      while (k < data.size() && data.get(k).equals(data.get(first))) {
        k++;
      }
      text.append(first == 0 ? "" : "; ").append(reports.buffer(command, data.get(first)));
      text.append(k - first > 1 ? " x " + (k - first) : "");
    }
    return text.toString();
  }

  private static String buffer(TextRun run) {
    return run.words() + (run.counts() || run.count() == 1 ? "" : " x " + run.count());
  }

  private void mirrors(Observation before, MirrorView seen) {
    MirrorView old =
        before.mirrors().orElseGet(() -> MirrorView.initial(plan, seen.snapshots().size()));
    MirrorWords.of(plan, old, seen).forEach(this::add);
  }

  private static String value(OutField field) {
    boolean bits = MASKS.contains(field.name()) && field.value() != 0 && !field.isUntouched();
    return bits ? "0x" + Long.toHexString(field.value()) : field.describe();
  }

  private void descriptor(String name, DescriptorView before, DescriptorView seen) {
    if (before.open() != seen.open()) {
      add(name + (seen.open() ? " open" : " closed"));
    }
    if (!seen.open()) {
      return;
    }
    if (before.total() != seen.total() || before.pending() != seen.pending()) {
      add(name + ": " + seen.total() + " asleep, " + seen.pending() + " unread");
    }
    if (before.features() != seen.features()) {
      add(name + " features 0x" + Long.toHexString(seen.features()));
    }
    if (before.poll() != seen.poll()) {
      add(name + " polls " + (seen.poll() == 0 ? "nothing" : ValueText.ofPoll(seen.poll())));
    }
  }

  private void child(Observation before, Observation seen) {
    if (before.child().isPresent() != seen.child().isPresent()) {
      add(seen.child().isPresent() ? "child alive" : "child gone");
    }
    seen.child()
        .ifPresent(pages -> pages("child's ", before.child().orElse(Pages.empty(plan)), pages));
  }

  private void pages(String whose, Pages before, Pages seen) {
    if (plan.huge()) {
      runs(whose, before, seen);
      return;
    }
    for (int page = 0; page < seen.size(); page++) {
      if (!seen.samePage(page, before)) {
        add(whose + plan.describe(page) + " " + PageText.of(seen, page));
      }
    }
  }

  /** Hundreds of pages: those that follow each other and are alike are told together. */
  private void runs(String whose, Pages before, Pages seen) {
    List<TextRun> runs =
        TextRun.of(
            seen.size(),
            page -> seen.samePage(page, before) ? List.of() : List.of(PageText.of(seen, page)));
    for (TextRun run : runs) {
      int last = run.first() + run.count() - 1;
      String to = run.count() == 1 ? "" : "-" + plan.describe(last);
      add(whose + plan.describe(run.first()) + to + " " + run.words());
    }
  }
}
