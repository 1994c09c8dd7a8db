package org.pageproof.sut.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.sut.kernel.Sequences.FLAGS;
import static org.pageproof.sut.kernel.Sequences.missing;
import static org.pageproof.sut.kernel.Sequences.touch;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.Misuse;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.Poll;
import org.pageproof.vocabulary.userfaultfd.Read;
import org.pageproof.vocabulary.userfaultfd.SetNonblocking;

/** F_SETFL and calls that a descriptor does not support, on the real kernel. */
class DescriptorCommandsTest extends KernelRun {
  private static final Errno ENODEV = new Errno(19);

  @Test
  void readIsWithheldWhileItMayBlock() {
    List<Observation> seen =
        run(
            missing(
                new SetNonblocking(3, 0, false),
                new Read(4, 0, 32, false),
                touch(5, 0, 0, Access.READ),
                new Read(6, 0, 32, false),
                new Read(7, 0, 32, false),
                new SetNonblocking(8, 0, true),
                new Read(9, 0, 32, false),
                new SetNonblocking(10, 1, true)));

    assertThat(seen.get(3).reply()).isEqualTo(Reply.ZERO);
    assertThat(seen.get(3).descriptors().get(0).poll()).isEqualTo(DescriptorView.POLLERR);
    assertWithheld(seen.get(4), Withholding.READ_WOULD_BLOCK);
    assertThat(seen.get(6).reply()).isEqualTo(Reply.returned(32));
    assertWithheld(seen.get(7), Withholding.READ_WOULD_BLOCK);
    assertThat(seen.get(8).reply()).isEqualTo(Reply.ZERO);
    assertThat(seen.get(8).descriptors().get(0).poll()).isZero();
    assertThat(seen.get(9).reply()).isEqualTo(Reply.refused(Errno.EAGAIN));
    assertThat(seen.get(10).reply()).isEqualTo(Reply.refused(Errno.EBADF));
  }

  @ParameterizedTest
  @EnumSource(Misuse.Call.class)
  void misuseIsAnsweredAndHasNoEffect(Misuse.Call call) {
    List<Observation> seen =
        run(
            Sequences.of(
                new Open(0, 0, Open.Entry.SYSCALL, FLAGS, true),
                new Misuse(1, 0, call),
                new Misuse(2, 1, call),
                new Poll(3, 0)));
    Reply expected =
        switch (call) {
          case UNKNOWN_IOCTL, WRONG_SIZE, DEVICE_IOCTL -> Reply.refused(Errno.EINVAL);
          case WRITE -> Reply.refused(Errno.EBADF);
          case MMAP -> Reply.refused(ENODEV);
          case SEEK -> Reply.ZERO;
        };
    assertThat(seen.get(1).reply()).isEqualTo(expected);
    assertThat(seen.get(1).out()).isEmpty();
    assertThat(seen.get(1).layout()).isEqualTo(Layout.EMPTY);
    assertThat(seen.get(1).descriptors()).isEqualTo(seen.get(0).descriptors());
    assertThat(seen.get(2).reply())
        .isEqualTo(call == Misuse.Call.DEVICE_IOCTL ? expected : Reply.refused(Errno.EBADF));
  }
}
