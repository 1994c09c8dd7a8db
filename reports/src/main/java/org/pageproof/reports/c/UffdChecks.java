package org.pageproof.reports.c;

import java.util.List;
import org.pageproof.verdict.Expectation;
import org.pageproof.verdict.JudgedStep;
import org.pageproof.verdict.Leeway;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Completion;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.UffdKind;

/** The checks of one step of a sequence of userfaultfd commands. */
final class UffdChecks {
  private final JudgedStep<UffdCommand> step;
  private final boolean diverges;
  private final CExpectations expectations;
  private final List<Expectation> allowed;

  private UffdChecks(Observation before, JudgedStep<UffdCommand> step, boolean diverges) {
    this.step = step;
    this.diverges = diverges;
    this.expectations = new CExpectations(before, step, diverges);
    this.allowed = expectations.allowed();
  }

  /**
   * The checks of a step.
   *
   * @param before what was observed before the step
   * @param open what earlier steps left to the kernel
   * @param diverges whether it is this step that diverges
   */
  static CheckedStep of(
      AddressPlan plan,
      Observation before,
      Leeway open,
      JudgedStep<UffdCommand> step,
      boolean diverges) {
    UffdChecks checks = new UffdChecks(before, step, diverges);
    CExpectations found = checks.expectations;
    Leeway left =
        checks.allowed.isEmpty() ? open : checks.write(new CMemoryChecks(plan, open, found));
    return new CheckedStep(found.lines(), found.hasChoice(), left);
  }

  private Leeway write(CMemoryChecks memory) {
    expectations.replies();
    outFields();
    messages();
    Leeway left = memory.write();
    completions();
    descriptors();
    if (diverges && step.observed().taint() != 0) {
      expectations.expect("EXPECT_TAINT", "", each -> CValues.number(each.taint()));
    }
    expectations.add("unchanged();");
    return left;
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
        && !diverges
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
      boolean observed = diverges && ends(step.observed(), thread);
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
