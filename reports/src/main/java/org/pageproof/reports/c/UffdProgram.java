package org.pageproof.reports.c;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pageproof.reports.words.UffdFlags;
import org.pageproof.reports.words.UffdReportWords;
import org.pageproof.verdict.Expectation;
import org.pageproof.verdict.JudgedStep;
import org.pageproof.verdict.Judgement;
import org.pageproof.verdict.Leeway;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.UffdKind;
import org.pageproof.vocabulary.userfaultfd.WriteProtect;

/** The body of a program that makes userfaultfd commands. */
final class UffdProgram extends CProgram<UffdCommand> {
  /** The commands after which areas may be registered otherwise than before. */
  private static final Set<UffdKind> MAY_CHANGE_MODES =
      Set.of(
          UffdKind.OPEN,
          UffdKind.CLOSE,
          UffdKind.REGISTER,
          UffdKind.UNREGISTER,
          UffdKind.MAP,
          UffdKind.UNMAP,
          UffdKind.PROTECT,
          UffdKind.REMAP,
          UffdKind.FORK,
          UffdKind.REAP);

  private final long features;
  private int sourcePages = 1;
  private long requiredFeatures;

  /**
   * A program with this plan that adds to this body.
   *
   * @param features the features of the kernel that the traces are of
   */
  UffdProgram(AddressPlan plan, boolean checks, CSource body, long features) {
    super(new UffdReportWords(), plan, checks, body);
    this.features = features;
    if (!checks) {
      flag("benchmark");
    }
  }

  @Override
  void begin(Judgement<UffdCommand> judgement) {
    boolean taint =
        checks() && judgement.steps().stream().anyMatch(step -> step.observed().taint() != 0);
    if (taint) {
      line("tainted = taint();");
      line("");
    }
  }

  @Override
  String call(UffdCommand command, List<String> setup) {
    String call = UffdCalls.of(command, setup);
    if (!setup.isEmpty()) {
      flag("misuse");
    }
    return call;
  }

  @Override
  void before(int index, JudgedStep<UffdCommand> step) {
    long needed = neededFeatures(step.command()) & ~requiredFeatures;
    if (checks() && needed != 0 && isExpected(step, Reply.Returned.class)) {
      line("require_features(" + UffdFlags.features(needed) + ");");
      requiredFeatures |= needed;
    }
  }

  /** The worker looks at the modes only where they may have changed, and so must the benchmark. */
  @Override
  void unchecked(JudgedStep<UffdCommand> step) {
    boolean mapped = step.observed().layout().mapped() != 0;
    if (mapped && MAY_CHANGE_MODES.contains(step.command().kind())) {
      line("observe_modes();");
    }
  }

  @Override
  CheckedStep check(
      Observation before, Leeway left, JudgedStep<UffdCommand> step, boolean diverges) {
    return UffdChecks.of(plan(), before, left, step, diverges);
  }

  /** The features without which the command can't succeed. */
  private static long neededFeatures(UffdCommand command) {
    if (command instanceof Api api) {
      return api.features();
    }
    boolean protects =
        command instanceof WriteProtect
            || (command instanceof Register register && (register.mode() & Register.MODE_WP) != 0);
    return protects ? Profile.FEATURE_PAGEFAULT_FLAG_WP : 0;
  }

  /** Without privilege nothing can be said, unless the refusal itself is what was seen. */
  @Override
  void after(JudgedStep<UffdCommand> step) {
    UffdKind kind = step.command().kind();
    if (kind != UffdKind.OPEN && kind != UffdKind.API) {
      return;
    }
    boolean refused = step.observed().reply() instanceof Reply.Refused;
    if (refused && step.allowed().stream().allMatch(UffdProgram::isForLackOfRights)) {
      line("skip_if_privileged();");
    } else if (!refused && kind == UffdKind.OPEN) {
      line("skip_if_unavailable();");
    }
  }

  private static boolean isForLackOfRights(Expectation expectation) {
    return expectation.observation().reply() instanceof Reply.Refused refused
        && Set.of("EPERM", "EACCES", "ENOENT").contains(refused.errno().name());
  }

  private static boolean isExpected(JudgedStep<UffdCommand> step, Class<? extends Reply> reply) {
    return step.allowed().stream().anyMatch(each -> reply.isInstance(each.observation().reply()));
  }

  @Override
  void need(UffdCommand command) {
    switch (command.kind()) {
      case OPEN -> flag("descriptors");
      case MAP -> flag("memory");
      case REGISTER -> flag("modes");
      case PROTECT -> List.of("memory", "attributes").forEach(this::flag);
      case FORK -> List.of("memory", "child").forEach(this::flag);
      case TOUCH -> flag("threads");
      default -> {}
    }
    if (command instanceof Copy copy) {
      sourcePages = Math.max(sourcePages, UffdCalls.sourcePages(copy));
    }
    if (command instanceof Api api && (api.features() & Api.FEATURE_SIGBUS) != 0) {
      flag("sigbus");
    }
    if (command instanceof Touch touch && touch.access().isPopulate()) {
      flag("populate");
    }
  }

  @Override
  Map<String, String> values() {
    return Map.of(
        "source_pages",
        Integer.toString(sourcePages + 1),
        "features",
        CValues.hex(features) + "ULL");
  }
}
