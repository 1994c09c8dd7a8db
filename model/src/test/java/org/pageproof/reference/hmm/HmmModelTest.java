package org.pageproof.reference.hmm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.PageWords;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.hmm.Access;
import org.pageproof.vocabulary.hmm.DeviceRead;
import org.pageproof.vocabulary.hmm.Map.Backing;
import org.pageproof.vocabulary.hmm.Protect.Protection;
import org.pageproof.vocabulary.hmm.Request;

class HmmModelTest {

  private static final Reply EFAULT = Reply.refused(Errno.EFAULT);

  @Test
  void everyRuleHasItsOwnIdAndSaysSomething() {
    Set<String> ids = new HashSet<>();
    for (Rule<HmmState, ?> rule : new HmmModel(Profile.linux612()).rules()) {
      assertThat(ids.add(rule.text().id())).as(rule.text().id()).isTrue();
      assertThat(rule.text().sentence()).endsWith(".");
      assertThat(rule.text().source()).isNotBlank();
    }
    assertThat(ids).hasSizeGreaterThan(100);
  }

  @Test
  void migratesThereAndBackWithTheContents() {
    HmmScenario s = HmmScenario.on612().store(2).toDevice(0, 0, 2);

    assertThat(s.last().data()).containsExactly(HmmScenario.stored(2), HmmScenario.stored(3));
    assertThat(s.snapshot(0, 0)).isEqualTo(0x22);
    assertThat(s.snapshot(1, 0)).isEqualTo(0x00);
    assertThat(s.last().pages().bits(0)).isEqualTo(Pages.SWAPPED | Pages.DEVICE | Pages.WRITABLE);

    s.toSystem(0, 0, 4);

    assertThat(s.cpages()).isEqualTo(2);
    assertThat(s.last().pages().head(1)).isEqualTo(Token.of(3, 0));
    assertThat(s.snapshot(0, 1)).isEqualTo(0x02);
  }

  @Test
  void bringsAPageBackWhenTheCpuTouchesIt() {
    HmmScenario s = HmmScenario.on612().store(2).toDevice(0, 0, 2).touch(0, Access.READ);

    assertThat(s.last().reply()).isEqualTo(Reply.returned(Token.of(2, 0)));
    assertThat(s.snapshot(0, 0)).isEqualTo(0x02);
    // Only the page itself loses its entry: its neighbour is read without a fault.
    assertThat(s.read(0, 1, 1).faults()).isZero();
  }

  @Test
  void migratesAPageThatAChildShares() {
    HmmScenario s = HmmScenario.on612().store(1).fork().toDevice(0, 0, 1);

    assertThat(s.last().child().orElseThrow().bits(0)).isEqualTo(Pages.SWAPPED | Pages.DEVICE);
    assertThat(s.snapshot(0, 0)).isEqualTo(0x21);

    s.childTouch(0, true);

    assertThat(s.last().child().orElseThrow().head(0)).isEqualTo(Token.of(5, 0));
    assertThat(s.last().pages().head(0)).isEqualTo(Token.of(2, 0));
    assertThat(s.snapshot(0, 0)).isEqualTo(0x01);
  }

  @Test
  void tellsAMirrorOfOnePageTooMany() {
    HmmScenario s = HmmScenario.on612().store(3).read(0, 0, 3);
    assertThat(s.read(0, 0, 3).faults()).isZero();

    s.dontNeed(0, 1);

    assertThat(s.state().mirrored(0, 1)).isFalse();
    assertThat(s.state().mirrored(0, 2)).isTrue();
  }

  @Test
  void succeedsWithoutMigratingWhatHasAnEntry() {
    HmmScenario s = HmmScenario.on612().map(1, 1, Backing.SHARED);
    DeviceRead file = new DeviceRead(s.id(), Request.of(0, 1, 0, 1));

    assertThat(s.rule(s.migrating(0, 4, 1))).isEqualTo("HMM-TODEV-ENOENT");
    s.then(file);
    assertThat(s.rule(s.migrating(0, 4, 1))).isEqualTo("HMM-TODEV-OK");
    assertThat(s.toDevice(0, 4, 1).snapshot(0, 4)).isEqualTo(0x02);
  }

  @Test
  void keepsWhatWasMigratedBeforeAHole() {
    HmmScenario s = HmmScenario.on612().store(4).unmap(2, 1).toDevice(0, 0, 3);

    assertThat(s.last().reply()).isEqualTo(Reply.refused(Errno.EINVAL));
    assertThat(s.snapshot(0, 1)).isEqualTo(0x22);
  }

