package org.pageproof.reports.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pageproof.reports.RunEvent;
import org.pageproof.reports.RunEvent.DivergenceFound;
import org.pageproof.reports.RunEvent.PropertyFinished;
import org.pageproof.reports.RunListener;
import org.pageproof.reports.RunSummary;
import org.pageproof.vocabulary.Environment;

/** What was heard of a run so far, for the formats that tell it as a whole. */
final class Story implements RunListener {
  private final List<PropertyFinished> properties = new ArrayList<>();
  private final List<DivergenceFound> divergences = new ArrayList<>();
  private Header header = new Header("unknown", "", "unknown", "", 0, Optional.empty());
  private Optional<String> harnessFailure = Optional.empty();

  /**
   * What a run began with.
   *
   * @param checked the interface that is checked
   * @param start when, as ISO 8601; empty if the beginning was not heard
   * @param tool the version of this tool
   * @param options the command line's options
   * @param seed the campaign seed
   * @param environment where it runs; empty if nothing could be tested
   */
  record Header(
      String checked,
      String start,
      String tool,
      String options,
      long seed,
      Optional<Environment> environment) {}

  @Override
  public void on(RunEvent event) {
    if (event instanceof RunEvent.RunStarted run) {
      Environment environment = run.environment();
      header =
          new Header(
              run.checked(),
              run.start(),
              environment.tool(),
              run.options(),
              run.seed(),
              Optional.of(environment));
    } else if (event instanceof RunEvent.RunSkipped run) {
      header =
          new Header(
              run.checked(), run.start(), run.tool(), run.options(), run.seed(), Optional.empty());
    } else if (event instanceof PropertyFinished property) {
      properties.add(property);
    } else if (event instanceof DivergenceFound divergence) {
      divergences.add(divergence);
    } else if (event instanceof RunEvent.HarnessFailed failure) {
      harnessFailure = Optional.of(failure.reason());
    }
  }

  Header header() {
    return header;
  }

  List<DivergenceFound> divergences() {
    return List.copyOf(divergences);
  }

  /**
   * The properties, then the divergences of the baseline, then the known ones that were met, then
   * those that are gone.
   */
  List<Result> results(RunSummary summary) {
    List<Result> results = new ArrayList<>();
    Set<String> baseline = baseline(summary);
    properties.forEach(property -> results.add(result(property, baseline)));
    if (properties.isEmpty()) {
      // A run that decided no property still has a verdict to tell.
      results.add(
          result(
              new PropertyFinished(
                  "run", summary.verdict(), summary.reason(), summary.counts().seconds()),
              baseline));
    }
    boolean told = results.stream().anyMatch(result -> result.outcome() == Outcome.BROKEN);
    if (!told && harnessFailure.isPresent()) {
      results.add(new Result("harness", Outcome.BROKEN, harnessFailure.get(), 0, List.of()));
    }
    for (RunSummary.Distinct met : summary.divergences()) {
      if (met.inBaseline()) {
        String reason = "a divergence of the baseline, met " + RunSummary.times(met.count());
        String name = "baseline_divergence " + met.fingerprint();
        results.add(new Result(name, Outcome.KNOWN, reason, 0, List.of()));
      }
    }
    for (Map.Entry<String, Long> known : summary.known().entrySet()) {
      String reason = "a known divergence, met " + RunSummary.times(known.getValue());
      results.add(known(known.getKey(), Outcome.KNOWN, reason));
    }
    for (Map.Entry<String, Long> gone : summary.gone().entrySet()) {
      if (!summary.known().containsKey(gone.getKey())) {
        String reason =
            "what is promised was observed instead " + RunSummary.times(gone.getValue());
        results.add(known(gone.getKey(), Outcome.GONE, reason));
      }
    }
    return results;
  }

  private static Result known(String rule, Outcome outcome, String reason) {
    return new Result("known_divergence " + rule, outcome, reason, 0, List.of());
  }

  private static Set<String> baseline(RunSummary summary) {
    return summary.divergences().stream()
        .filter(RunSummary.Distinct::inBaseline)
        .map(RunSummary.Distinct::fingerprint)
        .collect(Collectors.toSet());
  }

  private Result result(PropertyFinished property, Set<String> baseline) {
    Outcome outcome =
        switch (property.verdict()) {
          case CONFORMS -> Outcome.CONFORMS;
          case DIVERGES -> Outcome.DIVERGES;
          case SKIPPED -> Outcome.SKIPPED;
          case INCONCLUSIVE -> harnessFailure.isPresent() ? Outcome.BROKEN : Outcome.INCONCLUSIVE;
        };
    String reason = outcome == Outcome.BROKEN ? harnessFailure.orElse("") : property.reason();
    List<DivergenceFound> own =
        divergences.stream()
            .filter(found -> found.origin().property().equals(property.property()))
            .filter(found -> !baseline.contains(found.fingerprint()))
            .toList();
    return new Result(property.property(), outcome, reason, property.seconds(), own);
  }
}
