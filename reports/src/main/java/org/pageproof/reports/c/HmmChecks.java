package org.pageproof.reports.c;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.pageproof.reports.words.TextRun;
import org.pageproof.verdict.Expectation;
import org.pageproof.verdict.JudgedStep;
import org.pageproof.verdict.Leeway;
import org.pageproof.verdict.ValueText;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.MirrorView;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.PageWords;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.HmmKind;

/** The checks of one step of a sequence of commands of the HMM test driver. */
final class HmmChecks {
  /** The fate of a step that never ends. */
  static final String HANGS = "hangs";

  private final AddressPlan plan;
  private final Observation before;
  private final JudgedStep<HmmCommand> step;
  private final CExpectations expectations;
  private final List<Expectation> allowed;

  private HmmChecks(
      AddressPlan plan, Observation before, JudgedStep<HmmCommand> step, boolean diverges) {
    this.plan = plan;
    this.before = before;
    this.step = step;
    this.expectations = new CExpectations(before, step, diverges);
    this.allowed = expectations.allowed();
  }

  /**
   * The checks of a step. Nothing can be compared where the kernel dies: if it should not, what a
   * kernel that lives may show is checked.
   *
   * @param before what was observed before the step
   * @param open what earlier steps left to the kernel
   * @param diverges whether it is this step that diverges
   */
  static CheckedStep of(
      AddressPlan plan,
      Observation before,
      Leeway open,
      JudgedStep<HmmCommand> step,
      boolean diverges) {
    HmmChecks checks = new HmmChecks(plan, before, survived(step), diverges);
    CExpectations found = checks.expectations;
    Leeway left = open;
    if (!checks.allowed.isEmpty()) {
      left = checks.write(new CMemoryChecks(plan, open, found));
    } else if (!fate(step).isEmpty()) {
      found.add("survived();");
    }
    return new CheckedStep(found.lines(), found.hasChoice(), left);
  }

  /** What a bad kernel does in a step after which nothing is seen; empty if none does. */
  static String fate(JudgedStep<HmmCommand> step) {
    if (step.observed().reply() instanceof Reply.Hung) {
      return HANGS;
    }
    boolean dies = step.allowed().stream().anyMatch(each -> isDeath(each.observation()));
    return dies || isDeath(step.observed()) ? "panics" : "";
  }

  private static boolean isDeath(Observation observation) {
    return observation.reply() instanceof Reply.Died;
  }

  /** The step without the expectations of a death. */
  private static JudgedStep<HmmCommand> survived(JudgedStep<HmmCommand> step) {
    List<Expectation> alive =
        step.allowed().stream().filter(each -> !isDeath(each.observation())).toList();
    int taken = step.taken() < 0 ? -1 : alive.indexOf(step.allowed().get(step.taken()));
    return new JudgedStep<>(step.command(), step.observed(), alive, taken);
  }

  private Leeway write(CMemoryChecks memory) {
    expectations.replies();
    if (allowed.stream().anyMatch(each -> each.leeway().ends())) {
      return Leeway.NONE; // nothing else can be foretold, and this is the last step
    }
    outFields();
    if (allowed.stream().allMatch(each -> each.leeway().compared() == Leeway.Compared.EVERYTHING)) {
      data();
    }
    Leeway left = memory.write();
    snapshots();
    exclusive();
    if (allowed.stream().anyMatch(each -> each.observation().taint() != 0)) {
      expectations.expect("EXPECT_TAINT", "", each -> CValues.number(each.taint()));
    }
    expectations.add("unchanged();");
    return left;
  }

  private void outFields() {
    int fields = allowed.stream().mapToInt(each -> each.observation().out().size()).min().orElse(0);
    for (int i = 0; i < fields; i++) {
      int field = i;
      String name = allowed.get(0).observation().out().get(i).name();
      expectations.expect(
          "EXPECT_OUT",
          CSource.literal(name) + ", " + i,
          observation -> CValues.out(observation.out().get(field)));
    }
  }

  private void data() {
    int pages = allowed.stream().mapToInt(each -> each.observation().data().size()).min().orElse(0);
    boolean bytes = step.command().kind() == HmmKind.SNAPSHOT;
    if (plan.huge() && !bytes) {
      words(pages);
      return;
    }
    for (Run run : runs(pages, k -> values(each -> inBuffer(each.data().get(k), bytes)))) {
      String macro = bytes ? "EXPECT_BYTES" : "EXPECT_DATA";
      expectations.emit(macro, run.first() + ", " + run.count(), run.valueSet(), "");
    }
  }