  @Test
  void writesWhatHasEntriesBeforeItFails() {
    HmmScenario s = HmmScenario.on612().store(3).write(0, 0, 1).protect(2, 1, Protection.READ);
    s.write(0, 0, 3);

    assertThat(s.last().reply()).isEqualTo(Reply.refused(Errno.EPERM));
    assertThat(s.last().pages().head(0)).isEqualTo(Token.of(7, 0));
    assertThat(s.last().pages().head(1)).isEqualTo(Token.of(3, 0));
  }

  @Test
  void readsNothingOfAWriteOnlyArea() {
    HmmScenario s = HmmScenario.on612().store(1).protect(0, 1, Protection.WRITE);

    assertThat(s.snapshot(0, 0)).isEqualTo(0xff);
    assertThat(s.read(0, 0, 1).last().reply()).isEqualTo(EFAULT);
    assertThat(s.takeExclusively(0, 0, 1).last().reply()).isEqualTo(Reply.ZERO);
  }

  @Test
  void leavesAProtectedDevicePageReadOnlyForGood() {
    HmmScenario s =
        HmmScenario.on612()
            .store(2)
            .toDevice(0, 0, 1)
            .protect(0, 2, Protection.READ)
            .protect(0, 2, Protection.READ_WRITE);

    assertThat(s.snapshot(0, 0)).isEqualTo(0x21);
    assertThat(s.snapshot(0, 1)).isEqualTo(0x02);
    assertThat(s.touch(0, Access.READ).snapshot(0, 0)).isEqualTo(0x01);
    assertThat(s.touch(0, Access.WRITE).snapshot(0, 0)).isEqualTo(0x02);
  }

  @Test
  void endsExclusiveAccessWhenTheCpuTouches() {
    HmmScenario s = HmmScenario.on612().store(2).takeExclusively(0, 0, 2);
    assertThat(s.exclusive(0, 0)).isTrue();
    assertThat(s.last().pages().bits(0))
        .isEqualTo(Pages.SWAPPED | Pages.EXCLUSIVE | Pages.WRITABLE);
    assertThat(s.check(0, 0, 2).last().reply()).isEqualTo(Reply.refused(Errno.EPERM));

    s.touch(0, Access.READ);

    assertThat(s.exclusive(0, 0)).isFalse();
    assertThat(s.exclusive(0, 1)).as("the page behind is forgotten").isFalse();
    assertThat(s.last().pages().bits(1)).isNotEqualTo(Pages.PRESENT);
  }

  @Test
  void takesNothingExclusivelyInAChunkThatFailed() {
    HmmScenario s = HmmScenario.on612().takeExclusively(0, 2, 3);

    assertThat(s.last().reply()).isEqualTo(Reply.refused(Errno.EBUSY));
    assertThat(s.exclusive(0, 2)).isFalse();
    assertThat(s.last().pages().bits(2))
        .isEqualTo(Pages.SWAPPED | Pages.EXCLUSIVE | Pages.WRITABLE);
  }

  @Test
  void takesPageByPageSince615() {
    HmmScenario s = HmmScenario.on72().takeExclusively(0, 2, 3);

    assertThat(s.last().reply()).isEqualTo(EFAULT);
    assertThat(s.exclusive(0, 3)).isTrue();
    assertThat(s.last().pages().bits(2)).isEqualTo(Pages.SWAPPED | Pages.EXCLUSIVE);
  }

  @Test
  void evictsAllMemoryOfADeviceWhenAnyMirrorOfItCloses() {
    HmmScenario s = HmmScenario.on612().open(1, 0).open(2, 1).store(1).toDevice(0, 0, 1);

    assertThat(s.close(2).snapshot(0, 0)).isEqualTo(0x22);
    assertThat(s.close(1).snapshot(0, 0)).isEqualTo(0x02);
    assertThat(s.read(0, 0, 1).faults()).isEqualTo(1);
  }

  @Test
  void keepsAMirrorThatTheChildHoldsUntilItsEnd() {
    HmmScenario s = HmmScenario.on612().store(1).fork().toDevice(0, 0, 1).close(0);
    assertThat(s.snapshot(0, 0)).isEqualTo(0x21);
    assertThat(s.reap().snapshot(0, 0)).isEqualTo(0x01);
  }

  @Test
  void copiesForAChildOnlyWhereAPageWasTheAreasOwn() {
    HmmScenario zeros = HmmScenario.on612().touch(0, Access.READ).read(0, 0, 1).fork();
    assertThat(zeros.last().child().orElseThrow().bits(0)).isZero();
    assertThat(zeros.read(0, 0, 1).faults()).as("mirrors were told nothing").isZero();

    HmmScenario own = HmmScenario.on612().touch(0, Access.READ).store(2).read(0, 0, 2).fork();
    assertThat(own.last().child().orElseThrow().bits(1)).isEqualTo(Pages.PRESENT);
    assertThat(own.read(0, 0, 2).faults()).isEqualTo(1);
  }

