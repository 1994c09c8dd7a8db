package org.pageproof.generation;

import java.util.random.RandomGenerator;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;

/**
 * Draws single commands. One drawer serves one sequence: what it likes to draw was itself drawn, so
 * that sequences differ in character and not only in order (swarm testing).
 */
public interface CommandDrawer<S, C extends Command> {
  /** Draws a command for this state; the command gets this id. */
  C draw(S state, int id, RandomGenerator random);

  /**
   * Where the sequence's regions lie.
   *
   * @param usual where those of most sequences do
   */
  default AddressPlan plan(AddressPlan usual) {
    return usual;
  }

  /** What the sequence does about known divergences. */
  default Daring daring() {
    return Daring.MEETS;
  }

  /** What a sequence does about known divergences. */
  enum Daring {
    /** It is steered around them: they cost the kernel its life, so only few sequences dare. */
    AVOIDS,
    /** It meets them as it happens. */
    MEETS,
    /** It looks for them now and then. */
    SEEKS
  }

  /** A command with this id that changes nothing in any state, for where all others are avoided. */
  C idle(int id);

  /** Makes drawers. */
  interface Factory<S, C extends Command> {
    /** Draws what the drawer of the next sequence likes to draw. */
    CommandDrawer<S, C> newDrawer(RandomGenerator random);
  }
}
