package org.pageproof.reference.hmm;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.HmmKind;

/** The reference state machine of the HMM test driver and of the memory it mirrors. */
public final class HmmModel implements ReferenceModel<HmmState, HmmCommand> {
  private final Profile profile;
  private final HmmFacts facts;
  private final List<Rule<HmmState, ?>> all;

  /** The kinds that have a known divergence in this profile. */
  private final Set<HmmKind> diverging = EnumSet.noneOf(HmmKind.class);

  /** For each kind, the rules of this profile in the kernel's order of checks. */
  private final Map<HmmKind, List<Rule<HmmState, HmmCommand>>> rules;

  /** The model of what this profile promises. */
  public HmmModel(Profile profile) {
    this(profile, everyRule());
  }

  private HmmModel(Profile profile, Map<HmmKind, List<Rule<HmmState, HmmCommand>>> rules) {
    this.profile = profile;
    this.facts = HmmFacts.of(profile);
    this.all = new ArrayList<>();
    this.rules = new EnumMap<>(HmmKind.class);
    rules.forEach(
        (kind, list) -> {
          all.addAll(list);
          List<Rule<HmmState, HmmCommand>> binding =
              list.stream().filter(rule -> rule.profile().test(profile)).toList();
          this.rules.put(kind, binding);
          if (binding.stream().anyMatch(rule -> rule.text().status() == RuleStatus.DEFECT)) {
            diverging.add(kind);
          }
        });
  }

  private static Map<HmmKind, List<Rule<HmmState, HmmCommand>>> everyRule() {
    Map<HmmKind, List<Rule<HmmState, HmmCommand>>> rules = new EnumMap<>(HmmKind.class);
    for (HmmKind kind : HmmKind.values()) {
      rules.put(kind, rulesOf(kind));
    }
    return rules;
  }

  private static List<Rule<HmmState, HmmCommand>> rulesOf(HmmKind kind) {
    return switch (kind) {
      case OPEN -> widen(OpenRules.rules());
      case CLOSE -> widen(CloseRules.rules());
      case READ -> widen(ReadRules.rules());
      case WRITE -> widen(WriteRules.rules());
      case TODEV -> widen(ToDeviceRules.rules());
      case TOSYS -> widen(ToSystemRules.rules());
      case SNAPSHOT -> widen(SnapshotRules.rules());
      case EXCLUSIVE -> widen(ExclusiveRules.rules());
      case CHECK -> widen(CheckRules.rules());
      case RELEASE -> widen(ReleaseRules.rules());
      case FLAGS -> widen(FlagsRules.rules());
      case MISUSE -> widen(MisuseRules.rules());
      case MAP -> widen(MapRules.rules());
      case UNMAP -> widen(UnmapRules.rules());
      case PROTECT -> widen(ProtectRules.rules());
      case REMAP -> widen(RemapRules.rules());
      case DONTNEED -> widen(DontNeedRules.rules());
      case TOUCH -> widen(TouchRules.rules());
      case FORK -> widen(ForkRules.rules());
      case REAP -> widen(ReapRules.rules());
      case CHILDTOUCH -> widen(ChildTouchRules.rules());
    };
  }

  /** Safe because a kind's rules are only ever given commands of that kind. */
  @SuppressWarnings("unchecked")
  private static <C extends HmmCommand> List<Rule<HmmState, HmmCommand>> widen(
      List<Rule<HmmState, C>> rules) {
    return (List<Rule<HmmState, HmmCommand>>) (List<?>) rules;
  }

  @Override
  public Profile profile() {
    return profile;
  }

  @Override
  public HmmState initialState(AddressPlan plan) {
    return HmmState.initial(plan, facts);
  }

  @Override
  public List<AllowedStep<HmmState>> allowed(HmmState state, HmmCommand command) {
    return decide(state, command, false);
  }

  @Override
  public List<AllowedStep<HmmState>> tolerated(HmmState state, HmmCommand command) {
    return diverging.contains(command.kind()) ? decide(state, command, true) : List.of();
  }

  /**
   * What the first rule allows whose condition holds.
   *
   * @param defect whether known divergences are asked for: one counts only where it stands before
   *     the rule that binds, so that it never excuses a check that comes earlier
   */
  private List<AllowedStep<HmmState>> decide(HmmState state, HmmCommand command, boolean defect) {
    for (Rule<HmmState, HmmCommand> rule : Objects.requireNonNull(rules.get(command.kind()))) {
      boolean known = rule.text().status() == RuleStatus.DEFECT;
      if ((!known || defect) && rule.condition().holds(state, command)) {
        if (known != defect) {
          return List.of();
        }
        AllowedSteps<HmmState> steps = new AllowedSteps<>(rule.text());
        rule.effect().allow(state, command, steps);
        return steps.steps();
      }
    }
    return List.of();
  }

  @Override
  public HmmState resolve(HmmState next, Observation seen) {
    return next.layout().equals(seen.layout()) ? next : next.withLayout(seen.layout());
  }

  /** Nothing outside the arena is observed, so nothing may be moved there. */
  @Override
  public boolean covers(HmmCommand command) {
    return true;
  }

  @Override
  public List<Rule<HmmState, ?>> rules() {
    return List.copyOf(all);
  }

  @Override
  public String situation(HmmState state, HmmCommand command) {
    return command.accept(Situation.INSTANCE, state);
  }

  @Override
  public List<String> brokenInvariants(HmmState state) {
    return HmmInvariants.broken(state);
  }

  @Override
  public HmmModel without(RuleText text) {
    Map<HmmKind, List<Rule<HmmState, HmmCommand>>> rules = everyRule();
    rules.replaceAll(
        (kind, list) -> list.stream().filter(rule -> !rule.text().equals(text)).toList());
    return new HmmModel(profile, rules);
  }
}
