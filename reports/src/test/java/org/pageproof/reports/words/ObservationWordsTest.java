package org.pageproof.reports.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.vocabulary.userfaultfd.Argument.VALID;

import org.junit.jupiter.api.Test;
import org.pageproof.reports.ProtectionScenarios;
import org.pageproof.reports.Scenario;
import org.pageproof.verdict.JudgedStep;
import org.pageproof.verdict.Judgement;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.userfaultfd.Read;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

class ObservationWordsTest {
  private static final long ADDRESS = Scenario.PLAN.address(0);

  @Test
  void saysInWhichModesAreasAreRegistered() {
    Scenario<UffdCommand> scenario =
        ProtectionScenarios.registered(0, Register.MODE_MISSING, 0x13c)
            .diverges(
                new Register(4, 0, PageRange.of(0, 1, 2), Register.MODE_WP, VALID),
                "UFFD-REGISTER-OK",
                s -> s.areas(0xf, 0xb).modes(0x9, 0x6),
                s -> s.areas(0xf, 0xb).modes(0xf, 0x6));
    Judgement<UffdCommand> judgement = scenario.judgement();
    assertThat(last(judgement))
        .isEqualTo("0, areas [r0p0-r0p0 rwm][r0p1-r0p2 rwmp][r0p3-r0p3 rwm]");
    assertThat(JudgementText.title(judgement))
        .contains(
            "areas should be [r0p0-r0p0 rwm][r0p1-r0p2 rwp][r0p3-r0p3 rwm], was [r0p0-r0p0 rwm]");
    assertThat(JudgementText.report(new UffdReportWords(), judgement, "folder"))
        .contains("m and p are registered for missing")
        .contains("expected     0, areas [r0p0-r0p0 rwm][r0p1-r0p2 rwp][r0p3-r0p3 rwm]");
  }

  @Test
  void saysTheFlagsOfAFaultByName() {
    assertThat(message(new Message(Message.PAGEFAULT, 0, ADDRESS, 1)))
        .isEqualTo("message PAGEFAULT r0p0 thread 1");
    assertThat(message(new Message(Message.PAGEFAULT, 1, ADDRESS, Message.NO_THREAD)))
        .isEqualTo("message PAGEFAULT WRITE r0p0");
    assertThat(message(new Message(Message.PAGEFAULT, 3, ADDRESS, Message.NO_THREAD)))
        .isEqualTo("message PAGEFAULT WRITE | WP r0p0");
    assertThat(message(new Message(Message.PAGEFAULT, 0x14, ADDRESS, Message.NO_THREAD)))
        .isEqualTo("message PAGEFAULT MINOR | 0x10 r0p0");
    assertThat(message(new Message(0x13, 1, ADDRESS, Message.NO_THREAD)))
        .isEqualTo("message event 0x13 flags 0x1 r0p0");
  }

  private static String message(Message message) {
    Scenario<UffdCommand> scenario =
        Scenario.userfaultfd()
            .step(new Read(0, 0, 32, false), "UFFD-READ-OK", s -> s.returns(32).message(message));
    return last(scenario.judgement()).replaceFirst("^32, ", "");
  }

  private static String last(Judgement<UffdCommand> judgement) {
    int index = judgement.steps().size() - 1;
    JudgedStep<UffdCommand> step = judgement.steps().get(index);
    return ObservationWords.line(
        new UffdReportWords(),
        Scenario.PLAN,
        step.command(),
        JudgementText.before(judgement, index),
        step.observed());
  }
}
