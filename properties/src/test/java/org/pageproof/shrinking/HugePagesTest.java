package org.pageproof.shrinking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.hmm.Access;
import org.pageproof.vocabulary.hmm.DontNeed;
import org.pageproof.vocabulary.hmm.Exclusive;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.HmmKind;
import org.pageproof.vocabulary.hmm.Map;
import org.pageproof.vocabulary.hmm.MigrateToDevice;
import org.pageproof.vocabulary.hmm.Open;
import org.pageproof.vocabulary.hmm.Protect;
import org.pageproof.vocabulary.hmm.Request;
import org.pageproof.vocabulary.hmm.Touch;

/** Sequences with room for a huge page become small ones, and their ranges short ones. */
class HugePagesTest {
  private static final AddressPlan HUGE = new AddressPlan(4, true);

  private final HmmSimplifier simplifier = new HmmSimplifier();

  private static CommandSequence<HmmCommand> huge(HmmCommand... commands) {
    return new CommandSequence<>(HUGE, List.of(commands));
  }

  private static Map map(int pages) {
    return new Map(1, 0, pages, Map.Backing.ANONYMOUS);
  }

  private static Request request(int page, int count) {
    return Request.of(0, 0, page, count);
  }

  private static Protect protect(int page, int count) {
    return new Protect(9, PageRange.of(0, page, count), Protect.Protection.READ);
  }

  /** Pages 0, 1 to 63, 64, 65 to 511, and what lies in region 1. */
  @Test
  void oneSmallPageStandsForThoseThatNothingTellsApart() {
    CommandSequence<HmmCommand> sequence =
        huge(
            new Open(0, 0, 0),
            map(512),
            new Touch(2, 0, 64, Access.WRITE),
            new MigrateToDevice(3, request(1, 511)),
            new Exclusive(4, request(64, 448 + 2)));
    assertThat(simplifier.withoutHugePage(sequence))
        .contains(
            new CommandSequence<>(
                new AddressPlan(4),
                List.of(
                    new Open(0, 0, 0),
                    map(4),
                    new Touch(2, 0, 2, Access.WRITE),
                    new MigrateToDevice(3, request(1, 3)),
                    new Exclusive(4, request(2, 2 + 2)))));
  }

  @Test
  void smallPlansHaveRoomForWhatIsToldApart() {
    CommandSequence<HmmCommand> sequence =
        huge(map(512), new DontNeed(2, PageRange.of(0, 3, 2)), protect(64, 64), protect(256, 64));
    assertThat(simplifier.withoutHugePage(sequence).orElseThrow().plan())
        .isEqualTo(new AddressPlan(7));
  }

  @Test
  void manyPlacesNeedAHugePlan() {
    HmmCommand[] commands = new HmmCommand[8];
    for (int i = 0; i < commands.length; i++) {
      commands[i] = new Touch(i, 0, 5 + 2 * i, Access.READ);
    }
    assertThat(simplifier.withoutHugePage(huge(commands))).isEmpty();
  }

  @Test
  void smallPlansStayAsTheyAre() {
    CommandSequence<HmmCommand> small =
        new CommandSequence<>(new AddressPlan(4), List.of(new Open(0, 0, 0)));
    assertThat(simplifier.withoutHugePage(small)).isEmpty();
  }

  @Test
  void longRangesAreHalved() {
    assertThat(simplifier.simpler(new Exclusive(0, request(256, 256))))
        .contains(
            new Exclusive(0, request(256, 1)),
            new Exclusive(0, request(256, 128)),
            new Exclusive(0, request(384, 128)),
            new Exclusive(0, request(0, 256)),
            new Exclusive(0, request(128, 256)))
        .hasSizeLessThan(40);
  }

  @Test
  void areasLoseWholeUnits() {
    List<HmmCommand> storable =
        simplifier.simpler(protect(128, 192)).stream()
            .filter(candidate -> candidate.kind() == HmmKind.PROTECT)
            .filter(candidate -> simplifier.isStorable(List.of(candidate), HUGE))
            .toList();
    assertThat(storable)
        .contains(protect(128, 128), protect(192, 128), protect(64, 192))
        .doesNotContain(protect(128, 191));
  }

  /** What begins or ends at a page goes with it. */
  @Test
  void rangesMoveTogether() {
    CommandSequence<HmmCommand> sequence =
        huge(
            map(512),
            new MigrateToDevice(2, request(0, 463)),
            new Exclusive(3, request(462, 4)),
            new Touch(4, 0, 462, Access.READ));
    assertThat(simplifier.rewritten(sequence.commands(), HUGE))
        .contains(
            List.of(
                map(512),
                new MigrateToDevice(2, request(0, 463)),
                new Exclusive(3, request(1, 465)),
                new Touch(4, 0, 1, Access.READ)));
  }

  @Test
  void coherentMemoryIsTriedForPrivate() {
    List<HmmCommand> commands = List.of(new Open(0, 0, 2), map(512));
    assertThat(simplifier.rewritten(commands, HUGE)).contains(List.of(new Open(0, 0, 0), map(512)));
  }
}
