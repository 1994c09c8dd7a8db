package org.pageproof.sut.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.sut.simulator.Script.registered;
import static org.pageproof.sut.simulator.Script.registeredFor;
import static org.pageproof.sut.simulator.Script.script;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pageproof.vocabulary.Completion;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.KernelRelease;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Protect;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.Source;

/** Each fault off and on: the right answer, then the wrong one. */
class FaultTest {
  private static final long MISSING = Register.MODE_MISSING;
  private static final long WP = Register.MODE_WP;

  @Test
  void pollEmptyReady() {
    Script script = registered(1).poll(0);

    assertThat(script.last().reply()).isEqualTo(Reply.ZERO);
    assertThat(script.last(Fault.POLL_EMPTY_READY).reply())
        .isEqualTo(Reply.returned(DescriptorView.POLLIN));
  }

  @Test
  void registerForeignOk() {
    Script script = registered(1).open(1).register(1, 0, 0, 1);
    assertThat(script.last().reply()).isEqualTo(Reply.refused(Errno.EBUSY));
    assertThat(script.last(Fault.REGISTER_FOREIGN_OK).reply()).isEqualTo(Reply.ZERO);

    Observation seen = script.load(0, 0).last(Fault.REGISTER_FOREIGN_OK);
    assertThat(seen.descriptors().get(1).pending()).isEqualTo(1);
  }

  @Test
  void readShortBuffer() {
    Script script = registered(1).load(0, 0).read(0, 31);
    assertThat(script.last().reply()).isEqualTo(Reply.refused(Errno.EINVAL));

    Observation wrong = script.last(Fault.READ_SHORT_BUFFER);
    assertThat(wrong.reply()).isEqualTo(Reply.returned(31));
    assertThat(wrong.messages()).isEmpty();
    assertThat(wrong.descriptors().get(0).pending()).isZero();
  }

  @Test
  void fdOpenedRdwr() {
    Script script = script().open(0);

    assertThat(script.last().out()).contains(new OutField("flags", 0x800));
    assertThat(script.last(Fault.FD_OPENED_RDWR).out()).contains(new OutField("flags", 0x802));
  }

  @Test
  void copyUnregisteredErrno() {
    Script script = script().open(0).map(0, 1).copy(0, 0, 0, 1);
    assertThat(script.last().reply()).isEqualTo(Reply.refused(Errno.ENOENT));

    Observation wrong = script.last(Fault.COPY_UNREGISTERED_ERRNO);
    assertThat(wrong.reply()).isEqualTo(Reply.refused(Errno.EINVAL));
    assertThat(wrong.out()).containsExactly(new OutField("copy", -22));
  }

  @Test
  void copyLenMinusOne() {
    Script script = registered(2).copy(0, 0, 0, 2);
    assertThat(script.last().pages().present(1)).isTrue();

    Observation wrong = script.last(Fault.COPY_LEN_MINUS_ONE);
    assertThat(wrong.out()).containsExactly(new OutField("copy", 8192));
    assertThat(wrong.pages().present(0)).isTrue();
    assertThat(wrong.pages().present(1)).isFalse();
  }

  @Test
  void zeropageSharedFrame() {
    Script script = registered(2).zeropage(0, 0, 0, 2).store(0, 0);

    assertThat(script.last().pages().head(1)).isZero();
    assertThat(script.last(Fault.ZEROPAGE_SHARED_FRAME).pages().head(1))
        .isEqualTo(Script.token(5, 0));
  }

  @Test
  void dontwakeIgnored() {
    Script script = registered(1).load(0, 0).copy(0, PageRange.of(0, 0, 1), Copy.MODE_DONTWAKE);

    assertThat(script.last().completions()).isEmpty();
    assertThat(script.last(Fault.DONTWAKE_IGNORED).completions()).hasSize(1);
  }

  @Test
  void wakeEndExclusive() {
    Script script = registered(2).load(0, 1).read(0, 32).wake(0, 0, 0, 2);

    assertThat(script.last().descriptors().get(0).pending()).isEqualTo(1);
    assertThat(script.last(Fault.WAKE_END_EXCLUSIVE).descriptors().get(0).pending()).isZero();
  }

  @Test
  void wakeMissingCopy() {
    Script script = registered(1).load(0, 0).copy(0, 0, 0, 1);

    assertThat(script.last().completions()).hasSize(1);
    assertThat(script.last(Fault.WAKE_MISSING_COPY).completions()).isEmpty();
  }

  @Test
  void wakeOneOfTwo() {
    Script script = registered(1).load(1, 0).load(0, 0).copy(0, 0, 0, 1);

    assertThat(script.last().completions()).hasSize(2);
    assertThat(script.last(Fault.WAKE_ONE_OF_TWO).completions())
        .extracting(Completion::thread)
        .containsExactly(1);
  }

  @Test
  void reregisterReplacesMode() {
    Script script = registeredFor(WP, 0, 1).registerFor(MISSING, 0, 0, 0, 1);
    script.copy(0, PageRange.of(0, 0, 1), Copy.MODE_WP);

    assertThat(script.last().reply()).isEqualTo(Reply.refused(Errno.EINVAL));
    assertThat(script.last(Fault.REREGISTER_ADDS_MODE).reply()).isEqualTo(Reply.ZERO);
  }

