package org.pageproof.generation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.MirrorView;
import org.pageproof.vocabulary.hmm.HmmKind;
import org.pageproof.vocabulary.hmm.IoctlNumbers;

/**
 * What the sequences of one drawer like to do.
 *
 * @param weights how often each kind of command is drawn, in the order of {@link HmmKind#values()}
 * @param daring whether the sequence may meet known divergences, which may kill the kernel
 * @param forks whether there is a child at all
 * @param huge whether there is room for a huge page
 * @param regions how many region slots are used
 * @param mirrors how many mirror slots are used
 * @param devices the devices that mirrors are opened on
 * @param misuse how many commands in a hundred are deliberately wrong
 * @param files how many mappings in a hundred are not anonymous memory
 * @param wide how many ranges in a hundred reach as far as what they are about
 */
record HmmSwarm(
    List<Integer> weights,
    boolean daring,
    boolean forks,
    boolean huge,
    int regions,
    int mirrors,
    List<Integer> devices,
    int misuse,
    int files,
    int wide) {
  private static final int[] SWARM_FACTORS = {0, 1, 1, 3};
  private static final int[] MISUSE_PERCENT = {0, 3, 3, 15};
  private static final int[] FILES_PERCENT = {0, 0, 10, 60};
  private static final int WIDEST = 95;
  private static final int[] WIDE_PERCENT = {25, 40, 40, WIDEST};
  private static final int CHURNING_PERCENT = 3;
  private static final int FORKING_PERCENT = 12; // a fork costs about a millisecond
  private static final int DARING_PERCENT = 3; // a death costs the guest's restore
  private static final int HUGE_PERCENT = 4; // observing a huge page costs milliseconds
  private static final int HUGE_FORKING_PERCENT = 30; // observing that of a child, too
  private static final int COHERENT_PERCENT = 40; // where huge pages are; some of them have none

  /** Devices that have something to do with each other; private memory is migrated to and fro. */
  private static final List<List<Integer>> DEVICES =
      List.of(
          List.of(0),
          List.of(0),
          List.of(1),
          List.of(0, 1),
          List.of(0, 1),
          List.of(0, 2),
          List.of(2, 3),
          List.of(0, 1, 2, 3));

  /** How many of them, the first ones, have nothing to do with coherent memory. */
  private static final int PRIVATE = 5;

  /** Draws the preferences of one sequence. */
  static HmmSwarm draw(RandomGenerator random, MirrorDriver driver) {
    Dice dice = new Dice(random);
    if (dice.percent(HUGE_PERCENT)) {
      return drawHuge(dice, driver);
    }
    boolean daring = dice.percent(DARING_PERCENT);
    boolean forks = dice.percent(FORKING_PERCENT);
    int misuse = dice.oneOf(MISUSE_PERCENT);
    boolean churns = dice.percent(CHURNING_PERCENT);
    return new HmmSwarm(
        churns ? churning() : weights(HmmSwarm::base, dice, driver, forks, misuse, daring),
        daring,
        forks,
        false,
        1 + dice.below(AddressPlan.REGIONS),
        dice.percent(40) ? 1 : 1 + dice.below(MirrorView.MIRRORS),
        DEVICES.get(dice.below(DEVICES.size())),
        misuse,
        dice.oneOf(FILES_PERCENT),
        churns ? WIDEST : dice.oneOf(WIDE_PERCENT));
  }

  /** Draws the preferences of a sequence with room for a huge page. */
  private static HmmSwarm drawHuge(Dice dice, MirrorDriver driver) {
    boolean daring = dice.percent(DARING_PERCENT);
    boolean forks = dice.percent(HUGE_FORKING_PERCENT);
    int misuse = dice.oneOf(MISUSE_PERCENT);
    return new HmmSwarm(
        weights(HmmSwarm::hugeBase, dice, driver, forks, misuse, daring),
        daring,
        forks,
        true,
        1 + dice.below(AddressPlan.REGIONS - 1),
        dice.percent(40) ? 1 : 1 + dice.below(MirrorView.MIRRORS),
        DEVICES.get(dice.below(dice.percent(COHERENT_PERCENT) ? DEVICES.size() : PRIVATE)),
        misuse,
        dice.percent(85) ? 0 : dice.oneOf(FILES_PERCENT),
        dice.oneOf(WIDE_PERCENT));
  }

  /** Pages go to devices and are dropped there, again and again: what leaks runs out. */
  private static List<Integer> churning() {
    List<Integer> weights = new ArrayList<>();
    for (HmmKind kind : HmmKind.values()) {
      weights.add(
          switch (kind) {
            case TODEV, DONTNEED -> 10;
            case OPEN, MAP, UNMAP -> 2;
            default -> 0;
          });
    }
    return weights;
  }

  private static List<Integer> weights(
      ToIntFunction<HmmKind> base,
      Dice dice,
      MirrorDriver driver,
      boolean forks,
      int misuse,
      boolean daring) {
    List<Integer> weights = new ArrayList<>();
    for (HmmKind kind : HmmKind.values()) {
      boolean always = essential(kind) || (daring && accesses(kind));
      int likely = base.applyAsInt(kind);
      int weight = always ? likely : likely * dice.oneOf(SWARM_FACTORS);
      boolean drawn = forks || !aboutTheChild(kind);
      boolean lacking = isIoctl(kind) && IoctlNumbers.number(kind, driver) == IoctlNumbers.UNKNOWN;
      weights.add(lacking ? Math.min(misuse, 1) : drawn ? weight : 0);
    }
    return weights;
  }

  /** How often a kind is drawn, before the state has its say. */
  int weight(int kind) {
    return weights.get(kind);
  }

  /** Without these a sequence reaches nothing. */
  private static boolean essential(HmmKind kind) {
    return switch (kind) {
      case OPEN, MAP, TOUCH, TODEV, FORK, REAP, CHILDTOUCH -> true;
      default -> false;
    };
  }

  /** What a mirror that has lost track of its pages shows itself by. */
  private static boolean accesses(HmmKind kind) {
    return kind == HmmKind.READ || kind == HmmKind.WRITE;
  }

  private static boolean aboutTheChild(HmmKind kind) {
    return kind == HmmKind.FORK || kind == HmmKind.REAP || kind == HmmKind.CHILDTOUCH;
  }

  private static boolean isIoctl(HmmKind kind) {
    return switch (kind) {
      case READ, WRITE, TODEV, TOSYS, SNAPSHOT, EXCLUSIVE, CHECK, RELEASE, FLAGS -> true;
      default -> false;
    };
  }

  /** The same for huge pages: what fails to move them, and what breaks them up. */
  private static int hugeBase(HmmKind kind) {
    return switch (kind) {
      case FLAGS -> 7;
      case FORK -> 6;
      case TOSYS, EXCLUSIVE -> 9;
      case PROTECT, DONTNEED -> 6;
      case CLOSE, UNMAP -> 3;
      case RELEASE -> 2;
      default -> base(kind);
    };
  }

  private static int base(HmmKind kind) {
    return switch (kind) {
      case TOUCH -> 16;
      case TODEV -> 12;
      case READ, WRITE, EXCLUSIVE -> 10;
      case TOSYS -> 6;
      case PROTECT -> 5;
      case OPEN, MAP, FORK, DONTNEED, CHILDTOUCH -> 4;
      case SNAPSHOT, CHECK -> 3;
      case CLOSE, UNMAP, REMAP, FLAGS -> 2;
      case RELEASE, MISUSE, REAP -> 1;
    };
  }
}
