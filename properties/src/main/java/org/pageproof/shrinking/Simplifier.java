package org.pageproof.shrinking;

import java.util.List;
import java.util.Optional;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.CommandSequence;

/** What shrinking must know of one interface's commands. */
public interface Simplifier<C extends Command> {
  /** How large these commands are together. */
  Size size(List<C> commands, AddressPlan plan);

  /** Which of two sequences of equal size is in the more usual order, negative for the left. */
  int compareOrder(List<C> left, List<C> right);

  /** The same commands with their places as ids, so that what they write is easy to tell. */
  List<C> renumbered(List<C> commands);

  /** Variants of a command with one operand simpler, the boldest first. */
  List<C> simpler(C command);

  /**
   * The whole sequence rewritten at once: slots numbered in order of use, pages moved together,
   * commands joined. Each element is one rewriting.
   */
  List<List<C>> rewritten(List<C> commands, AddressPlan plan);

  /**
   * The same in a plan without room for a huge page, with one page for all those that no command
   * tells apart; empty if the sequence has no such room, or tells too many pages apart.
   */
  Optional<CommandSequence<C>> withoutHugePage(CommandSequence<C> sequence);

  /** Whether a trace can hold what simplifying made: it may reach beyond a region or the arena. */
  boolean isStorable(List<C> commands, AddressPlan plan);
}