  @Test
  void roFileWriteViaCopy() {
    Script script = script().open(0).map(0, 1, Map.Backing.READ_ONLY_SHMEM).register(0, 0, 0, 1);
    assertThat(script.last().reply()).isEqualTo(Reply.refused(Errno.EPERM));
    assertThat(script.last(Fault.RO_FILE_WRITE_VIA_COPY).reply()).isEqualTo(Reply.ZERO);

    Observation seen = script.copy(0, 0, 0, 1).last(Fault.RO_FILE_WRITE_VIA_COPY);
    assertThat(seen.pages().bits(0)).isEqualTo(Pages.PRESENT | Pages.FILE);
  }

  @Test
  void copySrcFaultErrno() {
    Script script = registered(1);
    script.copy(0, PageRange.of(0, 0, 1), Source.ZEROS, 0, Argument.VALID);

    assertThat(script.last().reply()).isEqualTo(Reply.ZERO);
    assertThat(script.last(Fault.COPY_SRC_FAULT_ERRNO).reply())
        .isEqualTo(Reply.refused(Errno.EFAULT));
  }

  @Test
  void copyWpReadonlyVma() {
    Script script = registeredFor(WP, 0, 1).protect(0, 0, 1, Protect.Protection.READ);
    script.copy(0, PageRange.of(0, 0, 1), Copy.MODE_WP);

    assertThat(script.last().pages().bits(0)).isEqualTo(Pages.PRESENT | Pages.UFFD_WP);
    assertThat(script.last(Fault.COPY_WP_READONLY_VMA).pages().bits(0)).isEqualTo(Pages.PRESENT);
  }

  @Test
  void closeKeepsWp() {
    Script script = registeredFor(WP, 0, 1).store(0, 0).writeProtect(0, 0, 0, 1).close(0);

    assertThat(script.last().pages().bits(0)).isEqualTo(Pages.PRESENT);
    assertThat(script.last(Fault.CLOSE_KEEPS_WP).pages().bits(0))
        .isEqualTo(Pages.PRESENT | Pages.UFFD_WP);
  }

  @Test
  void wpTwoVmas() {
    Script script = registeredFor(WP, 0, 2).protect(0, 1, 1, Protect.Protection.READ);
    script.writeProtect(0, 0, 0, 2);

    assertThat(script.last().reply()).isEqualTo(Reply.ZERO);
    assertThat(script.last(Fault.WP_TWO_VMAS).reply()).isEqualTo(Reply.refused(Errno.ENOENT));
  }

  @Test
  void forkChildMarker() {
    Script script = registeredFor(WP, Api.FEATURE_WP_UNPOPULATED, 2).store(0, 0);
    script.writeProtect(0, 0, 0, 2).fork();

    Pages child = script.last().child().orElseThrow();
    assertThat(List.of(child.bits(0), child.bits(1))).containsExactly(Pages.PRESENT, 0);
    Pages wrong = script.last(Fault.FORK_CHILD_MARKER).child().orElseThrow();
    assertThat(List.of(wrong.bits(0), wrong.bits(1)))
        .containsExactly(Pages.PRESENT | Pages.UFFD_WP, Pages.SWAPPED | Pages.UFFD_WP);
  }

  @Test
  void sharedWritenotify() {
    Script script = registeredFor(WP, 0, 1).store(0, 0).writeProtect(0, 0, 0, 1);
    script.protect(0, 0, 1, Protect.Protection.READ);
    script.protect(0, 0, 1, Protect.Protection.READ_WRITE).store(0, 0);

    assertThat(script.last().reply()).isEqualTo(Reply.BLOCKED);
    assertThat(script.last(Fault.SHARED_WRITENOTIFY).reply()).isEqualTo(Reply.ZERO);
  }

  @Test
  void knowsInWhichKernelsItIsAFault() {
    Profile old = new Profile(KernelRelease.parse("6.0.0"), 0x1fff, true, true, true);
    Profile older = new Profile(KernelRelease.parse("4.10.0"), 0, true, true, true);

    assertThat(Fault.FD_OPENED_RDWR.isFaultIn(Profile.linux61())).isTrue();
    assertThat(Fault.FD_OPENED_RDWR.isFaultIn(old)).isFalse();
    assertThat(Fault.COPY_UNREGISTERED_ERRNO.isFaultIn(old)).isTrue();
    assertThat(Fault.COPY_UNREGISTERED_ERRNO.isFaultIn(older)).isFalse();
    assertThat(Fault.WAKE_MISSING_COPY.isFaultIn(older)).isTrue();
    assertThat(Fault.RO_FILE_WRITE_VIA_COPY.isFaultIn(older)).isFalse();
    assertThat(Fault.WP_TWO_VMAS.isFaultIn(Profile.linux61())).isFalse();
    assertThat(Fault.CLOSE_KEEPS_WP.isFaultIn(Profile.linux61())).isTrue();
    assertThat(Arrays.stream(Fault.values()).filter(f -> f.area().equals("UFFD-WP")))
        .noneMatch(fault -> fault.isFaultIn(older));
  }

  @Test
  void namesEachFaultOnce() {
    assertThat(Arrays.stream(Fault.values()).map(Fault::id)).doesNotHaveDuplicates();
    assertThat(Fault.values()).allSatisfy(fault -> assertThat(fault.bug()).isNotBlank());
  }
}
