package org.pageproof.reference.hmm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.hmm.Access;
import org.pageproof.vocabulary.hmm.ChildTouch;
import org.pageproof.vocabulary.hmm.Fork;
import org.pageproof.vocabulary.hmm.Protect.Protection;
import org.pageproof.vocabulary.hmm.Reap;

/** Huge pages that a child maps too, and huge pages and coherent memory. */
class HmmSharedHugePagesTest {
  private static final int ALL = AddressPlan.HUGE_PAGES;
  private static final int LAST = ALL - 1;

  /** Region 0 is a huge page that both processes map. */
  private static HmmScenario shared(HmmScenario from) {
    return from.touch(0, Access.WRITE).fork();
  }

  private static Pages child(HmmScenario s) {
    return s.last().child().orElseThrow();
  }

  @Test
  void isCopiedByFork() {
    HmmScenario s = HmmScenario.hugeOn72().touch(0, Access.WRITE);
    assertThat(s.rule(new Fork(s.id()))).isEqualTo("HMM-FORK-HUGE");

    s.fork();
    assertThat(s.snapshot(0, LAST)).isEqualTo(0x05);
    assertThat(child(s).head(0)).isEqualTo(Token.of(2, 0));
  }

  /** Until it was advised, region 0 was one area with region 1, which has a page of its own. */
  @Test
  void isCopiedByForkWhereTheAreaAboveHasAPageOfItsOwn() {
    AddressPlan plan = new AddressPlan(4, true);
    HmmScenario s = new HmmScenario(Profile.linux612(), plan).map(1, 1).storeAbove(0).map(0, ALL);
    s.protect(0, 64, Protection.READ).touch(0, Access.READ).fork();
    assertThat(child(s).bits(0)).isNotZero();
  }

  @Test
  void aStoreOfTheParentCutsItsOwnEntryAlone() {
    HmmScenario s = shared(HmmScenario.hugeOn72()).touch(1, Access.WRITE);
    assertThat(s.snapshot(0, 0)).isEqualTo(0x01);
    assertThat(s.snapshot(0, 1)).isEqualTo(0x02);

    assertThat(child(s).head(1)).isZero();
    assertThat(s.rule(new ChildTouch(s.id(), 0, 3, true))).isEqualTo("HMM-CHILDTOUCH-CUT");
    s.unmap(0, ALL);
    assertThat(s.rule(new ChildTouch(s.id(), 0, 3, true)))
        .as("nobody else maps it")
        .isEqualTo("HMM-CHILDTOUCH-WRITE");
  }

  @Test
  void aStoreOfTheChildLeavesTheParentsEntry() {
    HmmScenario s = shared(HmmScenario.hugeOn612()).childTouch(1, true);
    assertThat(s.snapshot(0, 1)).isEqualTo(0x05);
    assertThat(s.last().pages().head(1)).isZero();
    assertThat(child(s).head(1)).isNotZero();
  }

  @Test
  void whoIsLeftWithItMayWriteItAsOne() {
    HmmScenario s = shared(HmmScenario.hugeOn612()).reap().touch(1, Access.WRITE);
    assertThat(s.snapshot(0, LAST)).isEqualTo(0x06);
  }

  @Test
  void aPartIsCopiedBefore615ThoughNobodyElseMapsIt() {
    HmmScenario s = shared(HmmScenario.hugeOn612()).protect(64, 64, Protection.READ).reap();
    s.read(0, 1, 1).touch(1, Access.WRITE);
    assertThat(s.state().mirrored(0, 1)).as("told of the copy").isFalse();

    HmmScenario t = shared(HmmScenario.hugeOn72()).protect(64, 64, Protection.READ).reap();
    t.read(0, 1, 1).touch(1, Access.WRITE);
    assertThat(t.state().mirrored(0, 1)).as("not told").isTrue();
  }

  @Test
  void goesToADeviceForBothAndComesBackForBoth() {
    HmmScenario s = shared(HmmScenario.hugeOn72()).toDevice(0, 0, ALL);
    assertThat(s.snapshot(0, LAST)).isEqualTo(0x25);
    assertThat(child(s).bits(LAST) & Pages.DEVICE).isNotZero();

    s.childTouch(5, false);
    assertThat(s.snapshot(0, LAST)).isEqualTo(0x05);
    assertThat(s.state().mirrored(0, LAST)).isFalse();
  }

  @Test
  void isSplitForBoth() {
    HmmScenario s = shared(HmmScenario.hugeOn612()).toDevice(0, 0, 1);
    assertThat(s.snapshot(0, 0)).isEqualTo(0x21);
    assertThat(s.snapshot(0, LAST)).as("a page of zeros is saved").isEqualTo(0x11);
    assertThat(child(s).bits(LAST)).isEqualTo((byte) Pages.PRESENT);
  }

  @Test
  void aMigrationBySmallPagesLeavesTheOtherProcessItsHugeEntry() {
    HmmScenario s = shared(HmmScenario.hugeOn72()).open(1, 2).failAllocation(0);
    assertThat(s.divergence(s.migrating(0, 0, ALL))).isEqualTo("HMM-TODEV-LEAVES-HUGE");
    assertThat(s.divergence(s.migrating(1, 0, ALL))).isEqualTo("HMM-TODEV-LEAVES-HUGE");
    assertThat(s.divergence(s.migrating(0, 0, 5))).isEqualTo("none");

    s.childTouch(9, true);
    assertThat(s.divergence(s.migrating(0, 0, ALL))).as("cut before").isEqualTo("none");
  }

  @Test
  void soDoesOneBackToTheSystem() {
    HmmScenario s = shared(HmmScenario.hugeOn72()).toDevice(0, 0, ALL).failAllocation(0);
    assertThat(s.divergence(s.returning(0, 0, ALL))).isEqualTo("HMM-TOSYS-LEAVES-HUGE");
    assertThat(s.divergence(s.returning(0, 0, 64))).isEqualTo("none");

    s.reap();
    assertThat(s.divergence(s.returning(0, 0, ALL))).as("no child").isEqualTo("none");
  }

  @Test
  void earlierKernelsDoNot() {
    HmmScenario s = shared(HmmScenario.hugeOn612()).open(1, 2).toDevice(1, 0, ALL);
    assertThat(s.snapshot(2, 0)).isEqualTo(0x41);
    assertThat(s.snapshot(0, 0)).isEqualTo(0x51);
  }

  @Test
  void theKernelComplainsOfCoherentMemoryFrom619() {
    HmmScenario s = HmmScenario.hugeOn72().open(1, 2);
    assertThat(s.divergence(s.migrating(1, 0, ALL))).isEqualTo("HMM-TODEV-COMPLAINS");
    s.diverge(s.migrating(1, 0, ALL));
    assertThat(s.snapshot(2, LAST)).isEqualTo(0x42);
    assertThat(s.divergence(s.migrating(1, 0, ALL))).as("small ones by now").isEqualTo("none");

    HmmScenario t = HmmScenario.hugeOn612().open(1, 2).toDevice(1, 0, ALL);
    assertThat(t.snapshot(2, LAST)).isEqualTo(0x42);
  }

  /** The mirror lives on in the child, and its device is evicted when that ends. */
  @Test
  void theEndOfTheChildKillsAsACloseDoes() {
    HmmScenario s = shared(HmmScenario.hugeOn72()).toDevice(0, 0, ALL).close(0).open(0, 0);
    assertThat(s.divergence(new Reap(s.id()))).isEqualTo("none");

    s.toSystem(0, 9, 1);
    assertThat(s.divergence(new Reap(s.id()))).isEqualTo("HMM-REAP-KILLS");
  }
}