  @Test
  void showsCoherentMemoryWhereItIs() {
    HmmScenario s = HmmScenario.on612().open(1, 2).store(1).toDevice(1, 0, 1);

    assertThat(s.snapshot(2, 0)).isEqualTo(0x42);
    assertThat(s.snapshot(3, 0)).isEqualTo(0x52);
    assertThat(s.snapshot(0, 0)).isEqualTo(0x52);
    assertThat(s.last().pages().bits(0)).isEqualTo(Pages.PRESENT);
    assertThat(s.touch(0, Access.WRITE).snapshot(2, 0)).isEqualTo(0x42);
    assertThat(s.read(1, 0, 1).faults()).as("no re-fault in coherent memory").isZero();
    assertThat(s.toSystem(1, 0, 1).snapshot(2, 0)).isEqualTo(0x02);
  }

  @Test
  void failsOneAllocation() {
    HmmScenario s = HmmScenario.on72().store(4).failAllocation(0).toDevice(0, 0, 4);

    assertThat(s.last().reply()).isEqualTo(Reply.refused(Errno.ENOENT));
    assertThat(s.snapshot(0, 0)).isEqualTo(0x02);
    assertThat(s.snapshot(0, 3)).isEqualTo(0x22);

    s.failAllocation(0).toSystem(0, 0, 4);
    assertThat(s.last().reply()).isEqualTo(Reply.refused(Errno.ENOMEM));
    assertThat(s.toSystem(0, 0, 4).cpages()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "UNALIGNED, HMM-READ-UNALIGNED",
    "EMPTY, HMM-READ-RANGE",
    "ONLY_HIGH_BITS, HMM-READ-RANGE",
    "WRAPPING, HMM-READ-RANGE",
    "HIGH_BITS, HMM-READ-OK",
    "BEYOND_TASK, HMM-READ-HOLE",
    "TOO_LARGE, HMM-READ-TOO-LARGE",
  })
  void checksTheArgumentFirst(Request.Shape shape, String rule) {
    HmmScenario s = HmmScenario.on612();
    Request request = Request.of(0, 0, 0, 2).withShape(shape);

    assertThat(s.rule(new DeviceRead(9, request))).isEqualTo(rule);
    assertThat(s.rule(new DeviceRead(9, request.withBuffer(Request.Buffer.STRUCT_UNREADABLE))))
        .isEqualTo("HMM-READ-UNREADABLE");
  }

  @Test
  void reportsNothingOfACallThatFailedAfterAll() {
    HmmScenario s = HmmScenario.on612().store(1);
    Request request = Request.of(0, 0, 0, 1).withBuffer(Request.Buffer.STRUCT_READ_ONLY);
    s.then(new DeviceRead(s.id(), request));

    assertThat(s.last().reply()).isEqualTo(EFAULT);
    assertThat(s.last().out()).allMatch(OutField::isUntouched);
    assertThat(s.last().data()).containsExactly(HmmScenario.stored(2));
    assertThat(s.read(0, 0, 1).faults()).as("the page was faulted in").isZero();
  }

  @Test
  void movesDevicePagesButNotTheirMirrorEntries() {
    HmmScenario s = HmmScenario.on612().store(2).toDevice(0, 0, 2).remap(0, 1, 2);
    int moved = HmmScenario.PLAN.arenaPage(2, 0);

    assertThat(s.snapshot(0, moved)).isEqualTo(0x22);
    assertThat(s.state().mirrored(0, moved)).isFalse();
    assertThat(s.state().mirrored(0, 1)).as("the page behind is told too").isFalse();
  }

  @Test
  void readsAFileUntilItIsWritten() {
    HmmScenario s = new HmmScenario(Profile.linux612()).map(0, 2, Backing.PRIVATE_FILE);
    s.touch(1, Access.SYSCALL_READ);
    assertThat(s.last().reply()).isEqualTo(Reply.returned(Token.of(0, 1)));
    assertThat(s.last().pages().bits(1)).isEqualTo(Pages.PRESENT | Pages.FILE);

    s.touch(1, Access.SYSCALL_WRITE).dontNeed(1, 1).touch(1, Access.READ);
    assertThat(s.last().reply()).isEqualTo(Reply.returned(Token.of(0, 1)));
  }

  @Test
  void fillsNothingBeforeTheEntryIsThere() {
    HmmScenario s = HmmScenario.on612();
    s.read(0, 0, 2);
    assertThat(s.last().data()).containsOnly(PageWords.filled(0));
    assertThat(s.snapshot(0, 0)).isEqualTo(0x11);
    assertThat(s.faults()).isEqualTo(1);
  }
}
