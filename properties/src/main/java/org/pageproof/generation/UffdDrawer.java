package org.pageproof.generation;

import java.util.random.RandomGenerator;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.userfaultfd.Close;
import org.pageproof.vocabulary.userfaultfd.Fork;
import org.pageproof.vocabulary.userfaultfd.Poll;
import org.pageproof.vocabulary.userfaultfd.Reap;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.UffdKind;

/** Draws userfaultfd commands with a bias towards operands that matter in the present state. */
public final class UffdDrawer implements CommandDrawer<UffdState, UffdCommand> {
  private static final UffdKind[] KINDS = UffdKind.values();

  private final UffdSwarm swarm;
  private final UffdDescriptorDrawer descriptors;
  private final UffdMemoryDrawer memory;

  private UffdDrawer(Profile profile, UffdVocabulary vocabulary, UffdSwarm swarm) {
    this.swarm = swarm;
    this.descriptors = new UffdDescriptorDrawer(profile, vocabulary);
    this.memory = new UffdMemoryDrawer(profile);
  }

  /** Drawers of all commands, for a system with this profile. */
  public static CommandDrawer.Factory<UffdState, UffdCommand> factory(Profile profile) {
    return factory(profile, UffdVocabulary.FULL);
  }

  /** Drawers of the commands of a vocabulary, for a system with this profile. */
  public static CommandDrawer.Factory<UffdState, UffdCommand> factory(
      Profile profile, UffdVocabulary vocabulary) {
    return random ->
        new UffdDrawer(profile, vocabulary, UffdSwarm.draw(random, profile, vocabulary));
  }

  @Override
  public UffdCommand idle(int id) {
    return new Poll(id, 0);
  }

  @Override
  public UffdCommand draw(UffdState state, int id, RandomGenerator random) {
    UffdDraw draw = new UffdDraw(state, id, new Dice(random), swarm);
    return switch (kind(draw)) {
      case OPEN -> descriptors.open(draw);
      case API -> descriptors.api(draw);
      case CLOSE -> new Close(id, draw.fd());
      case REGISTER -> descriptors.register(draw);
      case UNREGISTER -> descriptors.unregister(draw);
      case COPY -> descriptors.copy(draw);
      case ZEROPAGE -> descriptors.zeropage(draw);
      case WRITEPROTECT -> descriptors.writeProtect(draw);
      case WAKE -> descriptors.wake(draw);
      case POLL -> new Poll(id, draw.fd());
      case READ -> descriptors.read(draw);
      case SETFL -> descriptors.setNonblocking(draw);
      case MISUSE -> descriptors.misuse(draw);
      case MAP -> memory.map(draw);
      case UNMAP -> memory.unmap(draw);
      case PROTECT -> memory.protect(draw);
      case REMAP -> memory.remap(draw);
      case DONTNEED -> memory.dontNeed(draw);
      case FREE -> memory.free(draw);
      case FORK -> new Fork(id);
      case REAP -> new Reap(id);
      case CHILDWRITE -> memory.childWrite(draw);
      case TOUCH -> memory.touch(draw);
    };
  }

  private UffdKind kind(UffdDraw draw) {
    int[] weights = new int[KINDS.length];
    int sum = 0;
    for (int kind = 0; kind < KINDS.length; kind++) {
      weights[kind] = weight(kind, draw);
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
  private int weight(int kind, UffdDraw draw) {
    int weight = swarm.weight(kind);
    UffdState state = draw.state;
    boolean mapped = state.layout().mapped() != 0;
    boolean ready = state.ready(0) || state.ready(1);
    boolean registered = state.registered() != 0;
    return switch (KINDS[kind]) {
      case OPEN -> anyOpen(draw.sets) ? (allOpen(draw.sets) ? 1 : weight) : 12 * weight;
      case API -> anyUnready(draw.sets) ? Math.max(24, 6 * weight) : weight;
      case MAP -> mapped ? (allMapped(draw) ? rare(weight) : weight) : 12 * weight;
      case REGISTER -> mapped && ready ? (registered ? again(draw) : 6) * weight : rare(weight);
      case UNREGISTER -> registered ? weight : rare(weight);
      case COPY, ZEROPAGE -> draw.sets.absent() != 0 ? weight : rare(weight);
      case WRITEPROTECT -> draw.sets.protectable() != 0 ? weight : rare(weight);
      case READ, WAKE -> state.waiters().isEmpty() ? rare(weight) : 3 * weight;
      case UNMAP, PROTECT, REMAP, DONTNEED, FREE -> mapped ? weight : rare(weight);
      case FORK -> draw.sets.hasChild() ? rare(weight) : weight;
      case REAP, CHILDWRITE -> draw.sets.hasChild() ? 4 * weight : weight;
      case TOUCH -> !mapped || allBusy(draw) ? rare(weight) : registered ? weight : weight / 2;
      case CLOSE, POLL, SETFL, MISUSE -> weight;
    };
  }

  /** What a mark does that outlived its mode, shows when the mode is there again. */
  private static int again(UffdDraw draw) {
    return draw.sets.leftover() == 0 ? 1 : 3;
  }

  private static int rare(int weight) {
    return (weight + 7) / 8;
  }

  private boolean anyOpen(UffdSets sets) {
    return sets.open(0) || sets.open(swarm.descriptors() - 1);
  }

  private boolean allOpen(UffdSets sets) {
    return sets.open(0) && sets.open(swarm.descriptors() - 1);
  }

  private static boolean anyUnready(UffdSets sets) {
    return sets.unready(0) || sets.unready(1);
  }

  private boolean allMapped(UffdDraw draw) {
    for (int region = 0; region < swarm.regions(); region++) {
      if (!draw.state.mapped(draw.state.plan().arenaPage(region, 0))) {
        return false;
      }
    }
    return true;
  }

  private boolean allBusy(UffdDraw draw) {
    for (int thread = 0; thread < swarm.threads(); thread++) {
      if (!draw.state.waiters().busy(thread)) {
        return false;
      }
    }
    return true;
  }
}
