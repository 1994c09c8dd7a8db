package org.pageproof.sut.simulator.hmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.sut.simulator.hmm.Script.LINUX_6_12;
import static org.pageproof.sut.simulator.hmm.Script.LINUX_7_2;

import org.junit.jupiter.api.Test;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.hmm.Protect.Protection;
import org.pageproof.vocabulary.hmm.SetFlags;

/** Huge pages on their way to device memory and back, as seen on real kernels. */
class HugeMigrationTest {
  private static final String ALL = "22*512";
  private static final String HUGE = "26*512";

  private static Script stored(Profile profile) {
    return Script.huge(profile).store(3).store(200);
  }

  /** A huge page in the memory of device 0. */
  private static Script away() {
    return stored(LINUX_7_2).toDevice(0, 0, 512);
  }

  @Test
  void onceAllMovedAsSmallPages() {
    assertThat(Script.huge(LINUX_6_12).toDevice(0, 0, 512).shown(0)).isEqualTo(ALL);
    assertThat(Script.huge(LINUX_6_12).load(0).toDevice(0, 0, 512).shown(0)).isEqualTo(ALL);
    assertThat(stored(LINUX_6_12).toDevice(0, 0, 512).shown(0)).isEqualTo(ALL);
  }

  @Test
  void nowAllMoveAsOne() {
    assertThat(Script.huge(LINUX_7_2).toDevice(0, 0, 512).shown(0)).isEqualTo(HUGE);
    assertThat(Script.huge(LINUX_7_2).load(0).toDevice(0, 0, 512).shown(0)).isEqualTo(HUGE);
    assertThat(away().shown(0)).isEqualTo(HUGE);
    assertThat(away().shown(1)).isEqualTo("ff*512");
    assertThat(away().read(0, 0, 512).out("faults")).isZero();
  }

  @Test
  void anEmptyTableGetsSmallPages() {
    Script script = stored(LINUX_7_2).dontNeed(0, 64).dontNeed(64, 448).toDevice(0, 0, 512);
    assertThat(script.shown(0)).isEqualTo(ALL);
  }

  @Test
  void aPartIsSplitAndPagesOfZerosAreSaved() {
    String split = "11*3 02*1 11*6 22*2 11*188 02*1 11*311";

    assertThat(stored(LINUX_6_12).toDevice(0, 10, 2).shown(0)).isEqualTo(split);
    assertThat(stored(LINUX_7_2).toDevice(0, 10, 2).shown(0)).isEqualTo(split);
    assertThat(Script.huge(LINUX_7_2).load(0).toDevice(0, 10, 2).shown(0))
        .isEqualTo("11*10 22*2 11*500");
  }

  @Test
  void oncePartsOfALargeFolioStayed() {
    Script before = stored(LINUX_6_12).dontNeed(3, 1).toDevice(0, 10, 1);
    assertThat(before.last().reply()).isEqualTo(Replies.ENOENT);
    assertThat(before.shown(0)).isEqualTo("02*3 00*1 02*508");

    Script now = stored(LINUX_7_2).dontNeed(3, 1).toDevice(0, 10, 1);
    assertThat(now.shown(0)).isEqualTo("11*3 00*1 11*6 22*1 11*189 02*1 11*311");
  }

  @Test
  void aSplitTakesExclusivePagesBack() {
    Script script = stored(LINUX_7_2).exclusive(0, 3, 2).toDevice(0, 10, 1);

    assertThat(script.shown(0)).isEqualTo("11*3 01*1 11*6 22*1 11*189 02*1 11*311");
    assertThat(script.check(0, 0, 512).last().reply()).isEqualTo(Replies.OK);
  }

  @Test
  void migrationOfNothingToSystemOnceSplit() {
    assertThat(stored(LINUX_6_12).toSystem(0, 10, 1).shown(0))
        .isEqualTo("11*3 02*1 11*196 02*1 11*311");
    assertThat(stored(LINUX_7_2).toSystem(0, 10, 1).shown(0)).isEqualTo("06*512");
  }

