package org.pageproof.generation;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.pageproof.generation.CommandDrawer.Daring;
import org.pageproof.reference.AllowedStep;
import org.pageproof.reference.ReferenceModel;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.CommandSequence;

/**
 * Draws whole sequences, stepping the model along so that commands meet states in which they mean
 * something. Where the model allows several steps it follows the first, and where it tolerates a
 * known divergence, that.
 */
public final class SequenceGenerator<S, C extends Command> {
  private static final int SHORTEST = 4;

  /** How many commands are drawn to find one that meets no known divergence, or does meet one. */
  private static final int ATTEMPTS = 9;

  /** At how many of a hundred commands a sequence that seeks known divergences does so. */
  private static final int SEEKING_PERCENT = 12;

  private final ReferenceModel<S, C> model;
  private final CommandDrawer.Factory<S, C> drawers;
  private final AddressPlan plan;
  private final int maxCommands;
  private final KnownDivergences known;

  /**
   * A generator whose sequences may meet known divergences.
   *
   * @param maxCommands the length of the longest sequence, at least 1
   */
  public SequenceGenerator(
      ReferenceModel<S, C> model,
      CommandDrawer.Factory<S, C> drawers,
      AddressPlan plan,
      int maxCommands) {
    this(model, drawers, plan, maxCommands, KnownDivergences.REPORT);
  }

  /**
   * A generator.
   *
   * @param maxCommands the length of the longest sequence, at least 1
   * @param known whether sequences may meet known divergences
   */
  public SequenceGenerator(
      ReferenceModel<S, C> model,
      CommandDrawer.Factory<S, C> drawers,
      AddressPlan plan,
      int maxCommands,
      KnownDivergences known) {
    this.model = model;
    this.drawers = drawers;
    this.plan = plan;
    this.maxCommands = maxCommands;
    this.known = known;
  }

  /** Draws a sequence of at most the longest length, all lengths being equally likely. */
  public CommandSequence<C> draw(RandomGenerator random) {
    int shortest = Math.min(SHORTEST, maxCommands);
    return draw(random, shortest + random.nextInt(maxCommands - shortest + 1));
  }

  /** Draws a sequence of this length, or a shorter one that ends with the kernel's death. */
  public CommandSequence<C> draw(RandomGenerator random, int length) {
    CommandDrawer<S, C> drawer = drawers.newDrawer(random);
    AddressPlan drawn = drawer.plan(plan);
    List<C> commands = new ArrayList<>(length);
    S state = model.initialState(drawn);
    boolean alive = true;
    for (int id = 0; id < length && alive; id++) {
      C command = draw(drawer, state, id, random);
      commands.add(command);
      AllowedStep<S> step = step(state, command);
      alive = !step.expectation().leeway().ends();
      state = step.next();
    }
    return new CommandSequence<>(drawn, commands);
  }

  /** What is known to diverge most likely does so again. */
  private AllowedStep<S> step(S state, C command) {
    List<AllowedStep<S>> known = model.tolerated(state, command);
    return (known.isEmpty() ? model.allowed(state, command) : known).get(0);
  }

  private C draw(CommandDrawer<S, C> drawer, S state, int id, RandomGenerator random) {
    Daring daring =
        switch (known) {
          case REPORT -> drawer.daring();
          case AVOID -> Daring.AVOIDS;
          case FIND -> Daring.SEEKS;
        };
    boolean seeks = daring == Daring.SEEKS && random.nextInt(100) < SEEKING_PERCENT;
    C command = drawer.draw(state, id, random);
    if (daring == Daring.MEETS || (daring == Daring.SEEKS && !seeks)) {
      return command;
    }
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      if (model.tolerated(state, command).isEmpty() != seeks) {
        return command;
      }
      command = drawer.draw(state, id, random);
    }
    return seeks ? command : drawer.idle(id);
  }
}
