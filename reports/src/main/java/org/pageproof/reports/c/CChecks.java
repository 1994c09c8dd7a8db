package org.pageproof.reports.c;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pageproof.verdict.Divergence;
import org.pageproof.verdict.Expectation;
import org.pageproof.verdict.JudgedStep;
import org.pageproof.verdict.Leeway;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Completion;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.UffdKind;

/** The checks of one step: for each thing that may change, the values it may have afterwards. */
final class CChecks {
  private final JudgedStep<UffdCommand> step;
  private final @Nullable Divergence divergence;
  private final CExpectations expectations;
  private final List<Expectation> allowed;
  private final Leeway open;

  /**
   * The checks of a step.
   *
   * @param before what was observed before the step
   * @param open what earlier steps left to the kernel
   * @param divergence the divergence, if it is this step that diverges
   */
  CChecks(
      AddressPlan plan,
      Observation before,
      Leeway open,
      JudgedStep<UffdCommand> step,
      @Nullable Divergence divergence) {
    this.step = step;
    this.divergence = divergence;
    this.expectations = new CExpectations(before, step, divergence != null);
    this.allowed = expectations.allowed();
    this.open = allowed.isEmpty() ? open : write(new CMemoryChecks(plan, open, expectations));
  }

  /** The lines of code. */
  List<String> lines() {
    return expectations.lines();
  }

  /** Whether some value is the kernel's choice, so that another run may take another way. */
  boolean hasChoice() {
    return expectations.hasChoice();
  }

  /** What this step and earlier ones leave to the kernel. */
  Leeway open() {
    return open;
  }

  private Leeway write(CMemoryChecks memory) {
    replies();
    outFields();
    messages();
    Leeway left = memory.write();
    completions();
    descriptors();
    if (divergence != null && step.observed().taint() != 0) {
      expectations.expect("EXPECT_TAINT", "", each -> CValues.number(each.taint()));
    }
    expectations.add("unchanged();");
    return left;
  }

  private void replies() {
    if (allowed.stream().allMatch(each -> CValues.comparable(each.observation().reply()))) {
      expectations.expect("EXPECT_REPLY", "", each -> CValues.reply(each.reply()));
    }
  }

  private void outFields() {
    int fields = allowed.stream().mapToInt(each -> each.observation().out().size()).min().orElse(0);
    for (int i = 0; i < fields; i++) {
      int field = i;
      String name = allowed.get(0).observation().out().get(i).name();
      String operands = CSource.literal(name) + ", " + i;
      expectations.expect(
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
      expectations.expectWhere(
          observation -> observation.messages().size() > index,
          "EXPECT_MESSAGE",
          Integer.toString(i),
          observation -> CValues.message(observation.messages().get(index)));
    }
  }

  private void completions() {
    for (int i = 0; i < Observation.THREADS; i++) {
      int thread = i;
      boolean observed = divergence != null && ends(step.observed(), thread);
      if (observed || allowed.stream().anyMatch(each -> ends(each.observation(), thread))) {
        expectations.expect(
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
      if (expectations.isNew(observation -> observation.descriptors().get(fd))) {
        expectations.expect(
            "EXPECT_FD",
            Integer.toString(fd),
            observation -> CValues.view(observation.descriptors().get(fd)));
      }
    }
  }
}
