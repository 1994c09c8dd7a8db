package org.pageproof.shrinking;

import java.util.List;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;

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
}
