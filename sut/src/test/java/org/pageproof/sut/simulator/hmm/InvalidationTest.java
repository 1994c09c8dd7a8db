package org.pageproof.sut.simulator.hmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.sut.simulator.hmm.Script.mirrored;

import org.junit.jupiter.api.Test;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.hmm.Map;
import org.pageproof.vocabulary.hmm.Protect.Protection;

/** Which entries of mirrors are lost when memory changes. */
class InvalidationTest {
  private static final Reply ENOENT = Reply.refused(Errno.ENOENT);

  /** Four pages that mirror 0 has entries for. */
  private static Script read() {
    return mirrored().read(0, 0, 4);
  }

  @Test
  void thePageAfterARangeLosesItsEntryToo() {
    assertThat(read().unmap(0, 1).read(0, 1, 1).out("faults")).isEqualTo(1);
    assertThat(read().unmap(0, 1).read(0, 2, 2).out("faults")).isZero();
    assertThat(read().unmap(1, 1).read(0, 0, 1).out("faults")).isZero();
  }

  @Test
  void aRangeEndsWhereItWasSaidToEndNotWhereMemoryDid() {
    Script script = mirrored().unmap(2, 2).map(1, 4).read(0, 4, 1).unmap(1, 3);
    assertThat(script.read(0, 4, 1).out("faults")).isEqualTo(1);
  }

  @Test
  void anUnmappedHoleTellsNobody() {
    assertThat(mirrored().unmap(0, 1).read(0, 1, 1).unmap(0, 1).read(0, 1, 1).out("faults"))
        .isZero();
  }

  @Test
  void aProtectionThatIsThereAlreadyTellsNobody() {
    assertThat(read().protect(0, 4, Protection.READ_WRITE).read(0, 0, 4).out("faults")).isZero();
    assertThat(read().protect(0, 4, Protection.READ).read(0, 0, 4).out("faults")).isEqualTo(1);
  }

  @Test
  void aCopyOnWriteTellsOfItsPage() {
    assertThat(read().store(0).read(0, 0, 1).out("faults")).isEqualTo(1);
    assertThat(read().store(0).read(0, 1, 1).out("faults")).isEqualTo(1);
    assertThat(read().store(0).read(0, 2, 1).out("faults")).isZero();
  }

  @Test
  void aForkTellsOfAreasThatItCopies() {
    assertThat(read().fork().read(0, 0, 4).out("faults")).as("zeros are not copied").isZero();
    assertThat(mirrored().store(0).read(0, 0, 4).fork().read(0, 3, 1).out("faults")).isEqualTo(1);
    Script shared = mirrored().map(1, 2, Map.Backing.SHARED).read(0, 4, 2).fork();
    assertThat(shared.read(0, 4, 2).out("faults")).isZero();
  }

  @Test
  void aMigrationTellsTheMirrorsOfOtherDevicesAlone() {
    Script script = mirrored().open(1, 1).store(0).read(0, 0, 4).read(1, 0, 4);

    assertThat(script.copy().toDevice(1, 0, 1).read(1, 1, 3).out("faults")).isZero();
    assertThat(script.copy().toDevice(1, 0, 1).read(0, 1, 1).out("faults")).isEqualTo(1);
    assertThat(script.copy().toSystem(1, 2, 1).read(0, 2, 1).out("faults"))
        .as("even if nothing migrates")
        .isEqualTo(1);
  }

  @Test
  void aPageThatComesBackIsErasedAlone() {
    Script script = mirrored().store(0).store(1).toDevice(0, 0, 2).load(0);

    assertThat(script.copy().read(0, 1, 1).out("faults")).isZero();
    assertThat(script.read(0, 0, 1).out("faults")).isEqualTo(1);
  }

  /** Its other mapping is found through the reverse mapping, which tells all who may map it. */
  @Test
  void aSharedPageIsUnmappedEverywhere() {
    Script script = mirrored().store(0).store(1).fork().read(0, 0, 2).toDevice(0, 0, 1);

    assertThat(script.last().reply()).isEqualTo(Reply.ZERO);
    assertThat(script.copy().read(0, 0, 1).out("faults")).isZero();
    assertThat(script.read(0, 1, 1).out("faults")).as("the page after it").isEqualTo(1);
  }

  @Test
  void aSharedFilePageIsUnmappedThoughItStays() {
    Script script = mirrored().map(1, 2, Map.Backing.SHARED).store(4).read(0, 4, 1);
    assertThat(script.copy().toDevice(0, 4, 1).last().reply()).isEqualTo(Reply.ZERO);
    assertThat(script.fork().childLoad(4).toDevice(0, 4, 1).last().reply()).isEqualTo(ENOENT);
  }

  /** The walk ends when nobody maps the page any more: here before it comes to the parent. */
  @Test
  void theReverseMappingMeetsTheChildFirstWhereTheParentHasChanged() {
    Script script = mirrored().store(3).fork().read(0, 3, 1).map(1, 4).read(0, 4, 1);

    assertThat(script.last().layout().starts()).as("one area").isEqualTo(1);
    assertThat(script.toDevice(0, 3, 1).read(0, 4, 1).out("faults")).isZero();
  }

  @Test
  void aMovedPageLeavesItsEntryBehind() {
    Script script = mirrored().store(0).toDevice(0, 0, 1).remap(0, 1, 1);

    assertThat(script.seenBy(0, 4)).isEqualTo(0x22);
    assertThat(script.toDevice(0, 4, 1).last().reply()).isEqualTo(ENOENT);
  }

  @Test
  void closingAnyMirrorBringsAllPagesOfItsDeviceBack() {
    Script script = mirrored().open(1, 0).store(0).store(1).toDevice(0, 0, 2).close(1);

    assertThat(script.seenBy(0, 0)).isEqualTo(0x02);
    assertThat(script.seenBy(0, 1)).isEqualTo(0x02);
    assertThat(script.read(0, 0, 2).out("faults")).isEqualTo(1);
  }

  @Test
  void aChildKeepsMirrorsAlive() {
    Script script = mirrored().store(0).toDevice(0, 0, 1).fork().close(0);

    assertThat(script.seenBy(0, 0)).isEqualTo(0x21);
    assertThat(script.reap().seenBy(0, 0)).isEqualTo(0x01);
  }
}
