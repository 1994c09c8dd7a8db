package org.pageproof.generation;

import java.util.random.RandomGenerator;
import org.pageproof.vocabulary.Command;

/**
 * Draws single commands. One drawer serves one sequence: what it likes to draw was itself drawn, so
 * that sequences differ in character and not only in order (swarm testing).
 */
public interface CommandDrawer<S, C extends Command> {
  /** Draws a command for this state; the command gets this id. */
  C draw(S state, int id, RandomGenerator random);

  /**
   * Whether the sequence may meet known divergences at all. Where one costs the kernel its life,
   * only few sequences may.
   */
  default boolean isDaring() {
    return true;
  }

  /** A command with this id that changes nothing in any state, for where all others are avoided. */
  C idle(int id);

  /** Makes drawers. */
  interface Factory<S, C extends Command> {
    /** Draws what the drawer of the next sequence likes to draw. */
    CommandDrawer<S, C> newDrawer(RandomGenerator random);
  }
}
