package org.pageproof.reference.userfaultfd;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.pageproof.reference.AllowedStep;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.ReferenceModel;
import org.pageproof.reference.Rule;
import org.pageproof.verdict.RuleStatus;
import org.pageproof.verdict.RuleText;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.RangeIoctl;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.UffdKind;

/** The reference state machine of userfaultfd over private anonymous memory. */
public final class UffdModel implements ReferenceModel<UffdState, UffdCommand> {
  private final Profile profile;
  private final List<Rule<UffdState, ?>> all;

  /** The kinds that have a known divergence in this profile. */
  private final Set<UffdKind> diverging = EnumSet.noneOf(UffdKind.class);

  /** For each kind, the rules of this profile in the kernel's order of checks. */
  private final Map<UffdKind, List<Rule<UffdState, UffdCommand>>> rules;

  /** The model of what this profile promises. */
  public UffdModel(Profile profile) {
    this(profile, everyRule(profile));
  }

  private UffdModel(Profile profile, Map<UffdKind, List<Rule<UffdState, UffdCommand>>> rules) {
    this.profile = profile;
    this.all = new ArrayList<>();
    this.rules = new EnumMap<>(UffdKind.class);
    rules.forEach(
        (kind, list) -> {
          all.addAll(list);
          List<Rule<UffdState, UffdCommand>> binding =
              list.stream().filter(rule -> rule.profile().test(profile)).toList();
          this.rules.put(kind, binding);
          if (binding.stream().anyMatch(rule -> rule.text().status() == RuleStatus.DEFECT)) {
            diverging.add(kind);
          }
        });
  }

  private static Map<UffdKind, List<Rule<UffdState, UffdCommand>>> everyRule(Profile profile) {
    Map<UffdKind, List<Rule<UffdState, UffdCommand>>> rules = new EnumMap<>(UffdKind.class);
    for (UffdKind kind : UffdKind.values()) {
      rules.put(kind, rulesOf(kind, profile));
    }
    return rules;
  }

  private static List<Rule<UffdState, UffdCommand>> rulesOf(UffdKind kind, Profile profile) {
    return switch (kind) {
      case OPEN -> widen(OpenRules.rules(profile));
      case API -> widen(ApiRules.rules(profile));
      case CLOSE -> widen(CloseRules.rules());
      case REGISTER -> widen(RegisterRules.rules(profile));
      case UNREGISTER -> widen(UnregisterRules.rules(profile));
      case COPY -> widen(CopyRules.rules(profile));
      case ZEROPAGE -> widen(ZeropageRules.rules());
      case WRITEPROTECT -> widen(WriteProtectRules.rules());
      case SETFL -> widen(SetNonblockingRules.rules());
      case MISUSE -> widen(MisuseRules.rules());
      case PROTECT -> widen(ProtectRules.rules());
      case REMAP -> widen(RemapRules.rules());
      case FREE -> widen(FreeRules.rules());
      case FORK -> widen(ForkRules.rules());
      case REAP -> widen(ReapRules.rules());
      case CHILDWRITE -> widen(ChildWriteRules.rules());
      case WAKE -> widen(WakeRules.rules());
      case POLL -> widen(PollRules.rules());
      case READ -> widen(ReadRules.rules());
      case MAP -> widen(MapRules.rules());
      case UNMAP -> widen(UnmapRules.rules());
      case DONTNEED -> widen(DontNeedRules.rules());
      case TOUCH -> widen(TouchRules.rules());
    };
  }

  /** Safe because a kind's rules are only ever given commands of that kind. */
  @SuppressWarnings("unchecked")
  private static <C extends UffdCommand> List<Rule<UffdState, UffdCommand>> widen(
      List<Rule<UffdState, C>> rules) {
    return (List<Rule<UffdState, UffdCommand>>) (List<?>) rules;
  }

  @Override
  public Profile profile() {
    return profile;
  }

  @Override
  public UffdState initialState(AddressPlan plan) {
    return UffdState.initial(plan);
  }

