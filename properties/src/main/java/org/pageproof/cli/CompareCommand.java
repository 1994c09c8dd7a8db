package org.pageproof.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.pageproof.reference.Rule;
import org.pageproof.reports.RunComparison;
import org.pageproof.reports.RunComparison.RuleChange;
import org.pageproof.reports.RunEvent.DivergenceFound;
import org.pageproof.reports.StoredRun;
import org.pageproof.reports.words.Counted;
import org.pageproof.verdict.RuleText;
import org.pageproof.vocabulary.CommandSequence;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says what changed from one run to another: what a check before a merge prints. */
@Command(
    name = "compare",
    description = {
      "Says which transitions have another outcome than before, each with a short sequence.",
      "Exit code: 0 if none has, 1 if one has. What was merely not drawn in one of the runs is no"
          + " change, so run both with the same --seed, --tries and --keep-going. Sequences and"
          + " outcomes of transitions are drawn again and shrunk on the simulators of both kernels."
    },
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
  private static final int SITUATIONS_SHOWN = 4;

  @Parameters(index = "0", paramLabel = "BEFORE", description = "A run's report directory.")
  private Path first = Path.of("");

  @Parameters(index = "1", paramLabel = "AFTER", description = "Another's.")
  private Path second = Path.of("");

  @Override
  public Integer call() {
    StoredRunFile before = StoredRunFile.read(first);
    StoredRunFile after = StoredRunFile.read(second);
    checkComparable(before.run(), after.run());
    String name = before.run().started().checked();
    CheckedInterface<?, ?> checked =
        InterfaceChoice.named(name)
            .orElseThrow(() -> new InputException("a run of the interface '" + name + "'"));
    return compare(checked, before, after);
  }

  private static void checkComparable(StoredRun before, StoredRun after) {
    same("interfaces", before, after, run -> run.started().checked());
    same("versions of the tool", before, after, run -> run.started().environment().tool());
  }

  private static void same(
      String what, StoredRun before, StoredRun after, Function<StoredRun, String> part) {
    if (!Objects.equals(part.apply(before), part.apply(after))) {
      throw new InputException(
          String.format(
              "cannot compare: %s and %s are of different %s: %s, %s",
              before.name(), after.name(), what, part.apply(before), part.apply(after)));
    }
  }

  private <S, C extends org.pageproof.vocabulary.Command> int compare(
      CheckedInterface<S, C> checked, StoredRunFile before, StoredRunFile after) {
    List<? extends Rule<S, ?>> rules =
        checked.suite(before.run().started().environment().profile()).model().rules();
    RunComparison comparison =
        new RunComparison(
            before.run(), after.run(), holding(rules, before.run()), holding(rules, after.run()));
    System.out.println("before   " + describe(before.run()));
    System.out.println("after    " + describe(after.run()));
    List<DivergenceFound> appeared = comparison.appeared();
    List<DivergenceFound> disappeared = comparison.disappeared();
    List<RuleChange> changes = comparison.changes();
    appeared.forEach(found -> print("new      ", found, second));
    disappeared.forEach(found -> print("gone     ", found, first));
    RedrawnWitness<S, C> was = new RedrawnWitness<>(checked, before.run());
    RedrawnWitness<S, C> is = new RedrawnWitness<>(checked, after.run());
    for (RuleChange change : changes) {
      CommandSequence<C> witness = (change.inAfter() ? is : was).of(change.witness());
      print(change);
      print(
          witness.commands().stream().map(checked.reports().words()::of).toList(),
          witness.size() - 1);
      was.outcome(witness).forEach(rule -> print("    was ", rule));
      is.outcome(witness).forEach(rule -> print("    is  ", rule));
    }
    comparison
        .notMetAgain()
        .forEach(each -> System.out.println("not met  " + each + ", which may be chance"));
    int changed = appeared.size() + disappeared.size() + changes.size();
    System.out.printf(
        "%d changed; %s drawn in one run only%n",
        changed, Counted.of(comparison.seenInOne(), "transition"));
    return changed == 0 ? ExitCode.CONFORMS : ExitCode.DIVERGES;
  }

  private static Set<String> holding(List<? extends Rule<?, ?>> rules, StoredRun run) {
    return rules.stream()
        .filter(rule -> rule.profile().test(run.started().environment().profile()))
        .map(rule -> rule.text().id())
        .collect(Collectors.toSet());
  }

  private static String describe(StoredRun run) {
    String faults = String.join(", ", run.started().environment().faults());
    return String.format(
        "%s: %s of %s %s%s, seed %d, %s, %s",
        run.name(),
        run.started().checked(),
        run.started().environment().sut(),
        run.started().environment().profile().release().text(),
        faults.isEmpty() ? "" : " with " + faults,
        run.started().seed(),
        run.summary().verdict().word(),
        Counted.of(run.summary().counts().sequences(), "sequence"));
  }

  private static void print(String word, DivergenceFound found, Path directory) {
    System.out.println(word + found.fingerprint());
    print(found.sequence(), found.step());
    System.out.println("    expected " + found.expected());
    System.out.println("    observed " + found.observed());
    Path folder = Files.isDirectory(directory) ? directory : directory.resolveSibling("");
    System.out.println("    see " + folder.resolve(found.folder()));
  }

  private static void print(List<String> sequence, int marked) {
    for (int i = 0; i < sequence.size(); i++) {
      System.out.println((i == marked ? "  > " : "    ") + i + "  " + sequence.get(i));
    }
  }

  private static void print(RuleChange change) {
    int more = change.situations().size() - SITUATIONS_SHOWN;
    System.out.println(
        "changed  "
            + change.command()
            + ": "
            + change.situations().stream().limit(SITUATIONS_SHOWN).collect(Collectors.joining("; "))
            + (more > 0 ? " and " + more + " more" : ""));
  }

  private static void print(String word, RuleText rule) {
    System.out.println(word + rule.id() + ": " + rule.sentence());
  }
}
