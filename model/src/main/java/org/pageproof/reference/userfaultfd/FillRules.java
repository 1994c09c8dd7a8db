package org.pageproof.reference.userfaultfd;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.RangeIoctl;

/**
 * What COPY and ZEROPAGE do alike once their argument is good. mm/userfaultfd.c, mfill_atomic().
 *
 * @param outField the field that tells how many bytes went in, or why none did
 * @param filling what the command does to its pages
 * @param dontWake whether the command declines to wake
 */
record FillRules<C extends RangeIoctl>(
    String outField, BiFunction<UffdState, C, Filling> filling, Predicate<C> dontWake) {

  List<OutField> untouched() {
    return List.of(OutField.untouched(outField));
  }

  /** A refusal that is told in the out-field too. */
  void fail(AllowedSteps<UffdState> steps, UffdState state, Errno errno) {
    Steps.refuse(steps, state, errno, List.of(new OutField(outField, -errno.number())));
  }

  /**
   * The argument's result cannot be stored.
   *
   * @param failsFirst whether the command fails before it fills anything
   */
  RuleBook<C> unwritable(RuleBook<C> book, BiPredicate<UffdState, C> failsFirst) {
    return book.quirk(
        "UNWRITABLE",
        "An argument that can't be written is EFAULT; the pages are filled, but nobody is woken.",
        (s, c) -> c.argument() == Argument.READ_ONLY,
        (s, c, steps) -> {
          if (failsFirst.test(s, c)) {
            Steps.refuse(steps, s, Errno.EFAULT, untouched());
          } else {
            filling.apply(s, c).allowUnstorable(steps);
          }
        });
  }

  RuleBook<C> destination(RuleBook<C> book) {
    return book.ruleFor(
            "before 4.11",
            p -> !p.tellsMissingDestination(),
            "BAD-DESTINATION",
            "A destination that is not inside one registered area is EINVAL.",
            (s, c) -> Checks.badDestination(s, c.range()),
            (s, c, steps) -> fail(steps, s, Errno.EINVAL))
        .rule(
            "NOT-REGISTERED",
            "A destination that is not inside one registered area is ENOENT.",
            (s, c) -> Checks.badDestination(s, c.range()),
            (s, c, steps) -> fail(steps, s, Errno.ENOENT));
  }

  /** Whether the first page is there already. */
  RuleBook<C> occupied(RuleBook<C> book) {
    return book.rule(
        "EEXIST",
        "A first page that is there already is EEXIST: it is left alone and nobody is woken.",
        (s, c) -> s.pages().present(c.range().firstPage(s.plan())),
        (s, c, steps) -> fail(steps, s, Errno.EEXIST));
  }

  /** What happens to the pages. */
  RuleBook<C> pages(RuleBook<C> book) {
    return book.quirk(
            "FOREIGN",
            "An area of another context is filled all the same; its waiters sleep on, because only"
                + " the caller's are woken.",
            (s, c) -> foreign(s, c) && !filling.apply(s, c).unprotects(),
            (s, c, steps) -> filling.apply(s, c).allow(dontWake.test(c), steps))
        .rule(
            "PARTIAL",
            "If a later page cannot be filled the call is EAGAIN and tells how many bytes went in;"
                + " waiters are woken as if that had been the range.",
            (s, c) -> filling.apply(s, c).isPartial() && ordinary(s, c),
            (s, c, steps) -> filling.apply(s, c).allow(dontWake.test(c), steps))
        .rule(
            "DONTWAKE",
            "With MODE_DONTWAKE the pages are filled and the waiters sleep on.",
            (s, c) -> dontWake.test(c) && filling.apply(s, c).isWhole() && ordinary(s, c),
            (s, c, steps) -> filling.apply(s, c).allow(true, steps))
        .rule(
            "OK",
            "The pages are filled, whatever mprotect permits, and their waiters woken.",
            (s, c) -> filling.apply(s, c).isWhole() && ordinary(s, c),
            (s, c, steps) -> filling.apply(s, c).allow(false, steps));
  }

  /** Whether the area belongs to another context. */
  private boolean foreign(UffdState state, C command) {
    return state.owner(command.range().firstPage(state.plan())) != command.fd();
  }

  private boolean ordinary(UffdState state, C command) {
    return !foreign(state, command) && !filling.apply(state, command).unprotects();
  }
}
