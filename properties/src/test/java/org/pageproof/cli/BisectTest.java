package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Histories of simulators, of which some have a fault: what bisection makes of them. */
@Timeout(300)
class BisectTest {
  private static final String BUILD = "grep -v unbuildable kernel >image";

  private static final String FAULT = "\"s-wake-one-of-two\"";

  @TempDir private static Path shared;
  private static Path bad;

  @TempDir private Path directory;

  /** The same sequence on three simulators: what a wrapper replays instead of booting an image. */
  @BeforeAll
  static void makeTraces() throws IOException {
    Path reports = shared.resolve("reports");
    Cli.here(
            "run",
            "--sut=simulator",
            "--fault=s-wake-one-of-two",
            "--tries=3000",
            "--seed=1",
            "--report-dir",
            reports)
        .assertCode(1);
    Path folder = reports.resolve(Cli.summary(reports).divergences().get(0).folder());
    bad = Files.copy(folder.resolve("trace.jsonl"), shared.resolve("bad"));
    Files.write(shared.resolve("good"), TraceForgery.of(bad, FAULT, ""));
    Files.write(shared.resolve("otherwise-bad"), TraceForgery.of(bad, FAULT, "\"fd-opened-rdwr\""));
  }

  private Path script(Object... options) throws IOException {
    Object[] arguments = new Object[options.length + 2];
    arguments[0] = "bisect";
    arguments[1] = bad;
    System.arraycopy(options, 0, arguments, 2, options.length);
    Cli.Result result = Cli.here(arguments).assertCode(0);
    assertThat(result.err()).isEmpty();
    return Files.writeString(directory.resolve("bisect.sh"), result.out());
  }

  /** A Pageproof that replays on a simulator when it is told to boot an image. */
  private String replacement() throws IOException {
    String arguments =
        "replay '%s'/\"$(cat \"$8\")\" --sut simulator --times \"$6\" --exit-style bisect";
    Path wrapper = StandIn.write(directory.resolve("pageproof"), arguments.formatted(shared));
    return "PAGEPROOF=" + wrapper;
  }

  private Cli.Result bisect(String... kernels) throws IOException {
    ToyHistory history = ToyHistory.of(directory.resolve("tree"), List.of(kernels));
    return history.bisect(
        script("--build", BUILD, "--kernel", "image", "--times", "2"), replacement());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void findsTheFirstBadCommit(int first) throws IOException {
    String[] kernels = new String[6];
    for (int i = 0; i < kernels.length; i++) {
      kernels[i] = i < first ? "good" : "bad";
    }
    assertThat(bisect(kernels).assertCode(0).out())
        .contains("is the first bad commit")
        .containsPattern("(?m)^    commit " + first + "$");
    assertThat(StandIn.calls(directory.resolve("pageproof")))
        .content()
        .contains("replay " + bad + " --sut vm --times 2 --kernel image --exit-style bisect\n");
  }

  /** One cannot be built, one has another divergence that hides this one: neither is bad. */
  @Test
  void skipsWhatCannotBeTold() throws IOException {
    Cli.Result result =
        bisect("good", "good", "unbuildable", "otherwise-bad", "good", "bad", "bad");
    assertThat(result.assertCode(0).out()).containsPattern("(?m)^    commit 5$");
  }

  @Test
  void saysWhichAreLeftIfThoseBesideTheChangeCannotBeTold() throws IOException {
    Cli.Result result = bisect("good", "unbuildable", "otherwise-bad", "bad");
    assertThat(result.out() + result.err())
        .contains("The first bad commit could be any of", "skip");
    assertThat(result.code()).isNotZero();
  }

  @Test
  void aBrokenHarnessEndsTheBisection() throws IOException {
    Cli.Result result = bisect("good", "no-such-trace", "no-such-trace", "bad");
    assertThat(result.code()).isNotZero();
    assertThat(result.out() + result.err())
        .contains("no such file", "255")
        .doesNotContain("is the first bad commit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"good 0", "bad 1", "otherwise-bad 125", "none 255"})
  void aReplayHasAnExitCodeForBisection(String traceAndCode) {
    String[] words = traceAndCode.split(" ", -1);
    Cli.Result result =
        Cli.in(directory)
            .run("replay", shared.resolve(words[0]).toString(), "--exit-style", "bisect");
    result.assertCode(Integer.parseInt(words[1]));
    assertThat(result.err().lines().count()).isEqualTo(result.code() > 1 ? 1 : 0);
  }

  /** What is known to be wrong with a kernel was brought by a commit, too. */
  @Test
  void aKnownDivergenceCanBeLookedForIfItIsAskedFor() {
    Path reports = directory.resolve("known");
    Cli.here("run", "--sut=simulator", "--known=find", "--seed=1", "--report-dir", reports)
        .assertCode(1);
    Path folder = reports.resolve(Cli.summary(reports).divergences().get(0).folder());
    Path trace = folder.resolve("trace.jsonl");

    Cli.here("bisect", trace).assertFailed(64, trace.toString(), "--known find");
    assertThat(Cli.here("bisect", "--known=find", trace).assertCode(0).out())
        .contains(" --known find --exit-style bisect\n");
    Cli.here("replay", "--exit-style=bisect", "--known=find", trace).assertCode(1);
  }

  @Test
  void wrongUsageIsNoBadKernel() {
    Cli.in(directory)
        .run("replay", bad.toString(), "--exit-style=bisect", "--frob")
        .assertCode(255);
    Cli.in(directory).run("replay", bad.toString(), "--frob").assertCode(64);
  }

  @Test
  void whatCannotBeHadIsNoBadKernel() {
    Cli.in(directory)
        .through("env", "PAGEPROOF_CACHE=" + directory.resolve("cache"), "PATH=/nowhere")
        .run("replay", "--sut=vm", bad.toString(), "--exit-style=bisect")
        .assertFailed(125, "skipped: ");
  }

  @Test
  void theScriptIsForAnyShell() throws IOException {
    Path script =
        script(
            "--source", directory.resolve("it's here"), "--modules", "a b", "--build", "make -j2");
    assertThat(Machine.exec("sh", "-n", script.toString())).isZero();
    assertThat(script)
        .content()
        .contains("cd '" + directory + "/it'\\''s here' || exit 255")
        .contains("--kernel 'arch/x86/boot/bzImage' --modules 'a b'")
        .contains("(\n  make -j2\n) </dev/null || exit 125")
        .contains("# Looks for: ");
    assumeTrue(Machine.has("shellcheck"), "shellcheck is not installed");
    assertThat(Machine.exec("shellcheck", script.toString())).isZero();
  }

  @Test
  void whatCannotBeBisectedIsRefused() {
    Path conforms = shared.resolve("conforms");
    Cli.here("bisect", conforms).assertFailed(64, conforms + ": no such file");
    Cli.here("bisect", bad, "--times=0").assertFailed(64, "--times must be 1 or more");
  }
}
