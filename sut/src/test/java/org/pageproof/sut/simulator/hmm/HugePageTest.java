package org.pageproof.sut.simulator.hmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.sut.simulator.hmm.Script.LINUX_6_12;
import static org.pageproof.sut.simulator.hmm.Script.LINUX_7_2;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.hmm.Protect.Protection;

/** Huge pages in system memory, as both kernels that were probed map and split them. */
class HugePageTest {
  private static Profile profile(String release) {
    return release.equals("6.12") ? LINUX_6_12 : LINUX_7_2;
  }

  private static Script empty(String release) {
    return Script.huge(profile(release));
  }

  private static Script stored(String release) {
    return empty(release).store(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.12", "7.2"})
  void aLoadMapsTheHugePageOfZeros(String release) {
    Script script = empty(release).load(3);

    assertThat(script.shown(0)).isEqualTo("05*512");
    assertThat(script.last().pages().bits(511)).isEqualTo(Pages.PRESENT | Pages.FILE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.12", "7.2"})
  void aStoreMapsAHugePage(String release) {
    assertThat(stored(release).shown(0)).isEqualTo("06*512");
    assertThat(empty(release).write(0, 3, 1).shown(1)).isEqualTo("06*512");
  }

  @Test
  void aStoreToTheHugePageOfZerosOnceSplitIt() {
    assertThat(empty("6.12").load(0).store(5).shown(0)).isEqualTo("11*5 02*1 11*506");
    assertThat(empty("7.2").load(0).store(5).shown(0)).isEqualTo("06*512");
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.12", "7.2"})
  void onlyThePagesAskedForGetEntries(String release) {
    Script script = empty(release).read(0, 3, 2);

    assertThat(script.copy().read(0, 4, 1).out("faults")).isZero();
    assertThat(script.copy().read(0, 5, 1).out("faults")).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.12", "7.2"})
  void protectionOfAPartSplitsTheEntry(String release) {
    Script script = stored(release).read(0, 0, 513).protect(64, 64, Protection.READ);

    assertThat(script.shown(0)).isEqualTo("02*64 01*64 02*384");
    assertThat(script.copy().read(0, 300, 1).out("faults")).isOne();
    assertThat(script.copy().read(0, 512, 1).out("faults")).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.12", "7.2"})
  void protectionOfTheWholeKeepsTheEntry(String release) {
    Script script = stored(release).protect(0, 512, Protection.READ);

    assertThat(script.shown(0)).isEqualTo("05*512");
    assertThat(script.protect(0, 512, Protection.READ_WRITE).shown(0)).isEqualTo("06*512");
  }

  /** Before 6.12 mirrors were told if there was something in the same 2 MiB. */
  @ParameterizedTest
  @ValueSource(strings = {"6.12", "7.2"})
  void protectionOfNothingTakesThePageBehind(String release) {
    Script script = empty(release).read(0, 512, 1).protect(0, 512, Protection.READ);

    assertThat(script.read(0, 512, 1).out("faults")).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.12", "7.2"})
  void aCutInvalidatesEvenWhatATableMaps(String release) {
    Script script = stored(release).dontNeed(3, 1).read(0, 0, 1).protect(448, 64, Protection.READ);

    assertThat(script.read(0, 0, 1).out("faults")).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.12", "7.2"})
  void aHugeEntryLeavesNoTable(String release) {
    assertThat(stored(release).dontNeed(0, 512).store(9).shown(0)).isEqualTo("06*512");
  }

  @Test
  void anEmptyTableIsFreedSinceSixFourteen() {
    assertThat(stored("6.12").dontNeed(0, 4).dontNeed(0, 512).store(9).shown(0))
        .isEqualTo("00*9 02*1 00*502");
    assertThat(stored("7.2").dontNeed(0, 4).dontNeed(0, 512).store(9).shown(0)).isEqualTo("06*512");
    assertThat(stored("7.2").dontNeed(0, 64).dontNeed(64, 448).store(9).shown(0))
        .isEqualTo("00*9 02*1 00*502");
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.12", "7.2"})
  void unmappingAllFreesTheTable(String release) {
    Script script = stored(release).unmap(0, 64);

    assertThat(script.shown(0)).isEqualTo("ff*64 02*448");
    assertThat(script.unmap(64, 448).map(0, 512).store(9).shown(0)).isEqualTo("06*512");
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.12", "7.2"})
  void aPartOfAnAreaGetsSmallPages(String release) {
    assertThat(empty(release).unmap(0, 64).store(64).shown(0)).isEqualTo("ff*64 02*1 00*447");
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.12", "7.2"})
  void advisedAreasDoNotMergeWithOthers(String release) {
    assertThat(empty(release).last().layout().starts()).isEqualTo(0b1_0000_0001L);
  }

  @Test
  void onceTheHeadTookAllPagesOfAHugePage() {
    Script script = stored("6.12").exclusive(0, 0, 1);

    assertThat(script.shown(0)).isEqualTo("00*512");
    assertThat(script.copy().check(0, 1, 511).last().reply()).isEqualTo(Replies.OK);
    assertThat(script.check(0, 0, 1).last().reply()).isEqualTo(Replies.EPERM);
  }

  @Test
  void onceATailCouldNotBeTaken() {
    Script script = stored("6.12").exclusive(0, 3, 1);

    assertThat(script.last().reply()).isEqualTo(Replies.EBUSY);
    assertThat(script.shown(0)).isEqualTo("02*512");
  }

  @Test
  void onceTheHeadCouldNotBeTakenAgainWhileAnotherPageWasBack() {
    Script script = stored("6.12").exclusive(0, 0, 1).load(5).exclusive(0, 0, 1);

    assertThat(script.last().reply()).isEqualTo(Replies.EBUSY);
    assertThat(script.shown(0)).isEqualTo("00*5 02*1 00*506");
    assertThat(script.check(0, 0, 1).last().reply()).isEqualTo(Replies.OK);
  }

  @Test
  void nowPagesAreTakenOneByOne() {
    Script script = stored("7.2").exclusive(0, 3, 2);

    assertThat(script.last().reply()).isEqualTo(Replies.OK);
    assertThat(script.shown(0)).isEqualTo("02*3 00*2 02*507");
    assertThat(empty("7.2").load(0).exclusive(0, 3, 1).shown(0)).isEqualTo("11*3 00*1 11*508");
  }
}
