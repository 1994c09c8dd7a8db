package org.pageproof.sut.simulator.hmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.sut.simulator.hmm.Script.token;

import org.junit.jupiter.api.Test;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.hmm.Protect.Protection;

/** Memory of a device that the processor can reach. */
class CoherentMemoryTest {
  /** A stored page in the memory of device 2, mirrored by slot 0; slot 1 is another such mirror. */
  private static Script moved(Profile profile) {
    return Script.on(profile).open(0, 2).open(1, 2).map(0, 4).store(0).toDevice(0, 0, 1);
  }

  private static Script moved() {
    return moved(Script.LINUX_6_12);
  }

  @Test
  void isMappedWhereItIs() {
    assertThat(moved().last().pages().bits(0)).isEqualTo(Pages.PRESENT);
    assertThat(moved().seenBy(2, 0)).isEqualTo(0x42);
    assertThat(moved().seenBy(3, 0)).isEqualTo(0x52);
    assertThat(moved().seenBy(0, 0)).isEqualTo(0x52);
    assertThat(moved().store(0).seenBy(2, 0)).as("a store moves nothing").isEqualTo(0x42);
  }

  @Test
  void canBeUsedByAllDevices() {
    Script script = moved().open(2, 0).write(2, 0, 1);

    assertThat(script.last().pages().tail(0)).isEqualTo(token(7, 0));
    assertThat(script.seenBy(2, 0)).isEqualTo(0x42);
    assertThat(script.copy().toDevice(2, 0, 1).last().reply())
        .as("it does not move, but there is an entry")
        .isEqualTo(Reply.ZERO);
    assertThat(script.toDevice(2, 0, 1).seenBy(2, 0)).isEqualTo(0x42);
  }

  @Test
  void leavesForSystemMemoryWhenItIsCopied() {
    Script script = moved().fork().store(0);

    assertThat(script.seenBy(2, 0)).isEqualTo(0x02);
    assertThat(script.childLoad(0).last().reply()).isEqualTo(Reply.returned(token(4, 0)));
  }

  @Test
  void canBeWrittenAgainAtOnceAfterAProtection() {
    Script script = moved().protect(0, 1, Protection.READ);

    assertThat(script.seenBy(2, 0)).isEqualTo(0x41);
    assertThat(script.protect(0, 1, Protection.READ_WRITE).seenBy(2, 0)).isEqualTo(0x42);
  }

  @Test
  void goesBackToSystemMemory() {
    assertThat(moved().toSystem(1, 0, 1).seenBy(2, 0)).isEqualTo(0x02);
    assertThat(moved().release(0).seenBy(2, 0)).isEqualTo(0x02);
    assertThat(moved().close(1).seenBy(2, 0)).isEqualTo(0x02);
  }

  /** Seen on 6.12.117: the entry is taken for one of the migration that was given up. */
  @Test
  void losesItsExclusivityUnnoticedWhenAnotherMirrorIsClosed() {
    Observation seen = moved().exclusive(0, 0, 1).close(1).last();

    assertThat(seen.pages().bits(0)).isEqualTo(Pages.PRESENT);
    assertThat(seen.mirrors().orElseThrow().snapshots().get(2).get(0)).isEqualTo(0x41);
    assertThat(seen.mirrors().orElseThrow().exclusive().get(0).get(0)).isEqualTo(1);
  }

  /** Seen on 6.12.117: the page is used, so the removal of its memory never ends. */
  @Test
  void cannotBeFreedWhileItIsExclusive() {
    assertThat(moved().exclusive(0, 0, 1).release(0).last().reply()).isInstanceOf(Reply.Hung.class);
    assertThat(moved().exclusive(0, 0, 1).close(1).load(0).release(0).last().reply())
        .isInstanceOf(Reply.Hung.class);
  }

  /** Seen on 7.2.13. */
  @Test
  void givesUpItsExclusivityWhereThatCountsAsAMapping() {
    Observation closed = moved(Script.LINUX_7_2).exclusive(0, 0, 1).close(1).last();
    assertThat(closed.mirrors().orElseThrow().snapshots().get(2).get(0)).isEqualTo(0x01);
    assertThat(closed.mirrors().orElseThrow().exclusive().get(0).get(0)).isZero();

    Observation freed = moved(Script.LINUX_7_2).exclusive(0, 0, 1).release(0).last();
    assertThat(freed.reply()).isEqualTo(Reply.ZERO);
    assertThat(freed.pages().head(0)).isEqualTo(token(4, 0));
  }

  /** Another mirror's entry outlives the page, which is handed out again. */
  @Test
  void anEntryThatWasLeftBehindShowsThePagesNextUser() {
    Script script =
        moved().read(1, 0, 1).toSystem(0, 0, 1).map(1, 1).store(4).toDevice(0, 4, 1).read(1, 0, 1);

    assertThat(script.last().data().get(0).head()).isEqualTo(token(9, 0));
    assertThat(script.out("faults")).isZero();
  }

  @Test
  void isOnlyThereIfTheDriverHasIt() {
    assertThat(Script.on("6.12.0", 4).open(0, 2).last().reply())
        .isEqualTo(Reply.refused(Errno.ENOENT));
  }
}
