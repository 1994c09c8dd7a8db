package org.pageproof.reference.userfaultfd;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.UffdKind;

/** The reference state machine of userfaultfd over private anonymous memory. */
public final class UffdModel implements ReferenceModel<UffdState, UffdCommand> {
  private final Profile profile;
  private final List<Rule<UffdState, ?>> all;

  /** For each kind, the rules that bind in this profile. */
  private final Map<UffdKind, List<Rule<UffdState, UffdCommand>>> binding;

  /** For each kind, the known divergences of this profile. */
  private final Map<UffdKind, List<Rule<UffdState, UffdCommand>>> defects;

  /** The model of what this profile promises. */
  public UffdModel(Profile profile) {
    this(profile, everyRule(profile));
  }

  private UffdModel(Profile profile, Map<UffdKind, List<Rule<UffdState, UffdCommand>>> rules) {
    this.profile = profile;
    this.all = new ArrayList<>();
    this.binding = new EnumMap<>(UffdKind.class);
    this.defects = new EnumMap<>(UffdKind.class);
    rules.forEach(
        (kind, list) -> {
          all.addAll(list);
          binding.put(kind, select(list, false));
          defects.put(kind, select(list, true));
        });
  }

  private List<Rule<UffdState, UffdCommand>> select(
      List<Rule<UffdState, UffdCommand>> rules, boolean defect) {
    List<Rule<UffdState, UffdCommand>> selected = new ArrayList<>();
    for (Rule<UffdState, UffdCommand> rule : rules) {
      boolean isDefect = rule.text().status() == RuleStatus.DEFECT;
      if (isDefect == defect && rule.profile().test(profile)) {
        selected.add(rule);
      }
    }
    return List.copyOf(selected);
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
      case UNREGISTER -> widen(UnregisterRules.rules());
      case COPY -> widen(CopyRules.rules());
      case ZEROPAGE -> widen(ZeropageRules.rules());
      case WRITEPROTECT, SETFL, MISUSE, PROTECT, REMAP, FREE, FORK, REAP, CHILDWRITE -> List.of();
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
    return decide(binding, state, command);
  }

  @Override
  public List<AllowedStep<UffdState>> tolerated(UffdState state, UffdCommand command) {
    return decide(defects, state, command);
  }

  private static List<AllowedStep<UffdState>> decide(
      Map<UffdKind, List<Rule<UffdState, UffdCommand>>> rules,
      UffdState state,
      UffdCommand command) {
    for (Rule<UffdState, UffdCommand> rule : Objects.requireNonNull(rules.get(command.kind()))) {
      if (rule.condition().holds(state, command)) {
        AllowedSteps<UffdState> steps = new AllowedSteps<>(rule.text());
        rule.effect().allow(state, command, steps);
        return steps.steps();
      }
    }
    return List.of();
  }

  @Override
  public UffdState resolve(UffdState next, Observation seen) {
    return next.layout().equals(seen.layout()) ? next : next.withLayout(seen.layout());
  }

  @Override
  public boolean covers(UffdCommand command) {
    if (command instanceof Api api) {
      return (api.features() & Api.FEATURES_WITHOUT_RULES) == 0;
    }
    return !(command instanceof Register register) || (register.mode() & Register.MODE_WP) == 0;
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