  @Test
  void allComeBackAsOneAndCountAsOne() {
    Script script = away().toSystem(0, 0, 512);

    assertThat(script.out("cpages")).isOne();
    assertThat(script.shown(0)).isEqualTo("06*512");
  }

  @Test
  void aPartComesBackAlone() {
    Script script = away().toSystem(0, 3, 4);

    assertThat(script.out("cpages")).isEqualTo(4);
    assertThat(script.shown(0)).isEqualTo("22*3 02*4 22*505");
    assertThat(script.toDevice(0, 100, 1).last().reply()).isEqualTo(Replies.ENOENT);
  }

  @Test
  void aTouchBringsAllBack() {
    assertThat(away().load(5).shown(0)).isEqualTo("06*512");
    assertThat(away().open(1, 1).read(1, 5, 1).shown(0)).isEqualTo("06*512");
    assertThat(away().exclusive(0, 5, 1).shown(0)).isEqualTo("02*5 00*1 02*506");
    assertThat(away().load(3).last().reply()).isEqualTo(Reply.returned(Script.token(4, 0)));
  }

  @Test
  void aSplitEntryBringsOnePageBack() {
    Script script = away().protect(64, 64, Protection.READ);

    assertThat(script.shown(0)).isEqualTo("22*64 21*64 22*384");
    assertThat(script.copy().load(70).shown(0)).isEqualTo("22*64 21*6 01*1 21*57 22*384");
    assertThat(script.close(0).shown(0)).isEqualTo("02*64 01*64 02*384");
  }

  @Test
  void protectionOfTheWholeIsKeptOnTheWayBack() {
    Script script = away().protect(0, 512, Protection.READ).protect(0, 512, Protection.READ_WRITE);

    assertThat(script.shown(0)).isEqualTo("25*512");
    assertThat(script.load(5).shown(0)).isEqualTo("05*512");
    assertThat(script.store(5).shown(0)).isEqualTo("06*512");
  }

  @Test
  void evictionOfASplitFolioKillsTheKernelWhileItsFirstPageIsThere() {
    Script script = away().toSystem(0, 3, 4);

    assertThat(script.copy().close(0).last().reply()).isInstanceOf(Reply.Died.class);
    assertThat(script.copy().release(0).last().reply()).isInstanceOf(Reply.Died.class);
    assertThat(script.load(0).close(0).shown(0)).isEqualTo("02*512");
    assertThat(away().close(0).shown(0)).isEqualTo("06*512");
  }

  @Test
  void withoutMemorySmallPagesAreUsed() {
    Script there = stored(LINUX_7_2).flags(0, SetFlags.FAIL_ALLOC).toDevice(0, 0, 512);
    assertThat(there.last().reply()).isEqualTo(Replies.OK);
    assertThat(there.shown(0)).isEqualTo(ALL);

    Script back = away().flags(0, SetFlags.FAIL_ALLOC).toSystem(0, 0, 512);
    assertThat(back.out("cpages")).isEqualTo(512);
    assertThat(back.shown(0)).isEqualTo("02*512");
  }

  @Test
  void withoutMemoryATouchBringsOnePageBack() {
    Script script = away().flags(0, SetFlags.FAIL_ALLOC).load(5);

    assertThat(script.shown(0)).isEqualTo("22*5 02*1 22*506");
    assertThat(script.toDevice(0, 0, 1).last().reply()).isEqualTo(Replies.ENOENT);
  }

  @Test
  void withoutMemoryAPartStaysSplit() {
    Script script = away().flags(0, SetFlags.FAIL_ALLOC).toSystem(0, 3, 4);

    assertThat(script.last().reply()).isEqualTo(Replies.ENOMEM);
    assertThat(script.shown(0)).isEqualTo(ALL);
  }

  @Test
  void coherentMemoryHasNoHugePages() {
    Script script = Script.huge(LINUX_7_2).open(1, 2).toDevice(1, 0, 512);

    assertThat(script.shown(2)).isEqualTo("42*512");
    assertThat(script.last().taint()).isEqualTo(512);
  }
}
