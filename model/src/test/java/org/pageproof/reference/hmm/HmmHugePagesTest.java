package org.pageproof.reference.hmm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.hmm.Access;
import org.pageproof.vocabulary.hmm.Protect.Protection;

class HmmHugePagesTest {
  private static final int ALL = AddressPlan.HUGE_PAGES;
  private static final int LAST = ALL - 1;

  @Test
  void aTouchMakesAHugePage() {
    HmmScenario s = HmmScenario.hugeOn72().touch(5, Access.READ);
    assertThat(s.snapshot(0, LAST)).isEqualTo(0x05);
    assertThat(s.last().pages().bits(0)).isEqualTo(Pages.PRESENT | Pages.FILE);

    s.touch(7, Access.WRITE);
    assertThat(s.snapshot(3, 0)).isEqualTo(0x06);
    assertThat(s.last().pages().head(7)).isEqualTo(Token.of(3, 0));
  }

  @Test
  void before613AStoreCutsTheHugePageOfZeros() {
    HmmScenario s = HmmScenario.hugeOn612().touch(5, Access.READ).touch(7, Access.WRITE);

    assertThat(s.snapshot(0, 7)).isEqualTo(0x02);
    assertThat(s.snapshot(0, 8)).isEqualTo(0x11);
  }

  @Test
  void migratesAsOneFrom619() {
    HmmScenario s = HmmScenario.hugeOn72().touch(5, Access.WRITE).toDevice(0, 0, ALL);
    assertThat(s.snapshot(0, 0)).isEqualTo(0x26);
    assertThat(s.snapshot(1, 0)).isEqualTo(0xff);

    s.toSystem(0, 0, ALL);
    assertThat(s.cpages()).isOne();
    assertThat(s.snapshot(1, LAST)).isEqualTo(0x06);
    assertThat(s.last().pages().head(5)).isEqualTo(Token.of(2, 0));
  }

  @Test
  void migratesPageByPageBefore() {
    HmmScenario s = HmmScenario.hugeOn612().touch(5, Access.WRITE).toDevice(0, 0, ALL);
    assertThat(s.snapshot(0, 0)).isEqualTo(0x22);

    assertThat(s.toSystem(0, 0, ALL).cpages()).isEqualTo(ALL);
    assertThat(s.snapshot(0, 0)).isEqualTo(0x02);
  }

  @Test
  void comesBackAsOneWhenTouched() {
    HmmScenario s = HmmScenario.hugeOn72().toDevice(0, 0, ALL).touch(LAST, Access.WRITE);

    assertThat(s.snapshot(0, 0)).isEqualTo(0x06);
    assertThat(s.read(0, 0, 1).faults()).isOne();
  }

  @Test
  void isSplitWhereThereIsNoHugePageToBeHad() {
    HmmScenario s = HmmScenario.hugeOn72().toDevice(0, 0, ALL).failAllocation(0);
    s.touch(3, Access.READ);
    assertThat(s.snapshot(0, 3)).isEqualTo(0x02);
    assertThat(s.snapshot(0, 4)).isEqualTo(0x22);

    HmmScenario t = HmmScenario.hugeOn72().touch(3, Access.WRITE).failAllocation(0);
    assertThat(t.toDevice(0, 0, ALL).snapshot(0, 4)).isEqualTo(0x22);
    assertThat(t.failAllocation(0).then(t.returning(0, 0, ALL)).last().reply())
        .isEqualTo(Reply.refused(Errno.ENOMEM));
  }

  @Test
  void aSplitLeavesThePageOfZeros() {
    HmmScenario s = HmmScenario.hugeOn612().touch(5, Access.WRITE).toDevice(0, 0, 2);

    assertThat(s.snapshot(0, 1)).isEqualTo(0x22);
    assertThat(s.snapshot(0, 5)).isEqualTo(0x02);
    assertThat(s.snapshot(0, 6)).isEqualTo(0x11);
  }

  @Test
  void cuttingAnAreaTellsMirrorsOfAllOfIt() {
    HmmScenario s = HmmScenario.hugeOn72().map(1, 1).toDevice(0, LAST, 1).read(0, ALL, 1);
    s.protect(64, 64, Protection.READ);

    assertThat(s.state().mirrored(0, LAST)).isFalse();
    assertThat(s.state().mirrored(0, ALL)).as("the page behind it").isFalse();
  }

