package org.pageproof.reports.c;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pageproof.verdict.Divergence;
import org.pageproof.verdict.Expectation;
import org.pageproof.verdict.JudgedStep;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Completion;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.UffdKind;

/**
 * The checks of one step: for each thing that may change, the values it may have afterwards. Where
 * the trace conforms its own value comes first, because the later steps follow from it.
 */
final class CChecks {
  private final AddressPlan plan;
  private final Observation before;
  private final long freeStarts;
  private final JudgedStep<UffdCommand> step;
  private final @Nullable Divergence divergence;
  private final List<Expectation> allowed;
  private final List<String> lines = new ArrayList<>();
  private boolean choice;

  /**
   * The checks of a step.
   *
   * @param before what was observed before the step
   * @param freeStarts the pages at which an earlier step left the kernel the choice whether an area
   *     begins
   * @param divergence the divergence, if it is this step that diverges
   */
  CChecks(
      AddressPlan plan,
      Observation before,
      long freeStarts,
      JudgedStep<UffdCommand> step,
      @Nullable Divergence divergence) {
    this.plan = plan;
    this.before = before;
    this.freeStarts = freeStarts;
    this.step = step;
    this.divergence = divergence;
    this.allowed = traceFirst(step);
    if (!allowed.isEmpty()) {
      write();
    }
  }

  /** The lines of code. */
  List<String> lines() {
    return lines;
  }

  /** Whether some value is the kernel's choice, so that another run may take another way. */
  boolean hasChoice() {
    return choice;
  }

  private static List<Expectation> traceFirst(JudgedStep<UffdCommand> step) {
    List<Expectation> ordered = new ArrayList<>(step.allowed());
    if (step.taken() > 0) {
      ordered.add(0, ordered.remove(step.taken()));
    }
    return ordered;
  }

  private void write() {
    replies();
    outFields();
    messages();
    areas();
    pages();
    childPages();
    completions();
    descriptors();
    if (divergence != null && step.observed().taint() != 0) {
      expect("EXPECT_TAINT", "", observation -> CValues.number(observation.taint()));
    }
    lines.add("unchanged();");
  }

  private void replies() {
    if (allowed.stream().allMatch(each -> CValues.comparable(each.observation().reply()))) {
      expect("EXPECT_REPLY", "", observation -> CValues.reply(observation.reply()));
    }
  }

  private void outFields() {
    int fields = allowed.stream().mapToInt(each -> each.observation().out().size()).min().orElse(0);
    for (int i = 0; i < fields; i++) {
      int field = i;
      String name = allowed.get(0).observation().out().get(i).name();
      String operands = CSource.literal(name) + ", " + i;
      expect(
          tellsOfTheKernel(name) ? "EXPECT_MASK" : "EXPECT_OUT",
          operands,
          observation -> CValues.out(observation.out().get(field)));
    }
  }

  /** A mask of what the kernel can do differs between kernels that all conform. */
  private boolean tellsOfTheKernel(String field) {
    UffdKind kind = step.command().kind();
    boolean mask =
        (kind == UffdKind.API && field.equals("features"))
            || (kind == UffdKind.REGISTER && field.equals("ioctls"));
    return mask
        && divergence == null
        && allowed.stream().anyMatch(each -> each.observation().reply() instanceof Reply.Returned);
  }

  private void messages() {
    int most =
        allowed.stream().mapToInt(each -> each.observation().messages().size()).max().orElse(0);
    for (int i = 0; i < most; i++) {
      int index = i;
      expectWhere(
          observation -> observation.messages().size() > index,
          "EXPECT_MESSAGE",
          Integer.toString(i),
          observation -> CValues.message(observation.messages().get(index)));
    }
  }

  /**
   * Where the kernel may merge areas or not, another run may differ from the trace from then on:
   * such pages stay free, unless they are what differs in this step.
   */
  private void areas() {
    boolean free = allowed.stream().anyMatch(each -> each.optionalStarts() != 0);
    String remark = comment(allowed.get(0).observation().layout().describe(plan));
    if (!free && !isNew(each -> CValues.areas(plan, each.layout(), 0))) {
      attributes(remark);
      return;
    }
    long stillFree = divergence == null ? freeStarts : 0;
    Set<String> values = new LinkedHashSet<>();
    if (step.taken() >= 0) {
      values.add(CValues.areas(plan, step.observed().layout(), 0));
    }
    for (Expectation each : allowed) {
      Layout layout = each.observation().layout();
      values.add(CValues.areas(plan, layout, stillFree | each.optionalStarts()));
    }
    emit("EXPECT_AREAS", "", values, remark);
    attributes("");
  }