  @Override
  public List<AllowedStep<UffdState>> allowed(UffdState state, UffdCommand command) {
    List<AllowedStep<UffdState>> steps = decide(state, command, false);
    long dropped = state.unseen().lazy() == 0 ? 0 : state.unseen().lazy() & met(state, command);
    if (dropped == 0) {
      return steps;
    }
    // What MADV_FREE gave up may be gone before the command meets it.
    List<AllowedStep<UffdState>> more = new ArrayList<>(steps);
    more.addAll(decide(state.withoutPages(dropped), command, false));
    return more;
  }

  @Override
  public List<AllowedStep<UffdState>> tolerated(UffdState state, UffdCommand command) {
    return diverging.contains(command.kind()) ? decide(state, command, true) : List.of();
  }

  /** The pages whose state decides what a command does. */
  private static long met(UffdState state, UffdCommand command) {
    if (command instanceof Touch touch) {
      return 1L << state.plan().arenaPage(touch.region(), touch.page());
    }
    return command instanceof RangeIoctl ioctl ? ioctl.range().pageSet(state.plan()) : 0;
  }

  /**
   * What the first rule allows whose condition holds.
   *
   * @param defect whether known divergences are asked for: one counts only where it stands before
   *     the rule that binds, so that it never excuses a check that comes earlier
   */
  private List<AllowedStep<UffdState>> decide(
      UffdState state, UffdCommand command, boolean defect) {
    for (Rule<UffdState, UffdCommand> rule : Objects.requireNonNull(rules.get(command.kind()))) {
      boolean known = rule.text().status() == RuleStatus.DEFECT;
      if ((!known || defect) && rule.condition().holds(state, command)) {
        if (known != defect) {
          return List.of();
        }
        AllowedSteps<UffdState> steps = new AllowedSteps<>(rule.text());
        rule.effect().allow(state, command, steps);
        return steps.steps();
      }
    }
    return List.of();
  }

  @Override
  public UffdState resolve(UffdState next, Observation seen) {
    UffdState resolved =
        next.layout().equals(seen.layout()) ? next : next.withLayout(seen.layout());
    if (next.unseen().lazy() != 0 && !next.pages().equals(seen.pages())) {
      long dropped = 0;
      for (long rest = next.unseen().lazy(); rest != 0; rest &= rest - 1) {
        int page = Long.numberOfTrailingZeros(rest);
        dropped |= seen.pages().bits(page) == 0 ? rest & -rest : 0;
      }
      resolved = resolved.withoutPages(dropped);
    }
    return resolved.child().isPresent() ? resolved.withChild(child(resolved, seen)) : resolved;
  }

  /** The child with its pages as they were seen, where that was left open. */
  private static Optional<Child> child(UffdState next, Observation seen) {
    Child child = next.child().orElseThrow();
    return seen.child().isEmpty() || seen.child().get().equals(child.pages())
        ? next.child()
        : Optional.of(new Child(child.layout(), seen.child().get(), child.lazy()));
  }

  @Override
  public boolean covers(UffdCommand command) {
    return !(command instanceof Api api)
        || (api.features() & Api.FEATURES_WITHOUT_RULES) == 0
        || ((api.features() & Api.FEATURE_EVENT_FORK) != 0 && !profile.ptrace());
  }

  @Override
  public List<Rule<UffdState, ?>> rules() {
    return List.copyOf(all);
  }

  @Override
  public String situation(UffdState state, UffdCommand command) {
    return command.accept(Situation.INSTANCE, state);
  }

  @Override
  public List<String> brokenInvariants(UffdState state) {
    return UffdInvariants.broken(state);
  }

  @Override
  public UffdModel without(RuleText text) {
    Map<UffdKind, List<Rule<UffdState, UffdCommand>>> rules = everyRule(profile);
    rules.replaceAll(
        (kind, list) -> list.stream().filter(rule -> !rule.text().equals(text)).toList());
    return new UffdModel(profile, rules);
  }
}
