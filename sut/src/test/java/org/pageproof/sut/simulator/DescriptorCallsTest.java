package org.pageproof.sut.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.sut.simulator.Script.on;
import static org.pageproof.sut.simulator.Script.script;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.KernelRelease;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.Misuse;
import org.pageproof.vocabulary.userfaultfd.Open;

class DescriptorCallsTest {
  private static final Profile UNPRIVILEGED =
      new Profile(KernelRelease.parse("6.18.0"), 0x1ffff, false, false, false);
  private static final Profile OLD =
      new Profile(KernelRelease.parse("5.10.0"), 0x1ff, true, true, true);
  private static final int NONBLOCK = Open.O_NONBLOCK;

  @Test
  void showsTheFlagsOfANewDescriptor() {
    Observation seen = script().open(0, NONBLOCK | Open.O_CLOEXEC).last();

    assertThat(seen.reply()).isEqualTo(Reply.ZERO);
    assertThat(seen.out())
        .containsExactly(new OutField("flags", NONBLOCK), new OutField("fdflags", 1));
  }

  @Test
  void refusesAnInvalidFlag() {
    assertThat(reply(script().open(0, Open.O_RDWR))).isEqualTo(Reply.refused(Errno.EINVAL));
  }

  @Test
  void refusesTheUnprivilegedBeforeItLooksAtTheFlags() {
    assertThat(reply(on(UNPRIVILEGED).open(0, Open.O_RDWR))).isEqualTo(Reply.refused(Errno.EPERM));
    assertThat(reply(on(UNPRIVILEGED).open(0, Open.O_RDWR | Open.UFFD_USER_MODE_ONLY)))
        .isEqualTo(Reply.refused(Errno.EINVAL));
    assertThat(reply(on(UNPRIVILEGED).open(0, Open.UFFD_USER_MODE_ONLY))).isEqualTo(Reply.ZERO);
  }

  @Test
  void opensTheDeviceWhereThereIsOne() {
    assertThat(device(Profile.linux618())).isEqualTo(Reply.ZERO);
    assertThat(device(UNPRIVILEGED)).isEqualTo(Reply.refused(Errno.EACCES));
    assertThat(device(OLD)).isEqualTo(Reply.refused(Errno.ENOENT));
  }

  private static Reply device(Profile profile) {
    return reply(on(profile).openUnready(0, Open.Entry.DEVICE, 0));
  }

  @Test
  void withholdsAnOpenIntoAUsedSlot() {
    assertThat(reply(script().open(0).open(0)))
        .isEqualTo(new Reply.Withheld(Withholding.SLOT_IN_USE));
  }

  @Test
  void reportsAllFeaturesAndEnablesTheRequestedOnes() {
    Observation seen = unready().api(0, 1).last();

    assertThat(seen.out()).isEqualTo(fields(Api.VERSION, 0x1ffff, 1L << 63 | 3));
    assertThat(seen.descriptors().get(0).features()).isEqualTo(DescriptorView.READY | 1);
  }

  @Test
  void clearsTheArgumentOfARefusedHandshake() {
    Observation wrongVersion = unready().api(0, 0xab, 0, Argument.VALID).last();
    Observation second = script().open(0).api(0, 0).last();

    assertThat(List.of(wrongVersion.reply(), second.reply()))
        .containsOnly(Reply.refused(Errno.EINVAL));
    assertThat(wrongVersion.out()).isEqualTo(fields(0, 0, 0));
    assertThat(second.out()).isEqualTo(fields(0, 0, 0));
  }

  @Test
  void staysUnreadyIfTheArgumentCannotBeWritten() {
    Observation seen = unready().api(0, Api.VERSION, 0, Argument.READ_ONLY).last();

    assertThat(seen.reply()).isEqualTo(Reply.refused(Errno.EFAULT));
    assertThat(seen.out()).isEqualTo(fields(Api.VERSION, 0, OutField.UNTOUCHED));
    assertThat(seen.descriptors().get(0).features()).isZero();
  }

  @Test
  void refusesIoctlsBeforeTheHandshake() {
    Observation seen = unready().map(0, 1).register(0, 0, 0, 1).last();

    assertThat(seen.reply()).isEqualTo(Reply.refused(Errno.EINVAL));
    assertThat(seen.out()).containsExactly(OutField.untouched("ioctls"));
  }

  @Test
  void showsTheArgumentOfAnIoctlOnAClosedSlot() {
    Observation seen = script().copy(0, 0, 0, 1).last();

    assertThat(seen.reply()).isEqualTo(Reply.refused(Errno.EBADF));
    assertThat(seen.out()).containsExactly(OutField.untouched("copy"));
  }

