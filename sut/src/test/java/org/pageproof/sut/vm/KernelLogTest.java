package org.pageproof.sut.vm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelLogTest {
  @ParameterizedTest
  @CsvSource({
    "null-6.12.log, BUG: kernel NULL pointer dereference in pp_deref",
    "gpf-6.12.log, general protection fault in pp_deref",
    "bug-6.12.log, kernel BUG at drivers/crash/crash.c in pp_bug",
    "warning-6.12.log, WARNING at drivers/crash/crash.c in crash_init",
    "warning-7.2.log, WARNING at crash.c in crash_init"
  })
  void classNamesTheFunctionAndNothingThatChanges(String log, String complaint) {
    assertThat(new KernelLog(Logs.read(log)).complaint()).contains(complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BUG: unable to handle page fault for address: ffffea0000123008"
            + "|BUG: unable to handle page fault",
        "general protection fault, probably for non-canonical address 0xdead000000000100: 0000 [#1]"
            + " PREEMPT SMP NOPTI|general protection fault",
        "BUG: KASAN: slab-use-after-free in dmirror_fops_release+0x12/0x34 [test_hmm]"
            + "|BUG: KASAN: slab-use-after-free in dmirror_fops_release [test_hmm]",
        "BUG: Bad page state in process java  pfn:1f2a3|BUG: Bad page state in process java",
        "INFO: task commander:57 blocked for more than 120 seconds."
            + "|INFO: task commander blocked for more than 120 seconds.",
        "Kernel panic - not syncing: System is deadlocked on memory|System is deadlocked on memory"
      })
  void classOfLinesThatWereNotSeenHere(String line, String complaint) {
    assertThat(new KernelLog("[    1.000000] " + line).complaint()).contains(complaint);
  }

  @Test
  void excerptIsTheComplaintWithItsTraceAndWithoutTimes() {
    String excerpt = new KernelLog(Logs.read("null-6.12.log")).excerpt();
    assertThat(excerpt)
        .startsWith("BUG: kernel NULL pointer dereference, address: 0000000000000008\n#PF: ")
        .contains("RIP: 0010:pp_deref+0x0/0x10 [crash]", " ? do_one_initcall+0x6e/0x1a0")
        .endsWith("CR2: 0000000000000008")
        .doesNotContain("[    1.", "taints kernel");
  }

  @Test
  void modulesAreNotTheEndOfAWarning() {
    assertThat(new KernelLog(Logs.read("warning-6.12.log")).excerpt())
        .contains("Modules linked in: crash", "entry_SYSCALL_64_after_hwframe")
        .endsWith(" </TASK>");
  }

  @Test
  void excerptIsCutAtAWholeLine() {
    String many = "BUG: something\n" + "a line of a trace\n".repeat(1000);
    String excerpt = new KernelLog(many).excerpt();
    assertThat(excerpt.length()).isBetween(KernelLog.EXCERPT_MAX - 40, KernelLog.EXCERPT_MAX);
    assertThat(excerpt).endsWith("\na line of a trace");
  }

  @Test
  void harmlessMessagesAreNoComplaint() {
    KernelLog log =
        new KernelLog(
            """
            [    0.048000] ..MP-BIOS bug: 8254 timer not connected to IO-APIC
            [    1.666256] crash: loading out-of-tree module taints kernel.
            """);
    assertThat(log.complaint()).isEmpty();
    assertThat(log.excerpt()).isEmpty();
    assertThat(log.panic()).isEmpty();
  }

  /** Some configurations print the thread beside the time. */
  @Test
  void threadsAreStampsToo() {
    assertThat(new KernelLog("[    1.666256][  T123] BUG: x").lines()).containsExactly("BUG: x");
  }
}