  /** The pages of a buffer that may have hundreds. */
  private void words(int pages) {
    for (TextRun run : TextRun.of(pages, k -> values(each -> each.data().get(k).describe()))) {
      Set<String> texts = new LinkedHashSet<>();
      run.texts().forEach(text -> texts.add(CSource.literal(text)));
      String what = run.first() + ", " + run.count();
      if (run.counts()) {
        expectations.emit("EXPECT_WORDS", what + ", " + run.number(), texts, "");
      } else {
        expectations.emit("EXPECT_DATA", what, texts, "");
      }
    }
  }

  private static String inBuffer(PageWords page, boolean isByte) {
    if (!isByte) {
      return CSource.literal(page.describe());
    }
    return page.equals(PageWords.UNTOUCHED) ? "0x77" : ValueText.ofSnapshot((int) page.head());
  }

  /** Devices that follow each other and see the same are asked in one line. */
  private void snapshots() {
    List<Devices> lines = new ArrayList<>();
    for (int device = 0; device < devices(); device++) {
      int number = device;
      for (Run run : runs(plan.arenaPages(), page -> newSnapshots(number, page))) {
        int line = 0;
        while (line < lines.size() && !lines.get(line).isFollowedBy(device, run)) {
          line++;
        }
        int first = line < lines.size() ? lines.remove(line).first() : device;
        lines.add(line, new Devices(first, device, run));
      }
    }
    for (Devices line : lines) {
      String who = line.first() + ", " + line.last() + ", ";
      expectations.emit("EXPECT_SNAPSHOT", who + pages(line.run()), line.run().valueSet(), "");
    }
  }

  private void exclusive() {
    for (int mirror = 0; mirror < MirrorView.MIRRORS; mirror++) {
      int slot = mirror;
      for (Run run : runs(plan.arenaPages(), page -> newExclusive(slot, page))) {
        expectations.emit("EXPECT_EXCLUSIVE", slot + ", " + pages(run), run.valueSet(), "");
      }
    }
  }

  private int devices() {
    return allowed.stream()
        .flatMap(each -> each.observation().mirrors().stream())
        .mapToInt(view -> view.snapshots().size())
        .min()
        .orElse(0);
  }

  /** What a device may see of a page; nothing if it sees what it saw before. */
  private List<String> newSnapshots(int device, int page) {
    Function<Observation, String> value =
        each ->
            each.mirrors()
                .map(view -> ValueText.ofSnapshot(view.snapshots().get(device).get(page)))
                .orElse(ValueText.ofSnapshot(MirrorView.ERROR));
    return expectations.isNew(value.apply(before), value) ? values(value) : List.of();
  }

  /** Whether a mirror may have a page exclusively; nothing if it is as before. */
  private List<String> newExclusive(int mirror, int page) {
    Function<Observation, String> value =
        each ->
            each.mirrors()
                .map(view -> Integer.toString(view.exclusive().get(mirror).get(page)))
                .orElse("0");
    return expectations.isNew(value.apply(before), value) ? values(value) : List.of();
  }

  private List<String> values(Function<Observation, String> value) {
    return allowed.stream().map(each -> value.apply(each.observation())).distinct().toList();
  }

  private String pages(Run run) {
    return CValues.arenaPage(plan, run.first()) + ", " + run.count();
  }

  /** Pages that follow each other and for which the same values are allowed. */
  private record Run(int first, int count, List<String> values) {
    Set<String> valueSet() {
      return new LinkedHashSet<>(values);
    }
  }

  /** A run of pages as devices that follow each other see it. */
  private record Devices(int first, int last, Run run) {
    boolean isFollowedBy(int device, Run other) {
      return last == device - 1 && run.equals(other);
    }
  }

  /** The runs of pages that have some value. */
  private static List<Run> runs(int pages, IntFunction<List<String>> values) {
    List<Run> runs = new ArrayList<>();
    int page = 0;
    while (page < pages) {
      List<String> found = values.apply(page);
      int first = page++;
      while (page < pages && values.apply(page).equals(found)) {
        page++;
      }
      if (!found.isEmpty()) {
        runs.add(new Run(first, page - first, found));
      }
    }
    return runs;
  }
}
