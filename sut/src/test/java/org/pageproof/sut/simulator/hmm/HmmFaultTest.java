package org.pageproof.sut.simulator.hmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.sut.simulator.hmm.Script.filled;
import static org.pageproof.sut.simulator.hmm.Script.mirrored;
import static org.pageproof.sut.simulator.hmm.Script.mirroredOn72;
import static org.pageproof.sut.simulator.hmm.Script.token;

import org.junit.jupiter.api.Test;
import org.pageproof.sut.simulator.Fault;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.KernelRelease;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.MirrorView;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.hmm.Protect.Protection;

/** Each fault off and on: the right answer, then the wrong one. */
class HmmFaultTest {
  private static final Reply EFAULT = Reply.refused(Errno.EFAULT);

  @Test
  void faultNonownerPrivate() {
    Script script = mirrored().open(1, 1).store(0).toDevice(0, 0, 1).read(1, 0, 1);

    assertThat(script.last().data().get(0).head()).isEqualTo(token(4, 0));
    assertThat(script.last(Fault.FAULT_NONOWNER_PRIVATE).reply()).isEqualTo(EFAULT);
  }

  @Test
  void protNoneSnapshot() {
    Script script = mirrored().protect(1, 1, Protection.NONE).snapshot(0, 0, 2);

    assertThat(script.last().data()).isEqualTo(filled(0x00, 0xff));
    assertThat(script.last(Fault.PROT_NONE_SNAPSHOT).reply()).isEqualTo(Reply.refused(Errno.EPERM));
  }

  @Test
  void snapshotForeignValid() {
    Script script = mirrored().store(0).toDevice(0, 0, 1);

    assertThat(script.seenBy(1, 0)).isEqualTo(MirrorView.NOTHING);
    assertThat(script.seenBy(1, 0, Fault.SNAPSHOT_FOREIGN_VALID)).isEqualTo(0x32);
  }

  @Test
  void devwriteReadonly() {
    Script script = mirrored().store(0).protect(0, 1, Protection.READ).write(0, 0, 1);

    assertThat(script.last().reply()).isEqualTo(Reply.refused(Errno.EPERM));
    assertThat(script.last().pages().head(0)).isEqualTo(token(3, 0));
    assertThat(script.last(Fault.DEVWRITE_READONLY).reply()).isEqualTo(Reply.ZERO);
    assertThat(script.last(Fault.DEVWRITE_READONLY).pages().head(0)).isEqualTo(token(5, 0));
  }

  @Test
  void snapUntouchedZero() {
    assertThat(mirrored().seenBy(0, 0)).isEqualTo(0x00);
    assertThat(mirrored().seenBy(0, 0, Fault.SNAP_UNTOUCHED_ZERO)).isEqualTo(0x11);
  }

  @Test
  void snapWriteOnCow() {
    Script script = mirrored().store(0).fork();

    assertThat(script.seenBy(0, 0)).isEqualTo(0x01);
    assertThat(script.seenBy(0, 0, Fault.SNAP_WRITE_ON_COW)).isEqualTo(0x02);
  }

  @Test
  void migrateStealsForeign() {
    Script script = mirrored().open(1, 1).store(0).toDevice(0, 0, 1).toSystem(1, 0, 1);

    assertThat(script.out("cpages")).isZero();
    assertThat(script.out("cpages", Fault.MIGRATE_STEALS_FOREIGN)).isEqualTo(1);
  }

  @Test
  void migrateBackStale() {
    Script script = mirrored().store(0).toDevice(0, 0, 1).write(0, 0, 1).load(0);

    assertThat(script.last().reply()).isEqualTo(Reply.returned(token(5, 0)));
    assertThat(script.last(Fault.MIGRATE_BACK_STALE).reply())
        .isEqualTo(Reply.returned(token(3, 0)));
  }

  @Test
  void migrateCpages() {
    Script script = mirrored().store(0).toDevice(0, 0, 1).toSystem(0, 0, 4);

    assertThat(script.out("cpages")).isEqualTo(1);
    assertThat(script.out("cpages", Fault.MIGRATE_CPAGES)).isEqualTo(4);
  }

  @Test
  void failAllocIgnored() {
    Script script = mirroredOn72().store(0).flags(0, 1).toDevice(0, 0, 1);

    assertThat(script.last().reply()).isEqualTo(Reply.refused(Errno.ENOENT));
    assertThat(script.last(Fault.FAIL_ALLOC_IGNORED).reply()).isEqualTo(Reply.ZERO);
  }

