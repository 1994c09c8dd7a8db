package org.pageproof.reports.c;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pageproof.reports.words.JudgementText;
import org.pageproof.reports.words.ObservationWords;
import org.pageproof.reports.words.UffdFlags;
import org.pageproof.reports.words.UffdWords;
import org.pageproof.verdict.Divergence;
import org.pageproof.verdict.Expectation;
import org.pageproof.verdict.JudgedStep;
import org.pageproof.verdict.Judgement;
import org.pageproof.verdict.Leeway;
import org.pageproof.verdict.ValueText;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Layout;
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

/**
 * The body of a generated program: the commands of one or more judged sequences, each followed by
 * the full observation, with or without checks. Remembers what the body needs of the prelude.
 */
final class CProgram {
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

  private final AddressPlan plan;
  private final boolean checks;
  private final CSource body;
  private final Set<String> flags = new HashSet<>();
  private int sourcePages = 1;
  private Leeway open = Leeway.NONE;
  private long requiredFeatures;

  /** A program with this plan that adds to this body. */
  CProgram(AddressPlan plan, boolean checks, CSource body) {
    this.plan = plan;
    this.checks = checks;
    this.body = body;
    if (!checks) {
      flags.add("benchmark");
    }
  }

  /** Adds the judged steps of a sequence. */
  void add(Judgement<UffdCommand> judgement) {
    boolean taint =
        checks && judgement.steps().stream().anyMatch(step -> step.observed().taint() != 0);
    if (taint) {
      body.line("tainted = taint();").line("");
    }
    Divergence divergence = JudgementText.divergenceOf(judgement);
    for (int i = 0; i < judgement.steps().size(); i++) {
      boolean diverges = divergence != null && divergence.step() == i;
      JudgedStep<UffdCommand> step = judgement.steps().get(i);
      Observation before = JudgementText.before(judgement, i);
      if (step.observed().reply() instanceof Reply.Withheld withheld) {
        withheld(i, step, withheld);
      } else {
        step(i, step, before, diverges ? divergence : null);
      }
      body.line("");
    }
  }

  private void withheld(int index, JudgedStep<UffdCommand> step, Reply.Withheld withheld) {
    String words = "step " + index + ": " + UffdWords.of(step.command());
    body.comment(words + "; not executed: " + withheld.reason());
    if (!checks) {
      body.line("observe();");
      observeModes(step);
    }
  }

  private void step(
      int index,
      JudgedStep<UffdCommand> step,
      Observation before,
      @Nullable Divergence divergence) {
    UffdCommand command = step.command();
    need(command);
    need(step.observed());
    step.allowed().forEach(each -> need(each.observation()));
    comment(index, step, before, divergence);
    List<String> setup = new ArrayList<>();
    String call = CCalls.of(command, setup);
    if (!setup.isEmpty()) {
      flags.add("misuse");
    }
    long features = neededFeatures(command) & ~requiredFeatures;
    if (checks && features != 0 && isExpected(step, Reply.Returned.class)) {
      body.line("require_features(" + UffdFlags.features(features) + ");");
      requiredFeatures |= features;
    }
    setup.forEach(body::line);
    body.line("STEP(" + index + ", " + CSource.literal(command.kindName()) + ", " + call + ");");
    if (checks) {
      availability(step);
      CChecks stepChecks = new CChecks(plan, before, open, step, divergence);
      stepChecks.lines().forEach(body::line);
      open = stepChecks.open();
      need(stepChecks);
    } else {
      observeModes(step);
    }
  }

  /** The worker looks at the modes only where they may have changed, and so must the benchmark. */
  private void observeModes(JudgedStep<UffdCommand> step) {
    boolean mapped = step.observed().layout().mapped() != 0;
    if (mapped && MAY_CHANGE_MODES.contains(step.command().kind())) {
      body.line("observe_modes();");
    }
  }

