package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stored traces: what becomes of good ones and of all kinds of bad ones. */
class ReplayTest {
  @TempDir private static Path shared;
  private static Path good;

  @TempDir private Path directory;

  @BeforeAll
  static void makeATrace() {
    good = record("reports", "--fault=s-wake-one-of-two");
  }

  /** The trace of the divergence that a run on the simulator finds. */
  private static Path record(String name, String... options) {
    Path reports = shared.resolve(name);
    List<Object> arguments = new ArrayList<>(List.of("run", "--sut=simulator", "--tries=3000"));
    arguments.addAll(List.of("--seed=1", "--report-dir", reports));
    arguments.addAll(List.of(options));
    Cli.here(arguments.toArray()).assertCode(1);
    String folder = Cli.summary(reports).divergences().get(0).folder();
    return reports.resolve(folder).resolve("trace.jsonl");
  }

  private void assertRefused(byte[] bytes, String why) throws IOException {
    Path file = Files.write(directory.resolve("bad.jsonl"), bytes);
    Cli.here("replay", file).assertFailed(64, file.toString(), why);
  }

  private static byte[] forged(String from, String to) throws IOException {
    return TraceForgery.of(good, from, to);
  }

  @Test
  void divergesAgain() {
    Cli.Result result = Cli.in(directory).run("replay", "--times", "3", good.toString());
    result.assertCode(1);
    assertThat(result.err()).isEmpty();
    assertThat(result.out().lines().limit(4).map(line -> line.substring(line.indexOf(": ") + 2)))
        .allMatch(line -> line.strip().startsWith("diverges at step "))
        .allMatch(line -> line.strip().equals(result.firstLine().substring(10)));
  }

  @Test
  void conformsOnTheKernelEveryTime() {
    Machine.assumeKernel();
    Cli.Result result = Cli.here("replay", "--sut=kernel", "--times=3", good);
    assertThat(result.assertCode(0).out()).contains("replay 1: conforms", "replay 3: conforms");
  }

  @Test
  void knownDivergencesAreNamedAndCountWhereTheyAreToBeFound() {
    Path trace = record("known", "--known=find");
    assertThat(Cli.here("replay", trace).assertCode(0).out())
        .containsPattern("replay 1: conforms but for the known divergence UFFD-\\S+ at step \\d")
        .contains("counts as a divergence with --known find");
    assertThat(Cli.here("replay", "--known=find", trace).assertCode(1).out())
        .containsPattern("replay 1: diverges at step \\d")
        .contains("What differs in step ");
  }

  @Test
  void whatAProcessWithoutCapabilitiesSawIsReplayedAsOne() {
    Path trace = record("simulated", "--unprivileged", "--fault=s-wake-missing-copy");
    assertThat(Cli.here("replay", trace).assertCode(1).out()).contains("no CAP_SYS_PTRACE");
    assertThat(Cli.here("replay", "--sut=simulator", trace).assertCode(1).out())
        .contains("Testing userfaultfd of the simulator", " (as recorded)", "no CAP_SYS_PTRACE");
  }

  @Test
  void theKernelReplaysItWithoutCapabilitiesToo() {
    Machine.assumeKernel();
    Machine.assumeRoot();
    Path trace = record("real", "--unprivileged", "--fault=s-wake-missing-copy");
    assertThat(Cli.here("replay", "--sut=kernel", trace).assertCode(0).out())
        .contains(
            "Testing userfaultfd of kernel ", "; without capabilities)", "replay 1: conforms");
  }

  @Test
  void truncatedAnywhere() throws IOException {
    byte[] bytes = Files.readAllBytes(good);
    for (int length = 0; length < bytes.length; length += 97) {
      assertRefused(Arrays.copyOf(bytes, length), "");
    }
    assertRefused(Arrays.copyOf(bytes, bytes.length - 1), "truncated");
  }

  @Test
  void oneEditedByte() throws IOException {
    byte[] bytes = Files.readAllBytes(good);
    for (int at = 0; at < bytes.length; at += 53) {
      byte[] edited = bytes.clone();
      edited[at] ^= 1;
      assertRefused(edited, "");
    }
  }

  @Test
  void foreign() throws IOException {
    assertRefused(
        forged("\"interface\":\"userfaultfd\"", "\"interface\":\"other\""),
        "of the interface 'other'");
    assertRefused(forged("\"v\":3", "\"v\":1"), "version 1; this build reads version 3");
    byte[] noise = new byte[5000];
    new Random(1).nextBytes(noise);
    assertRefused(noise, "");
    assertRefused(new byte[0], "not a Pageproof trace");
    assertRefused("{}\n".getBytes(StandardCharsets.UTF_8), "not a Pageproof trace");
  }

  @Test
  void unknownFault() throws IOException {
    assertRefused(forged("s-wake-one-of-two", "s-of-the-future"), "no such fault: s-of-the-future");
  }

  @Test
  void noFileAtAll() {
    Cli.here("replay", directory).assertFailed(64, directory.toString(), "Is a directory");
    Path missing = directory.resolve("missing");
    Cli.in(directory).run("replay", "missing").assertFailed(64, "missing: no such file");
    Cli.here("replay", missing).assertFailed(64, missing + ": no such file");
  }

  @Test
  void tooLarge() throws IOException {
    Path file = directory.resolve("huge");
    try (var channel = new RandomAccessFile(file.toFile(), "rw")) {
      channel.setLength(1L << 40);
    }
    Cli.here("replay", file).assertFailed(64, file + ": too large for a trace");
    Cli.here("replay", "/dev/zero").assertFailed(64, "/dev/zero: too large for a trace");
  }
}
