package org.pageproof.sut.simulator.hmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.sut.simulator.hmm.Script.LINUX_6_12;
import static org.pageproof.sut.simulator.hmm.Script.LINUX_7_2;

import org.junit.jupiter.api.Test;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.hmm.Protect.Protection;
import org.pageproof.vocabulary.hmm.SetFlags;

/** Huge pages that a child maps too, and coherent memory, as seen on real kernels. */
class SharedHugePageTest {
  private static final long WARNED = 512;

  private static Script shared(Profile profile) {
    return Script.huge(profile).store(3).fork();
  }

  private static Pages child(Script script) {
    return script.last().child().orElseThrow();
  }

  @Test
  void bothMapItByOneEntry() {
    assertThat(shared(LINUX_7_2).shown(0)).isEqualTo("05*512");
    assertThat(child(shared(LINUX_6_12)).head(3)).isNotZero();
  }

  @Test
  void aStoreCutsAndCopies() {
    Script script = shared(LINUX_7_2).store(5);
    assertThat(script.shown(0)).isEqualTo("01*5 02*1 01*506");
    assertThat(child(script).head(5)).isZero();
    assertThat(shared(LINUX_7_2).childStore(5).shown(0)).isEqualTo("05*512");
  }

  @Test
  void theLastUserWritesItAsOne() {
    assertThat(shared(LINUX_6_12).reap().store(5).shown(0)).isEqualTo("06*512");
    assertThat(shared(LINUX_6_12).childStore(5).store(5).shown(0))
        .as("the child still has parts of it")
        .isEqualTo("01*5 02*1 01*506");
  }

  /** It shows by the mirror, which is told of a copy. */
  @Test
  void aPartIsWrittenInPlaceSince615() {
    assertThat(part(LINUX_6_12).read(0, 1, 1).out("faults")).isOne();
    assertThat(part(LINUX_7_2).read(0, 1, 1).out("faults")).isZero();
  }

  private static Script part(Profile profile) {
    return shared(profile).protect(64, 64, Protection.READ).reap().read(0, 1, 1).store(1);
  }

  @Test
  void migratesForBoth() {
    Script away = shared(LINUX_7_2).toDevice(0, 0, 512);
    assertThat(away.shown(0)).isEqualTo("25*512");
    assertThat(child(away).bits(511) & Pages.DEVICE).isNotZero();

    Script back = away.childLoad(7);
    assertThat(back.shown(0)).isEqualTo("05*512");
    assertThat(child(back).bits(511) & Pages.DEVICE).isZero();
  }

  @Test
  void smallPagesInsteadLeaveTheOtherAHugeEntry() {
    Script failing = shared(LINUX_7_2).flags(0, SetFlags.FAIL_ALLOC);
    assertThat(failing.toDevice(0, 0, 512).last().reply()).isInstanceOf(Reply.Died.class);

    Script coherent = shared(LINUX_7_2).open(1, 2);
    assertThat(coherent.toDevice(1, 0, 512).last().reply()).isInstanceOf(Reply.Died.class);

    Script cut = shared(LINUX_7_2).childStore(9).flags(0, SetFlags.FAIL_ALLOC);
    assertThat(cut.toDevice(0, 0, 512).shown(0)).isEqualTo("21*512");
  }

  @Test
  void coherentMemoryHasNoHugePages() {
    Script script = Script.huge(LINUX_7_2).open(1, 2).toDevice(1, 0, 512);
    assertThat(script.shown(2)).isEqualTo("42*512");
    assertThat(script.last().taint()).isEqualTo(WARNED);
    assertThat(Script.huge(LINUX_6_12).open(1, 2).toDevice(1, 0, 512).last().taint()).isZero();
  }
}
