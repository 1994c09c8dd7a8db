package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What changed between two kernels is told, with a sequence for each change, and nothing else. */
class CompareTest {
  @TempDir private Path directory;

  private Path run(String name, String... options) {
    Path reports = directory.resolve(name);
    List<Object> words = new ArrayList<>(List.of("run", "--sut=simulator", "--keep-going"));
    words.addAll(List.of("--report-dir", reports, "--tries=2500"));
    words.addAll(List.of(options));
    assertThat(Cli.here(words.toArray()).code()).isLessThanOrEqualTo(1);
    return reports;
  }

  private static List<String> changes(Cli.Result result) {
    return result.out().lines().filter(line -> line.matches("(new|gone|changed) .*")).toList();
  }

  @Test
  void aPlantedFaultIsTheOnlyChange() {
    Path healthy = run("healthy", "--seed=1");
    Path faulty = run("faulty", "--seed=2", "--fault=s-wake-one-of-two");
    Cli.Result result = Cli.here("compare", healthy, faulty).assertCode(1);
    assertThat(changes(result))
        .containsExactly("new      copy UFFD-COPY-OK waiters: woken -> partly woken");
    assertThat(result.out())
        .contains("  > 5  UFFDIO_COPY fd0 r0p0+1", "    see " + faulty, "\n1 changed; ");
    assertThat(changes(Cli.here("compare", faulty, healthy).assertCode(1)))
        .containsExactly("gone     copy UFFD-COPY-OK waiters: woken -> partly woken");
  }

  @Test
  void otherSequencesOnTheSameKernelAreNoChange() {
    Path one = run("one", "--seed=1");
    Path other = run("other", "--seed=2");
    Cli.Result result = Cli.here("compare", one, other.resolve("run.jsonl")).assertCode(0);
    assertThat(changes(result)).isEmpty();
    assertThat(result.out()).contains("\n0 changed; ");
  }

  @Test
  void anotherKernelHasTheChangesOfItsRules() {
    Path before = run("before", "--seed=7", "--interface=hmm", "--release=6.12");
    Path after = run("after", "--seed=7", "--interface=hmm", "--release=7.2");
    Cli.Result result = Cli.here("compare", before, after).assertCode(1);
    assertThat(changes(result))
        .allMatch(line -> line.startsWith("changed  "))
        .contains("changed  flags: coherent; private");
    assertThat(result.out())
        .containsPattern(
            """
            changed  flags: coherent; private
                0  open /dev/hmm_dmirror[0-3] as m0
              > 1  m0 FLAGS 0x1 [(]FAIL_ALLOC[)]
                was HMM-FLAGS-UNKNOWN: A driver that does not have the ioctl answers EINVAL.
                is  HMM-FLAGS-OK: \
            """);
  }

  @Test
  void refusesWhatCannotBeCompared() {
    Path one = run("a", "--seed=1");
    Path other = run("b", "--seed=1", "--interface=hmm");
    Cli.here("compare", one, other)
        .assertFailed(64, "cannot compare", "different interfaces: userfaultfd, hmm");
    Cli.here("compare", one, directory.resolve("none")).assertFailed(64, "no such file");
  }
}
