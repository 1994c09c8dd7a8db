package org.pageproof.sut.simulator.hmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.sut.simulator.hmm.Script.mirroredOn72;
import static org.pageproof.sut.simulator.hmm.Script.token;

import org.junit.jupiter.api.Test;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.hmm.Access;
import org.pageproof.vocabulary.hmm.SetFlags;

/** The flag that makes the next allocation through a mirror fail. */
class FailedAllocationTest {
  private static final Reply ENOMEM = Reply.refused(Errno.ENOMEM);

  private static Script stored() {
    return mirroredOn72().store(0).store(1);
  }

  /** A page on device 0 whose way back is to fail. */
  private static Script doomed() {
    return stored().toDevice(0, 0, 2).flags(0, SetFlags.FAIL_ALLOC);
  }

  @Test
  void onTheWayToADeviceTheFirstPageStays() {
    Script script = stored().flags(0, SetFlags.FAIL_ALLOC).toDevice(0, 0, 2);

    assertThat(script.last().reply()).isEqualTo(Reply.refused(Errno.ENOENT));
    assertThat(script.seenBy(0, 0)).isEqualTo(0x02);
    assertThat(script.seenBy(0, 1)).isEqualTo(0x22);
  }

  @Test
  void onTheWayBackNothingMovesAndTheEntriesStay() {
    Script script = doomed().toSystem(0, 0, 2);

    assertThat(script.last().reply()).isEqualTo(ENOMEM);
    assertThat(script.seenBy(0, 0)).isEqualTo(0x22);
    assertThat(script.copy().read(0, 0, 2).out("faults")).isZero();
    assertThat(script.toSystem(0, 0, 2).out("cpages")).isEqualTo(2);
  }

  @Test
  void theProcessorTriesAgain() {
    assertThat(doomed().load(0).last().reply()).isEqualTo(Reply.returned(token(3, 0)));
    assertThat(doomed().touch(0, Access.SYSCALL_WRITE).last().reply()).isEqualTo(Reply.ZERO);
  }

  @Test
  void theKernelItselfDoesNot() {
    assertThat(doomed().open(1, 1).read(1, 0, 1).last().reply())
        .isEqualTo(Reply.refused(Errno.EFAULT));
    assertThat(doomed().exclusive(0, 0, 1).last().reply()).isEqualTo(ENOMEM);
    assertThat(doomed().fork().childLoad(0).last().reply()).isEqualTo(Reply.refused(Errno.EIO));
  }

  @Test
  void nobodyAsksWhenADeviceIsEmptied() {
    assertThat(doomed().release(0).seenBy(0, 0)).isEqualTo(0x02);
  }

  @Test
  void theFlagIsThatOfTheMirrorThatMovedThePage() {
    Script other = stored().open(1, 0).toDevice(0, 0, 1).flags(1, SetFlags.FAIL_ALLOC);
    assertThat(other.exclusive(0, 0, 1).last().reply()).isEqualTo(Reply.ZERO);
  }

  @Test
  void anotherValueTakesItBack() {
    assertThat(doomed().flags(0, 2).toSystem(0, 0, 2).last().reply()).isEqualTo(Reply.ZERO);
  }
}