  @Test
  void wantsARightForForkEvents() {
    Profile unable = Profile.linux618().unprivileged();
    Script script = on(unable).openUnready(0, Open.Entry.SYSCALL, Open.UFFD_USER_MODE_ONLY);
    assertThat(reply(script.api(0, Api.FEATURE_EVENT_FORK | 1L << 40)))
        .isEqualTo(Reply.refused(Errno.EPERM));

    assertThat(reply(unready().api(0, Api.FEATURE_EVENT_FORK))).isEqualTo(Reply.ZERO);
  }

  @Test
  void knewFewerFlagsAndNoFeaturesAtFirst() {
    Profile first = Profile.linux43();
    assertThat(reply(on(first).open(0, Open.UFFD_USER_MODE_ONLY)))
        .isEqualTo(Reply.refused(Errno.EINVAL));

    Observation opened = on(first).open(0).last();
    assertThat(opened.out()).contains(new OutField("flags", NONBLOCK | Open.O_RDWR));
    assertThat(opened.descriptors().get(0).features()).isZero();
    assertThat(opened.descriptors().get(0).poll()).isZero();
    Script thread = on(first).openUnready(0, Open.Entry.SYSCALL, NONBLOCK);
    assertThat(reply(thread.api(0, Api.FEATURE_THREAD_ID))).isEqualTo(Reply.refused(Errno.EINVAL));
  }

  @Test
  void refusedASecondHandshakeBeforeItLookedAtTheArgument() {
    Script script = on(Profile.linux43()).open(0);
    Observation second = script.api(0, 1).last();
    Observation unreadable = script.api(0, Api.VERSION, 1, Argument.UNREADABLE).last();

    assertThat(List.of(second.reply(), unreadable.reply()))
        .containsOnly(Reply.refused(Errno.EINVAL));
    assertThat(second.out()).isEqualTo(fields(Api.VERSION, 1, OutField.UNTOUCHED));
    assertThat(unreadable.out()).isEmpty();
  }

  @Test
  void changesWhetherReadsBlock() {
    Script script = script().open(0).setNonblocking(0, false);
    assertThat(script.last().descriptors().get(0).poll()).isEqualTo(DescriptorView.POLLERR);
    assertThat(reply(script.read(0, 32)))
        .isEqualTo(new Reply.Withheld(Withholding.READ_WOULD_BLOCK));

    script.setNonblocking(0, true);
    assertThat(script.last().descriptors().get(0).poll()).isZero();
    assertThat(reply(script.setNonblocking(1, true))).isEqualTo(Reply.refused(Errno.EBADF));
  }

  @Test
  void refusesWhatADescriptorIsNotFor() {
    assertThat(misuse(Misuse.Call.UNKNOWN_IOCTL)).isEqualTo(Reply.refused(Errno.EINVAL));
    assertThat(misuse(Misuse.Call.WRONG_SIZE)).isEqualTo(Reply.refused(Errno.EINVAL));
    assertThat(misuse(Misuse.Call.WRITE)).isEqualTo(Reply.refused(Errno.EBADF));
    assertThat(misuse(Misuse.Call.MMAP)).isEqualTo(Reply.refused(new Errno(19)));
    assertThat(misuse(Misuse.Call.SEEK)).isEqualTo(Reply.ZERO);

    assertThat(reply(script().misuse(0, Misuse.Call.SEEK))).isEqualTo(Reply.refused(Errno.EBADF));
    assertThat(reply(on(OLD).open(0).misuse(0, Misuse.Call.WRITE)))
        .isEqualTo(Reply.refused(Errno.EINVAL));
  }

  private static Reply misuse(Misuse.Call call) {
    return reply(script().open(0).misuse(0, call));
  }

  @Test
  void knowsNoOtherIoctlOfTheDevice() {
    assertThat(deviceIoctl(Profile.linux618())).isEqualTo(Reply.refused(Errno.EINVAL));
    assertThat(deviceIoctl(UNPRIVILEGED)).isEqualTo(Reply.refused(Errno.EACCES));
    assertThat(deviceIoctl(OLD)).isEqualTo(Reply.refused(Errno.ENOENT));
  }

  private static Reply deviceIoctl(Profile profile) {
    return reply(on(profile).misuse(0, Misuse.Call.DEVICE_IOCTL));
  }

  private static Script unready() {
    return script().openUnready(0, Open.Entry.SYSCALL, NONBLOCK);
  }

  private static List<OutField> fields(long api, long features, long ioctls) {
    return List.of(
        new OutField("api", api),
        new OutField("features", features),
        new OutField("ioctls", ioctls));
  }

  private static Reply reply(Script script) {
    return script.last().reply();
  }
}