  private void attributes(String remark) {
    if (isNew(each -> CValues.attributes(plan, each.layout()))) {
      Set<String> values = new LinkedHashSet<>();
      allowed.forEach(each -> values.add(CValues.attributes(plan, each.observation().layout())));
      emit("EXPECT_ATTRIBUTES", "", values, remark);
    }
  }

  private static String comment(String text) {
    return "\t/* " + text + " */";
  }

  private void pages() {
    for (int i = 0; i < plan.arenaPages(); i++) {
      int page = i;
      if (isNew(observation -> CValues.view(observation.pages(), page))) {
        expect(
            "EXPECT_PAGE",
            CValues.arenaPage(plan, page),
            observation -> CValues.view(observation.pages(), page));
      }
    }
  }

  /** A child without a change is told by no line, and so is one that is gone. */
  private void childPages() {
    if (allowed.stream().allMatch(each -> each.observation().child().isEmpty())) {
      return;
    }
    for (int i = 0; i < plan.arenaPages(); i++) {
      int page = i;
      String old = childPage(before, page).orElse(CValues.view(Pages.empty(plan), page));
      if (isNew(old, observation -> childPage(observation, page).orElse(old))) {
        expectWhere(
            observation -> observation.child().isPresent(),
            "EXPECT_CHILD_PAGE",
            CValues.arenaPage(plan, page),
            observation -> childPage(observation, page).orElse(old));
      }
    }
  }

  private static Optional<String> childPage(Observation observation, int page) {
    return observation.child().map(pages -> CValues.view(pages, page));
  }

  private void completions() {
    for (int i = 0; i < Observation.THREADS; i++) {
      int thread = i;
      boolean observed = divergence != null && ends(step.observed(), thread);
      if (observed || allowed.stream().anyMatch(each -> ends(each.observation(), thread))) {
        expect(
            "EXPECT_THREAD",
            Integer.toString(thread),
            observation -> CValues.reply(ending(observation, thread)));
      }
    }
  }

  private static boolean ends(Observation observation, int thread) {
    return !ending(observation, thread).equals(Reply.BLOCKED);
  }

  /** How a blocked touch ended in the step; blocked if it did not. */
  private static Reply ending(Observation observation, int thread) {
    for (Completion completion : observation.completions()) {
      if (completion.thread() == thread) {
        return completion.reply();
      }
    }
    return Reply.BLOCKED;
  }

  private void descriptors() {
    for (int i = 0; i < Observation.DESCRIPTORS; i++) {
      int fd = i;
      if (isNew(observation -> observation.descriptors().get(fd))) {
        expect(
            "EXPECT_FD",
            Integer.toString(fd),
            observation -> CValues.view(observation.descriptors().get(fd)));
      }
    }
  }

  /** Whether something may change in this step, or differs where it should not. */
  private boolean isNew(Function<Observation, Object> part) {
    return isNew(part.apply(before), part);
  }

  private boolean isNew(Object old, Function<Observation, ?> part) {
    boolean changed =
        allowed.stream().anyMatch(each -> !part.apply(each.observation()).equals(old));
    boolean lost = !CValues.comparable(step.observed().reply());
    return changed || (divergence != null && !lost && !part.apply(step.observed()).equals(old));
  }

  private void expect(String macro, String what, Function<Observation, String> value) {
    expectWhere(observation -> true, macro, what, value);
  }

  private void expectWhere(
      Predicate<Observation> applies,
      String macro,
      String what,
      Function<Observation, String> value) {
    Set<String> values = new LinkedHashSet<>();
    for (Expectation each : allowed) {
      if (applies.test(each.observation())) {
        values.add(value.apply(each.observation()));
      }
    }
    emit(macro, what, values, "");
  }

  private void emit(String macro, String what, Set<String> values, String remark) {
    choice |= values.size() > 1;
    String operands = what.isEmpty() ? "" : what + ", ";
    lines.add(macro + "(" + operands + String.join(", ", values) + ");" + remark);
  }
}
