package org.pageproof.sut.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.jna.NativeMemory;
import org.pageproof.vocabulary.AddressPlan;

/** Forks this process, without most of its memory. */
class ForkMemoryTest {
  private static final String LEFT_OUT = " dc "; // in VmFlags (proc(5)): do not copy on fork

  private static long kilobytesLeftOut() throws IOException {
    long leftOut = 0;
    long resident = 0;
    for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
      if (line.startsWith("Rss:")) {
        resident = Long.parseLong(line.replaceAll("\\D", ""));
      } else if (line.startsWith("VmFlags:") && line.contains(LEFT_OUT)) {
        leftOut += resident;
      }
    }
    return leftOut;
  }

  private static int exitStatus(ForkMemory memory) {
    int pid = Libc.clone(memory.function(), memory.stackEnd(), Libc.SIGCHLD, 0);
    assertThat(pid).isPositive();
    try (NativeMemory status = NativeMemory.allocate(AddressPlan.PAGE_SIZE)) {
      ChildMemory.awaitEnd(pid, status.address());
      return status.bytes().getInt(0);
    }
  }

  @Test
  void childNeedsNoneOfTheJavaHeap() throws IOException {
    ForkMemory memory = new ForkMemory();
    assertThat(exitStatus(memory)).isZero();
    assertThat(kilobytesLeftOut()).isZero();

    memory.leaveOut();
    assertThat(kilobytesLeftOut()).isGreaterThan(20_000);
    for (int i = 0; i < 100; i++) {
      assertThat(exitStatus(memory)).isZero();
    }
    System.gc();
    memory.takeBack();
    assertThat(kilobytesLeftOut()).isZero();
  }
}
