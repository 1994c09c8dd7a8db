package org.pageproof.reference.userfaultfd;

import java.util.List;
import java.util.Optional;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.ChildWrite;

/** A store in the child's memory through {@code /proc/PID/mem}, whatever the protection. */
final class ChildWriteRules {
  private ChildWriteRules() {}

  static List<Rule<UffdState, ChildWrite>> rules() {
    return new RuleBook<ChildWrite>("CHILDWRITE", "proc_pid_mem(5); mm/gup.c, FOLL_FORCE")
        .withheld(
            "NO-CHILD",
            "Without a child there is nothing to write to.",
            (s, c) -> !s.hasChild(),
            (s, c, steps) -> Steps.withhold(steps, s, Withholding.NO_CHILD))
        .withheld(
            "FILE-PAGE",
            "File pages have no states here.",
            (s, c) -> s.hasChild() && (child(s).layout().file() >>> page(s, c) & 1) != 0,
            (s, c, steps) -> Steps.withhold(steps, s, Withholding.FILE_PAGE))
        .rule(
            "UNMAPPED",
            "A page that is not mapped in the child is EIO.",
            (s, c) -> s.hasChild() && (child(s).layout().mapped() >>> page(s, c) & 1) == 0,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EIO, List.of()))
        .rule(
            "OK",
            "The child's page changes, absent or not, and nothing of the parent's: the page is"
                + " copied on write.",
            (s, c) -> s.hasChild(),
            ChildWriteRules::write)
        .rules();
  }

  private static Child child(UffdState state) {
    return state.child().orElseThrow();
  }

  private static int page(UffdState state, ChildWrite command) {
    return state.plan().arenaPage(command.region(), command.page());
  }

  private static void write(UffdState state, ChildWrite command, AllowedSteps<UffdState> steps) {
    Child child = child(state);
    int page = page(state, command);
    Pages pages = child.pages();
    long tail = pages.tail(page);
    Pages written = pages.with(page, Pages.PRESENT, Token.of(command.id(), 0), tail);
    Child changed = new Child(child.layout(), written, child.lazy() & ~(1L << page));
    Steps.change(
        steps, state.withChild(Optional.of(changed)), Reply.returned(Long.BYTES), List.of());
  }
}