  @Test
  void migrateSecondVma() {
    Script script = mirrored().store(0).store(1).protect(1, 1, Protection.READ).toDevice(0, 0, 2);

    assertThat(script.seenBy(0, 1)).isEqualTo(0x21);
    assertThat(script.seenBy(0, 1, Fault.MIGRATE_SECOND_VMA)).isEqualTo(0x01);
    assertThat(script.last(Fault.MIGRATE_SECOND_VMA).reply()).isEqualTo(Reply.ZERO);
  }

  @Test
  void devicePageReuseMapping() {
    Script script =
        mirrored().store(0).toDevice(0, 0, 1).unmap(0, 4).map(1, 4).store(4).toDevice(0, 4, 1);

    assertThat(script.last().reply()).isEqualTo(Reply.ZERO);
    assertThat(script.last(Fault.DEVICE_PAGE_REUSE_MAPPING).reply()).isInstanceOf(Reply.Died.class);
  }

  @Test
  void remoteLocalSwapped() {
    Script script = mirrored().store(0).toDevice(0, 0, 1);

    assertThat(script.seenBy(0, 0)).isEqualTo(0x22);
    assertThat(script.seenBy(0, 0, Fault.REMOTE_LOCAL_SWAPPED)).isEqualTo(0x32);
  }

  @Test
  void privateForkChildZero() {
    Script script = mirrored().store(0).toDevice(0, 0, 1).fork().load(0).childLoad(0);

    assertThat(script.last().reply()).isEqualTo(Reply.returned(token(3, 0)));
    assertThat(script.last(Fault.PRIVATE_FORK_CHILD_ZERO).reply()).isEqualTo(Reply.ZERO);
  }

  @Test
  void privateForkShared() {
    Script script = mirrored().store(0).toDevice(0, 0, 1).fork().childStore(0).load(0);

    assertThat(script.last().reply()).isEqualTo(Reply.returned(token(3, 0)));
    assertThat(script.last(Fault.PRIVATE_FORK_SHARED).reply())
        .isEqualTo(Reply.returned(token(6, 0)));
  }

  @Test
  void devicePageLeak() {
    Script script = mirrored();
    for (int round = 0; round < 2; round++) {
      script.dontNeed(0, 4).toDevice(0, 0, 4);
    }

    assertThat(script.last().reply()).isEqualTo(Reply.ZERO);
    assertThat(script.last(Fault.DEVICE_PAGE_LEAK).reply()).isEqualTo(Reply.refused(Errno.ENOENT));
    assertThat(script.release(0).toDevice(0, 0, 4).last(Fault.DEVICE_PAGE_LEAK).reply())
        .as("after the memory was made anew")
        .isEqualTo(Reply.ZERO);
  }

  @Test
  void closeDevicePagesUaf() {
    Script script = mirrored().store(0).toDevice(0, 0, 1).close(0).load(0);

    assertThat(script.last().reply()).isEqualTo(Reply.returned(token(3, 0)));
    assertThat(script.last(Fault.CLOSE_DEVICE_PAGES_UAF).reply()).isInstanceOf(Reply.Died.class);
  }

  @Test
  void exclusivePartialUninit() {
    Script script = mirrored().store(0).unmap(1, 1).exclusive(0, 0, 2);

    assertThat(script.last().reply()).isEqualTo(Reply.refused(Errno.EBUSY));
    assertThat(script.last(Fault.EXCLUSIVE_PARTIAL_UNINIT).reply()).isInstanceOf(Reply.Died.class);
  }

  @Test
  void areFaultsWhereKernelsHaveWhatTheyBreak() {
    Profile old =
        new Profile(KernelRelease.parse("5.14.0"), 0, true, true, true)
            .with(new MirrorDriver(2, 2));

    assertThat(Fault.ofHmm()).noneMatch(fault -> fault.isFaultIn(Profile.linux612()));
    assertThat(Fault.ofHmm().stream().filter(fault -> !fault.isFaultIn(Script.LINUX_6_12)))
        .containsExactly(Fault.FAIL_ALLOC_IGNORED);
    assertThat(Fault.ofHmm().stream().filter(fault -> !fault.isFaultIn(Script.LINUX_7_2)))
        .containsExactly(Fault.EXCLUSIVE_PARTIAL_UNINIT);
    assertThat(Fault.ofHmm().stream().filter(fault -> !fault.isFaultIn(old)))
        .containsExactly(
            Fault.MIGRATE_STEALS_FOREIGN, Fault.MIGRATE_CPAGES, Fault.FAIL_ALLOC_IGNORED);
  }
}