  private void need(CChecks stepChecks) {
    if (stepChecks.hasChoice()) {
      flags.add("choice");
    }
    if (open.droppable() != 0) {
      flags.add("droppable");
    }
    if (open.droppableInChild() != 0) {
      flags.add("child_droppable");
    }
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

  private void comment(
      int index,
      JudgedStep<UffdCommand> step,
      Observation before,
      @Nullable Divergence divergence) {
    String words = "step " + index + ": " + UffdWords.of(step.command());
    if (divergence != null) {
      Expectation nearest = divergence.nearest();
      body.comment(
          words + "; this step diverges",
          nearest.rule().id() + ": " + nearest.rule().sentence(),
          "  expected " + ObservationWords.line(plan, before, nearest.observation()),
          "  observed " + ObservationWords.line(plan, before, step.observed()));
    } else if (step.allowed().isEmpty() || !checks) {
      body.comment(words);
    } else {
      Expectation expected = step.allowed().get(Math.max(0, step.taken()));
      String reply = ValueText.of(expected.observation().reply());
      body.comment(words + "; " + expected.rule().id() + ": " + reply);
    }
  }

  /** Without privilege nothing can be said, unless the refusal itself is what was seen. */
  private void availability(JudgedStep<UffdCommand> step) {
    UffdKind kind = step.command().kind();
    if (kind != UffdKind.OPEN && kind != UffdKind.API) {
      return;
    }
    boolean refused = step.observed().reply() instanceof Reply.Refused;
    if (refused && step.allowed().stream().allMatch(CProgram::isForLackOfRights)) {
      body.line("skip_if_privileged();");
    } else if (!refused && kind == UffdKind.OPEN) {
      body.line("skip_if_unavailable();");
    }
  }

  private static boolean isForLackOfRights(Expectation expectation) {
    return expectation.observation().reply() instanceof Reply.Refused refused
        && Set.of("EPERM", "EACCES", "ENOENT").contains(refused.errno().name());
  }

  private static boolean isExpected(JudgedStep<UffdCommand> step, Class<? extends Reply> reply) {
    return step.allowed().stream().anyMatch(each -> reply.isInstance(each.observation().reply()));
  }

  private void need(UffdCommand command) {
    switch (command.kind()) {
      case OPEN -> flags.add("descriptors");
      case MAP -> flags.add("memory");
      case REGISTER -> flags.add("modes");
      case PROTECT -> flags.addAll(Set.of("memory", "attributes"));
      case FORK -> flags.addAll(Set.of("memory", "child"));
      case TOUCH -> flags.add("threads");
      default -> {}
    }
    if (command instanceof Copy copy) {
      sourcePages = Math.max(sourcePages, CCalls.sourcePages(copy));
    }
    if (command instanceof Api api && (api.features() & Api.FEATURE_SIGBUS) != 0) {
      flags.add("sigbus");
    }
    if (command instanceof Touch touch && touch.access().isPopulate()) {
      flags.add("populate");
    }
  }

  /** What was seen although no command asked for it. */
  private void need(Observation seen) {
    Layout layout = seen.layout();
    if (layout.mapped() != 0) {
      flags.add("memory");
    }
    if (!layout.withModes(0, 0).samePages(new Layout(layout.mapped(), layout.starts()))) {
      flags.add("attributes");
    }
    if ((layout.missing() | layout.protectable()) != 0) {
      flags.add("modes");
    }
    if (seen.reply().equals(Reply.SIGBUS)
        || seen.completions().stream().anyMatch(each -> each.reply().equals(Reply.SIGBUS))) {
      flags.add("sigbus");
    }
  }

  /** The helpers for the body and what else the program says. */
  String prelude(String rest, long features) {
    Map<String, String> values = new HashMap<>();
    values.put("capacity", Integer.toString(plan.pagesPerRegion()));
    values.put("arena_pages", Integer.toString(plan.arenaPages()));
    values.put("no_areas", ".".repeat(plan.arenaPages()));
    values.put("source_pages", Integer.toString(sourcePages + 1));
    values.put("features", CValues.hex(features) + "ULL");
    return Prelude.of(body + rest, flags, values);
  }
}
