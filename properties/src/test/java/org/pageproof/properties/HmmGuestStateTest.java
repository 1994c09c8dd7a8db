package org.pageproof.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pageproof.reference.Oracle;
import org.pageproof.reference.hmm.HmmModel;
import org.pageproof.sut.driver.WorkerSut;
import org.pageproof.sut.vm.VmOptions;
import org.pageproof.sut.vm.VmSut;
import org.pageproof.trace.HmmCommandCodec;
import org.pageproof.verdict.Verdict;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Trace;
import org.pageproof.vocabulary.hmm.Close;
import org.pageproof.vocabulary.hmm.DeviceWrite;
import org.pageproof.vocabulary.hmm.Fork;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.MigrateToDevice;
import org.pageproof.vocabulary.hmm.Open;
import org.pageproof.vocabulary.hmm.Protect;
import org.pageproof.vocabulary.hmm.Request;

/** What a sequence leaves in a guest must not show in the next one. */
@Timeout(300)
class HmmGuestStateTest {
  private static final int COHERENT_DEVICE = 2;
  private static final long TAINT_WARN = 512;
  private static final AddressPlan PLAN = new AddressPlan(2);

  /** A mirror that is kept open for later sequences must not live on in a later child. */
  @Test
  void mirrorsOfEarlierSequences() {
    List<HmmCommand> leavesOneOpen = List.of(new Open(0, 0, COHERENT_DEVICE));
    List<HmmCommand> closesAfterFork =
        List.of(
            map(0),
            new Fork(1),
            new Open(2, 0, COHERENT_DEVICE),
            new MigrateToDevice(3, Request.of(0, 0, 0, 1)),
            new Close(4, 0));

    List<Trace<HmmCommand>> traces = execute(List.of(leavesOneOpen, closesAfterFork));

    assertThat(traces).allSatisfy(HmmGuestStateTest::assertConforms);
  }

  /** A kernel is tainted once; the next sequence needs one that is not. */
  @Test
  void taint() {
    List<HmmCommand> warns =
        List.of(
            map(0),
            new Open(1, 0, 0),
            new MigrateToDevice(2, Request.of(0, 0, 0, 1)),
            new Protect(3, PageRange.of(0, 0, 1), Protect.Protection.READ),
            new DeviceWrite(4, Request.of(0, 0, 0, 1)),
            new Protect(5, PageRange.of(0, 0, 1), Protect.Protection.READ_WRITE));

    List<Trace<HmmCommand>> traces = execute(List.of(warns, warns));

    assertThat(traces)
        .hasSize(2)
        .allSatisfy(HmmGuestStateTest::assertConforms)
        .allSatisfy(
            trace -> {
              Observation write = trace.observations().get(4);
              assertThat(write.reply()).isEqualTo(Reply.refused(Errno.EFAULT));
              assertThat(write.taint()).isEqualTo(TAINT_WARN);
              assertThat(trace.kernelLog().get(0))
                  .startsWith("WARNING: ")
                  .contains("dmirror_fault");
            });
  }

  private static HmmCommand map(int id) {
    return new org.pageproof.vocabulary.hmm.Map(
        id, 0, 1, org.pageproof.vocabulary.hmm.Map.Backing.ANONYMOUS);
  }

  private static List<Trace<HmmCommand>> execute(List<List<HmmCommand>> sequences) {
    BuiltKernel.assume();
    List<Trace<HmmCommand>> traces = new ArrayList<>();
    try (WorkerSut<HmmCommand> sut =
        VmSut.start(VmOptions.standard("test"), new HmmCommandCodec(), note -> {})) {
      sut.execute(
          sequences.stream().map(commands -> new CommandSequence<>(PLAN, commands)).toList(),
          traces::add);
    }
    return traces;
  }

  private static void assertConforms(Trace<HmmCommand> trace) {
    assertThat(
            new Oracle<>(new HmmModel(trace.environment().profile()))
                .judge(trace, (state, command, rule) -> {}))
        .isInstanceOf(Verdict.Conforms.class);
  }
}
