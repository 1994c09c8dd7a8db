package org.pageproof.sut.simulator.hmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.sut.simulator.hmm.Script.mirrored;
import static org.pageproof.sut.simulator.hmm.Script.token;

import org.junit.jupiter.api.Test;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.hmm.Access;
import org.pageproof.vocabulary.hmm.Map;
import org.pageproof.vocabulary.hmm.Protect.Protection;

/** The processor's side: areas, touches and a child. */
class MemoryTest {
  private static Reply withheld(Withholding reason) {
    return new Reply.Withheld(reason);
  }

  @Test
  void alikeNeighboursBecomeOneArea() {
    assertThat(mirrored().map(1, 4).last().layout()).isEqualTo(new Layout(0xff, 0x01));
    Layout shared = mirrored().map(1, 4, Map.Backing.SHARED).last().layout();
    assertThat(shared).isEqualTo(new Layout(0xff, 0x11, 0xff, 0xff, 0xf0));
    assertThat(mirrored().map(0, 1).last().reply()).isEqualTo(Reply.refused(Errno.EEXIST));
  }

  @Test
  void aProtectionCutsAnAreaAndItsEndMendsIt() {
    Script script = mirrored().protect(1, 2, Protection.READ);
    assertThat(script.last().layout()).isEqualTo(new Layout(0x0f, 0x0b, 0x0f, 0x09, 0));
    script.protect(1, 2, Protection.READ_WRITE);
    assertThat(script.last().layout()).isEqualTo(new Layout(0x0f, 0x01));
  }

  @Test
  void aRangeWithAHoleIsDroppedOrProtectedAsFarAsMapped() {
    Script script = mirrored().store(0).store(3).unmap(1, 2);

    Observation dropped = script.copy().dontNeed(0, 4).last();
    assertThat(dropped.reply()).isEqualTo(Reply.refused(Errno.ENOMEM));
    assertThat(dropped.pages().present(3)).isFalse();
    Observation shielded = script.protect(0, 4, Protection.NONE).last();
    assertThat(shielded.reply()).isEqualTo(Reply.refused(Errno.ENOMEM));
    assertThat(shielded.layout().readable()).isEqualTo(0x08);
  }

  @Test
  void filesAreReadAndCopied() {
    Script script = mirrored().map(1, 2, Map.Backing.PRIVATE_FILE).load(4);
    assertThat(script.last().reply()).isEqualTo(Reply.returned(token(3, 0)));
    assertThat(script.last().pages().bits(4)).isEqualTo(Pages.PRESENT | Pages.FILE);

    Pages copied = script.store(4).last().pages();
    assertThat(copied.bits(4)).isEqualTo(Pages.PRESENT);
    assertThat(copied.tail(4)).isEqualTo(token(3, 0));
  }

  @Test
  void whatWouldKillIsWithheld() {
    assertThat(mirrored().load(4).last().reply()).isEqualTo(withheld(Withholding.UNMAPPED_TOUCH));
    Script guarded = mirrored().protect(0, 1, Protection.NONE);
    assertThat(guarded.copy().load(0).last().reply())
        .isEqualTo(withheld(Withholding.PROTECTED_TOUCH));
    assertThat(guarded.touch(0, Access.SYSCALL_READ).last().reply())
        .isEqualTo(Reply.refused(Errno.EFAULT));
    Script writeOnly = mirrored().protect(0, 1, Protection.WRITE).load(0);
    assertThat(writeOnly.last().reply()).as("the processor can read it").isEqualTo(Reply.ZERO);
  }

  @Test
  void aMoveTakesOneAreaOnly() {
    assertThat(mirrored().remap(3, 2, 2).last().reply())
        .isEqualTo(withheld(Withholding.NOT_ONE_AREA));
    assertThat(mirrored().map(1, 4).remap(2, 4, 1).last().reply())
        .isEqualTo(Reply.refused(Errno.EINVAL));
    Observation moved = mirrored().store(0).remap(0, 2, 1).last();
    assertThat(moved.layout().mapped()).isEqualTo(0x3c);
    assertThat(moved.pages().head(4)).isEqualTo(token(3, 0));
  }

  @Test
  void aChildHasAPagesOldContents() {
    Script script = mirrored().store(0).fork().store(0);

    assertThat(script.last().child().orElseThrow().head(0)).isEqualTo(token(3, 0));
    assertThat(script.copy().fork().last().reply()).isEqualTo(withheld(Withholding.SLOT_IN_USE));
    assertThat(script.reap().last().child()).isEmpty();
    assertThat(script.reap().last().reply()).isEqualTo(withheld(Withholding.NO_CHILD));
  }

  /** With force, as through /proc/PID/mem. */
  @Test
  void aChildsProtectionsDoNotMatterButForSharedMemory() {
    Script shielded = mirrored().store(0).protect(0, 4, Protection.NONE).fork();
    assertThat(shielded.copy().childLoad(0).last().reply()).isEqualTo(Reply.returned(token(3, 0)));
    Observation stored = shielded.childStore(0).last();
    assertThat(stored.child().orElseThrow().head(0)).isEqualTo(token(6, 0));
    assertThat(stored.pages().head(0)).isEqualTo(token(3, 0));

    Script shared = mirrored().map(1, 1, Map.Backing.SHARED).protect(4, 1, Protection.READ).fork();
    assertThat(shared.copy().childLoad(4).last().reply()).isEqualTo(Reply.ZERO);
    assertThat(shared.childStore(4).last().reply()).isEqualTo(Reply.refused(Errno.EIO));
    assertThat(mirrored().fork().childLoad(4).last().reply()).isEqualTo(Reply.refused(Errno.EIO));
  }

  @Test
  void sharedMemoryShowsTheChildsStores() {
    Script script = mirrored().map(1, 1, Map.Backing.SHARED).load(4).fork().childStore(4);
    assertThat(script.last().pages().head(4)).isEqualTo(token(6, 0));
  }
}
