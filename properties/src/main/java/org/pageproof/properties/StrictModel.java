package org.pageproof.properties;

import java.util.List;
import org.pageproof.reference.AllowedStep;
import org.pageproof.reference.ReferenceModel;
import org.pageproof.reference.Rule;
import org.pageproof.verdict.RuleText;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Profile;

/**
 * A model that tolerates nothing: a known divergence is one like any other.
 *
 * @param model what is promised
 */
record StrictModel<S, C extends Command>(ReferenceModel<S, C> model)
    implements ReferenceModel<S, C> {
  @Override
  public Profile profile() {
    return model.profile();
  }

  @Override
  public S initialState(AddressPlan plan) {
    return model.initialState(plan);
  }

  @Override
  public List<AllowedStep<S>> allowed(S state, C command) {
    return model.allowed(state, command);
  }

  @Override
  public List<AllowedStep<S>> tolerated(S state, C command) {
    return List.of();
  }

  @Override
  public S resolve(S next, Observation seen) {
    return model.resolve(next, seen);
  }

  @Override
  public boolean covers(C command) {
    return model.covers(command);
  }

  @Override
  public List<Rule<S, ?>> rules() {
    return model.rules();
  }

  @Override
  public String situation(S state, C command) {
    return model.situation(state, command);
  }

  @Override
  public List<String> brokenInvariants(S state) {
    return model.brokenInvariants(state);
  }

  @Override
  public ReferenceModel<S, C> without(RuleText rule) {
    return new StrictModel<>(model.without(rule));
  }
}
