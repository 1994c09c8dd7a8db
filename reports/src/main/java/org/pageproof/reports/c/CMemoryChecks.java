package org.pageproof.reports.c;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.pageproof.reports.words.PageText;
import org.pageproof.reports.words.TextRun;
import org.pageproof.verdict.Expectation;
import org.pageproof.verdict.Leeway;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Pages;

/** The checks of one step that are about the arena: its areas, its pages and the child's. */
final class CMemoryChecks {
  private final AddressPlan plan;
  private final Leeway open;
  private final CExpectations expectations;

  /**
   * The checks of a step.
   *
   * @param open what earlier steps left to the kernel
   */
  CMemoryChecks(AddressPlan plan, Leeway open, CExpectations expectations) {
    this.plan = plan;
    this.open = open;
    this.expectations = expectations;
  }

  /** Adds the checks and returns what is left to the kernel from here on. */
  Leeway write() {
    areas();
    long droppable = droppable(each -> Optional.of(each.pages()), Leeway::droppable);
    drop("droppable", open.droppable(), droppable);
    pages("EXPECT_PAGE", each -> Optional.of(each.pages()), Leeway::droppable);
    long inChild = childPages();
    long free = open.optionalStarts();
    for (Expectation each : expectations.allowed()) {
      free |= each.optionalStarts();
    }
    free &= expectations.observed().layout().mapped();
    return new Leeway(free, droppable, inChild);
  }

  /**
   * Where the kernel may merge areas or not, another run may differ from the trace from then on:
   * such pages stay free, unless they are what differs in this step.
   */
  private void areas() {
    Observation first = expectations.allowed().get(0).observation();
    String remark = "\t/* " + first.layout().describe(plan) + " */";
    boolean free = expectations.allowed().stream().anyMatch(each -> each.optionalStarts() != 0);
    if (free || expectations.isNew(each -> CValues.areas(plan, each.layout(), 0))) {
      long stillFree = expectations.diverges() ? 0 : open.optionalStarts();
      Set<String> values = new LinkedHashSet<>();
      if (expectations.conforms()) {
        values.add(CValues.areas(plan, expectations.observed().layout(), 0));
      }
      for (Expectation each : expectations.allowed()) {
        Layout layout = each.observation().layout();
        values.add(CValues.areas(plan, layout, stillFree | each.optionalStarts()));
      }
      expectations.emit("EXPECT_AREAS", "", values, remark);
      remark = "";
    }
    if (attributes("EXPECT_ATTRIBUTES", layout -> CValues.attributes(plan, layout), remark)) {
      remark = "";
    }
    attributes("EXPECT_MODES", layout -> CValues.modes(plan, layout), remark);
  }

  private boolean attributes(String macro, Function<Layout, String> value, String remark) {
    if (!expectations.isNew(each -> value.apply(each.layout()))) {
      return false;
    }
    Set<String> values = new LinkedHashSet<>();
    expectations.allowed().forEach(each -> values.add(value.apply(each.observation().layout())));
    expectations.emit(macro, "", values, remark);
    return true;
  }

  /** A child without a change is told by no line, and so is one that is gone. */
  private long childPages() {
    boolean none =
        expectations.allowed().stream().allMatch(each -> each.observation().child().isEmpty());
    if (none) {
      return open.droppableInChild();
    }
    long droppable = droppable(Observation::child, Leeway::droppableInChild);
    drop("child_droppable", open.droppableInChild(), droppable);
    pages("EXPECT_CHILD_PAGE", Observation::child, Leeway::droppableInChild);
    return droppable;
  }

  /**
   * The pages that are there but may vanish. One allowed observation in which they may is enough,
   * but in the step that diverges no other must hide that they vanished.
   */
  private long droppable(
      Function<Observation, Optional<Pages>> view, ToLongFunction<Leeway> leeway) {
    long droppable = 0;
    for (int page = 0; page < plan.arenaPages(); page++) {
      int index = page;
      boolean there =
          expectations.allowed().stream()
              .map(each -> view.apply(each.observation()))
              .anyMatch(pages -> pages.isPresent() && pages.get().bits(index) != 0);
      droppable |= there && mayBeAbsent(page, leeway) ? 1L << page : 0;
    }
    return droppable;
  }

  private void drop(String variable, long old, long droppable) {
    if (droppable != old) {
      expectations.add(variable + " = " + CValues.pageSet(plan, droppable) + ";");
    }
    if (droppable != 0) {
      expectations.leaveChoice();
    }
  }

  private void pages(
      String macro, Function<Observation, Optional<Pages>> view, ToLongFunction<Leeway> leeway) {
    if (plan.huge()) {
      for (TextRun run : TextRun.of(plan.arenaPages(), i -> List.copyOf(texts(i, view, leeway)))) {
        String start = CValues.arenaPage(plan, run.first());
        boolean one = run.count() == 1;
        String what = one ? start : start + ", " + run.count() + ", " + run.number();
        expectations.emit(one ? macro : macro + "S", what, literals(run.texts()), "");
      }
      return;
    }
    for (int page = 0; page < plan.arenaPages(); page++) {
      Set<String> texts = texts(page, view, leeway);
      if (!texts.isEmpty()) {
        expectations.emit(macro, CValues.arenaPage(plan, page), literals(texts), "");
      }
    }
  }

  private static Set<String> literals(Collection<String> texts) {
    Set<String> literals = new LinkedHashSet<>();
    texts.forEach(text -> literals.add(CSource.literal(text)));
    return literals;
  }

  /** What a page may be; nothing if it is what it was. */
  private Set<String> texts(
      int page, Function<Observation, Optional<Pages>> view, ToLongFunction<Leeway> leeway) {
    Pages before = view.apply(expectations.before()).orElse(Pages.empty(plan));
    Expectation first = expectations.allowed().get(0);
    Function<Observation, String> value =
        each -> PageText.of(view.apply(each).orElse(before), page);
    String seen = value.apply(expectations.observed());
    boolean vanished = expectations.conforms() && !seen.equals(value.apply(first.observation()));
    if (!vanished && !expectations.isNew(PageText.of(before, page), value)) {
      return Set.of();
    }
    Set<String> values = new LinkedHashSet<>(vanished ? List.of(seen) : List.of());
    expectations.allowed().stream()
        .map(Expectation::observation)
        .filter(each -> view.apply(each).isPresent())
        .forEach(each -> values.add(value.apply(each)));
    if (mayBeAbsent(page, leeway)) {
      values.add(PageText.of(Pages.empty(plan), page));
    }
    return values;
  }

  private boolean mayBeAbsent(int page, ToLongFunction<Leeway> leeway) {
    Predicate<Expectation> may = each -> (leeway.applyAsLong(each.leeway()) >>> page & 1) != 0;
    return expectations.diverges()
        ? expectations.allowed().stream().allMatch(may)
        : expectations.allowed().stream().anyMatch(may);
  }
}
