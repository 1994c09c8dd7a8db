package org.pageproof.sut.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.sut.simulator.Script.on;
import static org.pageproof.sut.simulator.Script.registered;
import static org.pageproof.sut.simulator.Script.registeredFor;
import static org.pageproof.sut.simulator.Script.script;
import static org.pageproof.sut.simulator.Script.token;

import org.junit.jupiter.api.Test;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Protect.Protection;
import org.pageproof.vocabulary.userfaultfd.Register;

class RemapCallsTest {
  private static final Reply ENOMEM = Reply.refused(Errno.ENOMEM);
  private static final Reply NOT_ONE_AREA = new Reply.Withheld(Withholding.NOT_ONE_AREA);
  private static final Reply UNDER_WAITER = new Reply.Withheld(Withholding.UNMAP_UNDER_WAITER);

  @Test
  void shrinksAndGrowsInPlace() {
    Script script = script().map(0, 4).store(0, 3).resize(0, 0, 4, 2);
    expect(script, "[r0p0-r0p1]");
    assertThat(script.last().pages().present(3)).isFalse();

    expect(script.resize(0, 1, 1, 3), "[r0p0-r0p3]");
    expect(script.resize(0, 1, 2, 2), "[r0p0-r0p3]");
  }

  @Test
  void growsOnlyAtTheEndOfAnAreaAndIntoFreeRoom() {
    assertThat(script().map(0, 3).resize(0, 0, 2, 3).last().reply()).isEqualTo(ENOMEM);
    assertThat(script().map(0, 4).unmap(0, 1, 1).resize(0, 0, 1, 3).last().reply())
        .isEqualTo(ENOMEM);
    expect(registered(2).resize(0, 0, 2, 4).store(0, 3), "[r0p0-r0p3]");
  }

  @Test
  void joinsTheAreaThatItGrowsUpTo() {
    Script script = script().map(0, 4).unmap(0, 1, 1);
    expect(script.resize(0, 0, 1, 2), "[r0p0-r0p3]");

    Script old = on(Profile.linux43()).map(0, 4).unmap(0, 1, 1);
    expect(old.resize(0, 0, 1, 2), "[r0p0-r0p1][r0p2-r0p3]");
  }

  @Test
  void movesPagesOverWhatWasThere() {
    Script script = script().map(0, 2).store(0, 1).map(2, 4).store(0, 10).move(0, 0, 2, 3, 2);

    Observation seen = script.last();
    assertThat(seen.reply()).isEqualTo(Reply.ZERO);
    assertThat(seen.pages().present(1)).isFalse();
    assertThat(seen.pages().head(10)).isEqualTo(token(2, 0));
    expect(script, "[r2p0-r2p2][r2p3-r2p3]");
  }

  @Test
  void unmapsTheTailThatDoesNotFit() {
    Script script = script().map(0, 4).store(0, 2).move(0, 1, 3, 1, 2);

    expect(script, "[r0p0-r0p0][r2p0-r2p0]");
    assertThat(script.last().pages()).isEqualTo(Pages.empty(Script.PLAN));
  }

  @Test
  void refusesOverlappingPlaces() {
    Script script = script().map(0, 4).move(0, 1, 2, 2, 0);

    assertThat(script.last().reply()).isEqualTo(Reply.refused(Errno.EINVAL));
    expect(script, "[r0p0-r0p3]");
    expect(script.move(0, 2, 2, 2, 0), "[r0p0-r0p1]");
  }

  @Test
  void mergesMemoryNeverWrittenWhereverItGoes() {
    expect(script().map(0, 4).map(2, 1).move(2, 0, 1, 1, 1), "[r0p0-r1p0]");
    expect(script().map(0, 4).map(2, 1).store(0, 8).move(2, 0, 1, 1, 1), "[r0p0-r0p3][r1p0-r1p0]");
  }

  @Test
  void mergesWrittenMemoryOnlyWhereItCameFrom() {
    Script script = script().map(0, 4).map(1, 2).store(0, 4).move(1, 0, 2, 2, 2);
    expect(script, "[r0p0-r0p3][r2p0-r2p1]");
    expect(script.move(2, 0, 2, 2, 3), "[r0p0-r0p3][r3p0-r3p1]");
    expect(script.move(3, 0, 2, 2, 1), "[r0p0-r1p1]");
  }

  @Test
  void endsTheRegistrationOfWhatMoves() {
    Script script = registered(2).move(0, 0, 1, 1, 1);
    assertThat(script.load(0, 4).last().reply()).isEqualTo(Reply.ZERO);
    assertThat(script.load(0, 1).last().reply()).isEqualTo(Reply.BLOCKED);

    Script old = on(Profile.linux43()).open(0).map(0, 2).register(0, 0, 0, 2).move(0, 0, 1, 1, 1);
    assertThat(old.load(0, 4).last().reply()).isEqualTo(Reply.BLOCKED);
  }

  /** The copy merges with a neighbour registered alike before its registration ends. */
  @Test
  void endsTheRegistrationOfTheNeighbourItMergesWith() {
    Script script = registered(4).map(2, 1).register(0, 2, 0, 1).move(2, 0, 1, 1, 1);

    expect(script, "[r0p0-r1p0]");
    assertThat(script.load(0, 0).last().reply()).isEqualTo(Reply.ZERO);
  }

  @Test
  void takesTheProtectionOffRegisteredPagesOnly() {
    Pages moved = protectedPages(Register.MODE_WP).move(0, 0, 2, 2, 1).last().pages();
    assertThat(moved.bits(4)).isEqualTo(Pages.PRESENT);
    assertThat(moved.bits(5)).isZero();

    Script left = protectedPages(Register.MODE_MISSING).unregister(0, 0, 0, 2);
    Pages kept = left.move(0, 0, 2, 2, 1).last().pages();
    assertThat(kept.bits(4)).isEqualTo(Pages.PRESENT | Pages.UFFD_WP);
    assertThat(kept.bits(5)).isEqualTo(Pages.SWAPPED | Pages.UFFD_WP);
  }

  private static Script protectedPages(long modeThen) {
    Script script = registeredFor(Register.MODE_WP, Api.FEATURE_WP_UNPOPULATED, 2).store(0, 0);
    return script.writeProtect(0, 0, 0, 2).registerFor(modeThen, 0, 0, 0, 2);
  }

  @Test
  void withholdsWhatIsNotOneAreaOrWaitedFor() {
    assertThat(script().move(0, 0, 1, 1, 1).last().reply()).isEqualTo(NOT_ONE_AREA);
    Script split = script().map(0, 2).protect(0, 0, 1, Protection.READ).resize(0, 0, 2, 1);
    assertThat(split.last().reply()).isEqualTo(NOT_ONE_AREA);

    Script waited = registered(2).map(1, 1).load(0, 1);
    assertThat(waited.resize(0, 0, 2, 1).last().reply()).isEqualTo(UNDER_WAITER);
    assertThat(waited.move(1, 0, 1, 2, 0).last().reply()).isEqualTo(UNDER_WAITER);
    assertThat(waited.move(0, 0, 1, 1, 2).last().reply()).isEqualTo(Reply.ZERO);
    Script call = registered(1).touch(0, 0, Access.SYSCALL_READ).move(0, 0, 1, 1, 1);
    assertThat(call.last().reply()).isEqualTo(Reply.ZERO);
  }

  private static void expect(Script script, String areas) {
    assertThat(script.last().layout().withModes(0, 0).describe(Script.PLAN)).isEqualTo(areas);
  }
}
