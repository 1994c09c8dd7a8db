package org.pageproof.generation;

import java.util.random.RandomGenerator;
import org.pageproof.reference.hmm.HmmState;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.hmm.CheckExclusive;
import org.pageproof.vocabulary.hmm.Close;
import org.pageproof.vocabulary.hmm.Exclusive;
import org.pageproof.vocabulary.hmm.Fork;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.HmmKind;
import org.pageproof.vocabulary.hmm.MigrateToDevice;
import org.pageproof.vocabulary.hmm.MigrateToSystem;
import org.pageproof.vocabulary.hmm.Reap;
import org.pageproof.vocabulary.hmm.Release;
import org.pageproof.vocabulary.hmm.Request;
import org.pageproof.vocabulary.hmm.Snapshot;

/**
 * Draws commands of the HMM test driver with a bias towards operands that matter in the present
 * state.
 */
public final class HmmDrawer implements CommandDrawer<HmmState, HmmCommand> {
  private static final HmmKind[] KINDS = HmmKind.values();

  private final HmmSwarm swarm;

  /** The swarm's weights, which every draw needs all of. */
  private final int[] likings = new int[KINDS.length];

  private final HmmMirrorDrawer mirrors = new HmmMirrorDrawer();
  private final HmmMemoryDrawer memory = new HmmMemoryDrawer();

  private HmmDrawer(HmmSwarm swarm) {
    this.swarm = swarm;
    for (int kind = 0; kind < KINDS.length; kind++) {
      likings[kind] = swarm.weight(kind);
    }
  }

  /** Drawers of all commands, for a system with this profile. */
  public static CommandDrawer.Factory<HmmState, HmmCommand> factory(Profile profile) {
    return random -> new HmmDrawer(HmmSwarm.draw(random, profile.driver()));
  }

  @Override
  public AddressPlan plan(AddressPlan usual) {
    return swarm.huge() ? new AddressPlan(usual.pagesPerRegion(), true) : usual;
  }

  @Override
  public Daring daring() {
    return swarm.daring() ? Daring.SEEKS : Daring.AVOIDS;
  }

  @Override
  public HmmCommand idle(int id) {
    return new Snapshot(id, Request.of(0, 0, 0, 1));
  }

  @Override
  public HmmCommand draw(HmmState state, int id, RandomGenerator random) {
    HmmDraw draw = new HmmDraw(state, id, new Dice(random), swarm);
    return switch (kind(draw)) {
      case OPEN -> mirrors.open(draw);
      case CLOSE -> new Close(id, draw.mirror());
      case READ -> mirrors.read(draw);
      case WRITE -> mirrors.write(draw);
      case TODEV -> new MigrateToDevice(id, mirrors.toDevice(draw));
      case TOSYS -> new MigrateToSystem(id, mirrors.toSystem(draw));
      case SNAPSHOT -> new Snapshot(id, mirrors.snapshot(draw));
      case EXCLUSIVE -> new Exclusive(id, mirrors.exclusive(draw));
      case CHECK -> new CheckExclusive(id, mirrors.checkExclusive(draw));
      case RELEASE -> new Release(id, mirrors.release(draw));
      case FLAGS -> mirrors.setFlags(draw);
      case MISUSE -> mirrors.misuse(draw);
      case MAP -> memory.map(draw);
      case UNMAP -> memory.unmap(draw);
      case PROTECT -> memory.protect(draw);
      case REMAP -> memory.remap(draw);
      case DONTNEED -> memory.dontNeed(draw);
      case TOUCH -> memory.touch(draw);
      case FORK -> new Fork(id);
      case REAP -> new Reap(id);
      case CHILDTOUCH -> memory.childTouch(draw);
    };
  }

  private HmmKind kind(HmmDraw draw) {
    int[] weights = new int[KINDS.length];
    int open = open(draw);
    int sum = 0;
    for (int kind = 0; kind < KINDS.length; kind++) {
      weights[kind] = weight(kind, draw, open);
      sum += weights[kind];
    }
    int ticket = draw.dice.below(sum);
    int kind = 0;
    while (ticket >= weights[kind]) {
      ticket -= weights[kind++];
    }
    return KINDS[kind];
  }

  /** The swarm's weight, with what the state lacks made likely, and what it can't use rare. */
  private int weight(int kind, HmmDraw draw, int open) {
    int weight = likings[kind];
    boolean mapped = draw.state.layout().mapped() != 0;
    boolean child = draw.state.hasChild();
    boolean usable = mapped && open > 0;
    return switch (KINDS[kind]) {
      case OPEN -> open == 0 ? 20 * weight : open == swarm.mirrors() ? 1 : 2 * weight;
      case MAP -> mapped ? (allMapped(draw) ? rare(weight) : weight) : 20 * weight;
      case TODEV -> usable ? (draw.sets.isAnyOnDevice() ? 1 : 2) * weight : rare(weight);
      case READ, WRITE, TOSYS, SNAPSHOT, EXCLUSIVE, CHECK -> usable ? weight : rare(weight);
      case CLOSE, RELEASE -> open > 0 ? weight : rare(weight);
      case FLAGS -> open > 0 ? (shared(draw) ? 3 : 1) * weight : rare(weight);
      case UNMAP, PROTECT, REMAP, DONTNEED, TOUCH -> mapped ? weight : rare(weight);
      case FORK -> child || !usable ? rare(weight) : (draw.sets.huge() ? 4 : 1) * weight;
      case REAP, CHILDTOUCH -> child ? (shared(draw) ? 1 : 2) * weight : rare(weight);
      case MISUSE -> weight;
    };
  }

  /** Whether there is a huge page that a child may map too: what it meets matters most. */
  private static boolean shared(HmmDraw draw) {
    return draw.state.hasChild() && draw.sets.huge();
  }

  private static int rare(int weight) {
    return (weight + 7) / 8;
  }

  private int open(HmmDraw draw) {
    int open = 0;
    for (int slot = 0; slot < swarm.mirrors(); slot++) {
      open += draw.sets.open(slot) ? 1 : 0;
    }
    return open;
  }

  private boolean allMapped(HmmDraw draw) {
    for (int region = 0; region < swarm.regions(); region++) {
      if (!HmmMemoryDrawer.mapped(draw, region)) {
        return false;
      }
    }
    return true;
  }
}
