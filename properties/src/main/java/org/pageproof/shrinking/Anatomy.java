package org.pageproof.shrinking;

import java.util.List;
import java.util.Optional;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;

/** How the commands of one interface are made up: what shrinking takes them apart with. */
interface Anatomy<C extends Command> {
  /** The command with another id. */
  C withId(C command, int id);

  /** The command with other slots and pages. */
  C renamed(C command, Renaming renaming);

  /** What the command maps; empty if it is no mmap(2). */
  Optional<Mapping<C>> mapping(C command);

  /** What the command moves to where; empty if it is no mremap(2). */
  Optional<Move> move(C command);

  /** Whether the command names a single page and no range. */
  boolean namesOnePage(C command);

  /** Whether the command drops what pages hold, and does nothing else. */
  boolean drops(C command);

  /** Whether the command does the same to more pages if its range is longer. */
  boolean widens(C command);

  /** The number of descriptor slots. */
  int descriptors();

  /** The descriptor slot that the command fills; empty if it does not open one. */
  Optional<Integer> opens(C command);

  /** Whether the command opens a descriptor or makes it ready, and does nothing else. */
  boolean prepares(C command);

  /** Whether the command closes a descriptor. */
  boolean closes(C command);

  /** How far the operands are from the simplest. */
  int weight(C command, AddressPlan plan);

  /** Variants with one operand simpler, the boldest first. */
  List<C> simpler(C command);

  /** Which of two kinds usually comes first, negative for the left. */
  int compareKinds(C left, C right);

  /** Whether a trace can hold the command, if its ranges begin in the arena. */
  boolean isStorable(C command, AddressPlan plan);
}