  @Test
  void exclusiveAccessTakesAWholeFolioBefore615() {
    HmmScenario s = HmmScenario.hugeOn612().takeExclusively(0, 0, 1);
    assertThat(s.exclusive(0, 0)).isTrue();
    assertThat(s.exclusive(0, 1)).isFalse();
    assertThat(s.last().pages().bits(LAST) & Pages.EXCLUSIVE).isNotZero();

    s.takeExclusively(0, 1, 1);
    assertThat(s.last().reply()).as("a tail page").isEqualTo(Reply.refused(Errno.EBUSY));
  }

  /** Mirrors are told of all of the area, of pages too that are no part of the folio any more. */
  @Test
  void exclusiveAccessToAFolioIsToldToItsWholeArea() {
    HmmScenario s = HmmScenario.hugeOn612().write(0, 0, 1).dontNeed(1, 2).takeExclusively(0, 0, 3);
    assertThat(s.exclusive(0, 2)).isTrue();

    s.takeExclusively(0, 0, 1);
    assertThat(s.exclusive(0, 0)).isTrue();
    assertThat(s.exclusive(0, 2)).isFalse();
  }

  @Test
  void aSplitEndsExclusiveAccess() {
    HmmScenario s = HmmScenario.hugeOn72().write(0, 4, 1).takeExclusively(0, 4, 2);
    assertThat(s.exclusive(0, 4)).isTrue();

    s.toDevice(0, 7, 1);
    assertThat(s.exclusive(0, 4)).isFalse();
    assertThat(s.snapshot(0, 4)).as("read-only until it is stored to").isEqualTo(0x01);
    assertThat(s.snapshot(0, 5)).isEqualTo(0x11);
  }

  @Test
  void aFolioThatIsSplitOnTheWayTakesExclusiveAccessAway() {
    HmmScenario s = HmmScenario.hugeOn72().toDevice(0, 0, ALL).dontNeed(0, 1);

    assertThat(s.takeExclusively(0, 0, 2).last().reply()).isEqualTo(Reply.refused(Errno.ENOENT));
    assertThat(s.exclusive(0, 0)).isFalse();
    assertThat(s.exclusive(0, 1)).isTrue();
  }

  @Test
  void aFaultBeforeItOnlySplitsTheFolioOfAnOwnPage() {
    HmmScenario s = HmmScenario.hugeOn72().toDevice(0, 0, ALL).dontNeed(5, 1);
    assertThat(s.divergence(s.reading(0, 5, 2))).isEqualTo("HMM-READ-OOPS");

    HmmScenario t = HmmScenario.hugeOn72().open(1, 1).toDevice(0, 0, ALL).dontNeed(5, 1);
    assertThat(t.read(1, 5, 2).snapshot(0, 6)).as("another device's").isEqualTo(0x02);
  }

  @Test
  void droppingAllFreesTheTableFrom614() {
    HmmScenario s = HmmScenario.hugeOn72().touch(0, Access.WRITE).dontNeed(3, 1).dontNeed(0, ALL);
    assertThat(s.touch(0, Access.WRITE).snapshot(0, 1)).isEqualTo(0x06);

    HmmScenario t = HmmScenario.hugeOn612().touch(0, Access.WRITE).dontNeed(3, 1).dontNeed(0, ALL);
    assertThat(t.touch(0, Access.WRITE).snapshot(0, 1)).isZero();
  }

  @Test
  void evictingTheFirstPageOfWhatWasSplitOnADeviceKills() {
    HmmScenario s = HmmScenario.hugeOn72().toDevice(0, 0, ALL);
    assertThat(s.divergence(s.closing(0))).isEqualTo("none");
    assertThat(s.rule(s.closing(0))).isEqualTo("HMM-CLOSE-HUGE");

    s.toSystem(0, 9, 1);
    assertThat(s.divergence(s.closing(0))).isEqualTo("HMM-CLOSE-KILLS");
    assertThat(s.divergence(s.releasing(0))).isEqualTo("HMM-RELEASE-KILLS");
    assertThat(s.touch(0, Access.READ).divergence(s.closing(0))).isEqualTo("none");
  }

  /** The first area is the last that maps the folio, so that nobody comes to the second. */
  @Test
  void exclusiveAccessToTheRestOfAFolioLeavesOtherAreasAlone() {
    HmmScenario s = HmmScenario.hugeOn612().write(0, 0, 1).protect(0, 64, Protection.WRITE);
    s.dontNeed(1, 511).takeExclusively(0, 96, 1).takeExclusively(0, 0, 1);

    assertThat(s.exclusive(0, 0)).isTrue();
    assertThat(s.exclusive(0, 96)).isTrue();
  }
}
