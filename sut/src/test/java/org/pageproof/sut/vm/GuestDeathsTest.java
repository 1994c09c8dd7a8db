package org.pageproof.sut.vm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pageproof.sut.driver.Death;
import org.pageproof.sut.driver.Death.Cause;

class GuestDeathsTest {
  private static String firstLine(Death death) {
    return death.how().lines().findFirst().orElse("");
  }

  @Test
  void panicHasItsClassAndItsTrace() {
    Death death = GuestDeaths.of(Logs.read("null-6.12.log"), 0, true, "");
    assertThat(death.cause()).isEqualTo(Cause.SEQUENCE);
    assertThat(death.how())
        .startsWith(
            """
            kernel panic: BUG: kernel NULL pointer dereference in pp_deref
            BUG: kernel NULL pointer dereference, address: 0000000000000008
            """)
        .contains("Call Trace:");
  }

  @Test
  void endOfTheFirstProcessIsTheWorkers() {
    String console = Logs.read("exit-6.12.log");
    assertThat(GuestDeaths.of(console, 0, true, "")).isEqualTo(new Death("exit 3", Cause.SEQUENCE));
    assertThat(GuestDeaths.of(console.replace("0x00000300", "0x0000000b"), 0, true, ""))
        .isEqualTo(new Death("SIGSEGV", Cause.SEQUENCE));
  }

  /** The first process is immune to the signal that the Java machine ends itself with. */
  @Test
  void crashReportOfTheWorkerComesFirst() {
    String report =
        """
        #
        # A fatal error has been detected by the Java Runtime Environment:
        #
        #  SIGBUS (0x7) at pc=0x00007f2a5c18f5d1, pid=1, tid=5
        """;
    Death death =
        GuestDeaths.of(
            report + Logs.read("exit-6.12.log").replace("0x00000300", "0x0000000b"), 0, true, "");
    assertThat(firstLine(death)).isEqualTo("SIGBUS");
    assertThat(death.how()).contains("A fatal error has been detected");
  }

  @Test
  void resetWithoutAWordIsTheGuestsFault() {
    Death death = GuestDeaths.of("[    1.0] hello\n", 0, true, "");
    assertThat(death).isEqualTo(new Death("the guest reset without a word\nhello", Cause.SEQUENCE));
  }

  @Test
  void killedQemuIsNot() {
    assertThat(GuestDeaths.of("[    1.0] hello\n", 137, false, ""))
        .isEqualTo(new Death("QEMU: SIGKILL", Cause.OUTSIDE));
    assertThat(GuestDeaths.of("", 1, false, "noise\nqemu-system-x86_64: no room\n"))
        .isEqualTo(new Death("QEMU: exit 1: qemu-system-x86_64: no room", Cause.OUTSIDE));
  }

  @Test
  void hangShowsWhereTheProcessorIs() {
    assertThat(GuestHang.describe(Logs.read("spinning-6.12.log")))
        .contains("Kernel panic - not syncing: NMI: Not continuing", "crash_init+0x9d/0x1000");
  }

  @Test
  void hangShowsWhoSleepsForEver() {
    String evidence = GuestHang.describe(Logs.read("sleeping-6.12.log"));
    assertThat(evidence)
        .startsWith("task:insmod          state:D ")
        .contains(" ? crash_init+0xf3/0x1000 [crash]")
        .doesNotContain("task:kthreadd");
    assertThat(evidence.length()).isLessThanOrEqualTo(KernelLog.EXCERPT_MAX);
  }
}
