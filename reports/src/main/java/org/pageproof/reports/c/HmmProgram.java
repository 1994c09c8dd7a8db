package org.pageproof.reports.c;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pageproof.reports.words.HmmReportWords;
import org.pageproof.verdict.Expectation;
import org.pageproof.verdict.JudgedStep;
import org.pageproof.verdict.Judgement;
import org.pageproof.verdict.Leeway;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.hmm.Fork;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.HmmKind;
import org.pageproof.vocabulary.hmm.IoctlNumbers;
import org.pageproof.vocabulary.hmm.MirrorIoctl;
import org.pageproof.vocabulary.hmm.Open;
import org.pageproof.vocabulary.hmm.Protect;
import org.pageproof.vocabulary.hmm.SetFlags;

/** The body of a program that makes commands of the HMM test driver. */
final class HmmProgram extends CProgram<HmmCommand> {
  private static final List<HmmKind> IOCTLS =
      List.of(
          HmmKind.READ,
          HmmKind.WRITE,
          HmmKind.TODEV,
          HmmKind.TOSYS,
          HmmKind.SNAPSHOT,
          HmmKind.EXCLUSIVE,
          HmmKind.CHECK,
          HmmKind.RELEASE,
          HmmKind.FLAGS);

  private final MirrorDriver driver;
  private int bufferPages = 1;

  /**
   * A program with this plan that adds to this body.
   *
   * @param driver the driver of the kernel that the traces are of
   */
  HmmProgram(AddressPlan plan, boolean checks, CSource body, MirrorDriver driver) {
    super(new HmmReportWords(), plan, checks, body);
    this.driver = driver;
    if (!checks) {
      flag("benchmark");
    }
    flag("hmm");
    if (driver.hasExclusive()) {
      flag("has_exclusive");
    }
  }

  /** What the machine must have, before anything is done to it. */
  @Override
  void begin(Judgement<HmmCommand> judgement) {
    if (!checks()) {
      return;
    }
    line("signal(SIGSEGV, on_signal);");
    line("signal(SIGBUS, on_signal);");
    watch(judgement.steps());
    line("find_driver();");
    Set<String> needs = new LinkedHashSet<>();
    long taint = 0;
    for (JudgedStep<HmmCommand> step : judgement.steps()) {
      needs.addAll(needs(step));
      taint |= step.observed().taint();
      for (Expectation each : step.allowed()) {
        taint |= each.observation().taint();
      }
    }
    needs.forEach(this::line);
    if (plan().huge()) {
      line("require_huge_pages();");
    }
    line("tainted = taint();");
    if (taint != 0) {
      line("require_untainted(" + CValues.hex(taint) + ");");
    }
    if (needsFiles(judgement)) {
      flag("fault_around");
      line("one_page_at_a_time();");
    }
    line("start_mirrors();");
    line("");
  }

  @Override
  List<String> prepare(List<Judgement<HmmCommand>> judgements) {
    List<String> lines = new ArrayList<>(List.of("find_driver();"));
    if (judgements.stream().anyMatch(HmmProgram::needsFiles)) {
      flag("fault_around");
      lines.addAll(List.of("one_page_at_a_time();", "atexit(restore_fault_around);"));
    }
    return lines;
  }

  /** The end of a step that may never end is waited for by another process. */
  private void watch(List<JudgedStep<HmmCommand>> steps) {
    for (int i = 0; i < steps.size(); i++) {
      if (HmmChecks.fate(steps.get(i)).equals(HmmChecks.HANGS)) {
        flag("hangs");
        String name = CSource.literal(steps.get(i).command().kindName());
        line("watch(" + i + ", " + name + ");");
      }
    }
  }

  /** The conditions without which a step would show another kernel and not a fault of it. */
  private static List<String> needs(JudgedStep<HmmCommand> step) {
    HmmKind kind = step.command().kind();
    if (step.command() instanceof Open open) {
      boolean absent = step.allowed().stream().allMatch(HmmProgram::isAbsent);
      String condition = absent ? "require_no_device(" : "require_device(";
      return isExecuted(step) ? List.of(condition + open.device() + ");") : List.of();
    }
    if (kind == HmmKind.PROTECT) {
      return List.of("require_forced_access();");
    }
    boolean optional = kind == HmmKind.RELEASE || kind == HmmKind.FLAGS;
    boolean exists =
        step.allowed().stream()
            .anyMatch(each -> each.observation().reply() instanceof Reply.Returned);
    return optional && exists
        ? List.of("require_ioctl(HMM_DMIRROR_" + kind + ", " + CSource.literal(kind.name()) + ");")
        : List.of();
  }

  private static boolean isExecuted(JudgedStep<HmmCommand> step) {
    return !(step.observed().reply() instanceof Reply.Withheld);
  }

  private static boolean isAbsent(Expectation expectation) {
    return expectation.observation().reply() instanceof Reply.Refused;
  }

  /** Whether file pages may be faulted in; the neighbours of one would be mapped with it. */
  private static boolean needsFiles(Judgement<HmmCommand> judgement) {
    return judgement.steps().stream().anyMatch(step -> step.observed().layout().file() != 0);
  }

  @Override
  void end(Judgement<HmmCommand> judgement) {
    if (!checks()) {
      return;
    }
    if (needsFiles(judgement)) {
      line("restore_fault_around();");
    }
    if (judgement.steps().stream().anyMatch(step -> step.command() instanceof Fork)) {
      line("end_child();");
    }
  }

  @Override
  String call(HmmCommand command, List<String> setup) {
    String call = HmmCalls.of(command, setup);
    if (!setup.isEmpty()) {
      flag("misuse");
    }
    return call;
  }

  @Override
  void need(HmmCommand command) {
    if (command instanceof MirrorIoctl ioctl) {
      bufferPages = Math.max(bufferPages, ioctl.request().count());
    }
    if (command instanceof Protect) {
      flag("attributes");
    }
    if (command instanceof SetFlags) {
      flag("flags");
    }
    if (command instanceof Fork) {
      flag("memory");
      flag("child");
    }
  }

  @Override
  void before(int index, JudgedStep<HmmCommand> step) {
    String fate = HmmChecks.fate(step);
    if (checks() && !fate.isEmpty()) {
      line("deadly(" + index + ", " + CSource.literal(fate) + ");");
    }
  }

  @Override
  CheckedStep check(
      Observation before, Leeway left, JudgedStep<HmmCommand> step, boolean diverges) {
    return HmmChecks.of(plan(), before, left, step, diverges);
  }

  @Override
  Map<String, String> values() {
    Map<String, String> values = new HashMap<>();
    for (HmmKind kind : IOCTLS) {
      int number = IoctlNumbers.number(kind, driver);
      values.put(kind.traceName(), String.format("0x%02x", number));
    }
    values.put("devices", Integer.toString(driver.devices()));
    values.put("buffer_pages", Integer.toString(bufferPages));
    return values;
  }
}
