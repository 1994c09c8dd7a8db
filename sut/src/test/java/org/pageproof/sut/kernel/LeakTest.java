package org.pageproof.sut.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pageproof.sut.driver.WorkerSut;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** A worker is the same after thousands of sequences. */
@Timeout(180)
class LeakTest {
  @BeforeEach
  void needsTheKernel() {
    Machine.assumePrivileged();
  }

  private static long entries(long pid, String directory) throws IOException {
    try (Stream<Path> list = Files.list(Path.of("/proc/" + pid + "/" + directory))) {
      return list.count();
    }
  }

  private static long userfaultfds(long pid) throws IOException {
    long count = 0;
    try (Stream<Path> list = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      for (Path link : list.toList()) {
        count += Files.readSymbolicLink(link).toString().contains("userfaultfd") ? 1 : 0;
      }
    }
    return count;
  }

  private static long arenaAreas(long pid) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/maps"))) {
      return lines.filter(line -> line.startsWith("1000")).count();
    }
  }

  private static long areas(long pid) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/maps"))) {
      return lines.count();
    }
  }

  @Test
  void nothingIsLeftAfterTwoThousandSequences() throws IOException {
    try (WorkerSut<UffdCommand> sut = KernelSut.start(KernelOptions.standard("test"))) {
      sut.execute(new RandomSequences(1).draw(300, 30), trace -> {});
      long pid = sut.workerPid();
      long descriptors = entries(pid, "fd");
      long threads = entries(pid, "task");
      long areas = areas(pid);
      long[] blocked = {0};
      long[] forked = {0};
      long[] signalled = {0};

      sut.execute(
          new RandomSequences(2).draw(2000, 30),
          trace -> {
            assertThat(trace.observations()).hasSize(30);
            for (Observation seen : trace.observations()) {
              assertThat(seen.reply()).isNotInstanceOf(Reply.Died.class);
              assertThat(seen.reply()).isNotInstanceOf(Reply.Hung.class);
              blocked[0] += seen.reply().equals(Reply.BLOCKED) ? 1 : 0;
              signalled[0] += seen.reply().equals(Reply.SIGBUS) ? 1 : 0;
              forked[0] += seen.child().isPresent() ? 1 : 0;
            }
          });

      assertThat(blocked[0]).isGreaterThan(1000);
      assertThat(signalled[0]).isGreaterThan(50);
      assertThat(forked[0]).isGreaterThan(1000);
      assertThat(sut.workerPid()).isEqualTo(pid);
      assertThat(entries(pid, "fd")).isLessThanOrEqualTo(descriptors + 2);
      assertThat(entries(pid, "task")).isLessThanOrEqualTo(threads + 2); // compilers come and go
      assertThat(userfaultfds(pid)).isZero();
      assertThat(arenaAreas(pid)).isZero();
      assertThat(ProcessHandle.of(pid).orElseThrow().children()).isEmpty();
      assertThat(areas(pid)).isLessThan(areas + 30); // of the Java machine: heap, code, stacks
    }
  }
}
