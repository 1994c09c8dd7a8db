package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pageproof.reports.RunSummary;
import org.pageproof.reports.RunVerdict;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** Runs that conform: what they say, and that they are what was asked for. */
class RunTest {
  @TempDir private Path directory;

  private static Element xml(String text)
      throws ParserConfigurationException, IOException, SAXException {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
        .getDocumentElement();
  }

  private RunSummary simulated(String name, String... options) {
    Path reports = directory.resolve(name);
    Object[] all = new Object[options.length + 5];
    List.of("run", "--sut", "simulator", "--report-dir", reports).toArray(all);
    System.arraycopy(options, 0, all, 5, options.length);
    Cli.here(all).assertCode(0);
    return Cli.summary(reports);
  }

  @Test
  void saysWhatWasTestedAndWhatCameOut() {
    Cli.Result result =
        Cli.in(directory).run("run", "--sut", "simulator", "--tries", "200", "--seed", "1");
    result.assertCode(0);
    assertThat(result.err()).isEmpty();
    assertThat(result.firstLine())
        .isEqualTo("Testing userfaultfd of the simulator of Linux 6.18.0 (as asked)");
    assertThat(result.out())
        .contains("conforms  simulator 6.18.0, seed 1\n")
        .containsPattern("executed +200 sequences, \\d+ commands")
        .containsPattern("reached +\\d+ of \\d+ rules, \\d+ transitions")
        .containsPattern("report +pageproof-report");
    Path reports = directory.resolve("pageproof-report");
    assertThat(Cli.summary(reports).counts().sequences()).isEqualTo(200);
    long known = result.out().lines().filter(line -> line.startsWith("known ")).count();
    assertThat(reports.resolve("junit.xml"))
        .content()
        .contains("tests=\"" + (1 + known) + "\"", "skipped=\"" + known + "\"", "failures=\"0\"");
  }

  @Test
  void junitHasStdoutToItself() throws ParserConfigurationException, IOException, SAXException {
    Cli.Result result =
        Cli.in(directory)
            .run("run", "--sut", "simulator", "--tries", "100", "--seed", "1", "--format=junit");
    result.assertCode(0);
    assertThat(result.err()).startsWith("Testing userfaultfd of the simulator");
    assertThat(xml(result.out()).getTagName()).isEqualTo("testsuite");
    assertThat(directory.resolve("pageproof-report/junit.xml")).hasContent(result.out());
  }

  @Test
  void reportsGoToTheFilesThatAreNamed()
      throws ParserConfigurationException, IOException, SAXException {
    Path junit = directory.resolve("TEST-a.xml");
    Path console = directory.resolve("a.txt");
    Files.writeString(console, "of an earlier run");
    simulated("a", "--tries", "20", "--format", "junit:" + junit, "--format", "console:" + console);
    assertThat(xml(Files.readString(junit)).getTagName()).isEqualTo("testsuite");
    assertThat(console).content().contains("conforms  simulator").doesNotContain("earlier");
  }

  @Test
  void theSeedDecidesEverything() {
    RunSummary first = simulated("a", "--tries", "300", "--seed", "7");
    RunSummary second = simulated("b", "--tries", "300", "--seed", "7");
    RunSummary other = simulated("c", "--tries", "300", "--seed", "8");
    assertThat(second.counts().commands()).isEqualTo(first.counts().commands());
    assertThat(second.rules()).isEqualTo(first.rules());
    assertThat(second.transitions()).isEqualTo(first.transitions());
    assertThat(other.transitions()).isNotEqualTo(first.transitions());
  }

  /** These kernels have all of them; where one could show and need not, it did not this time. */
  @Test
  void noKnownDivergenceIsGone() {
    RunSummary summary = simulated("a", "--tries", "500", "--seed", "2");
    assertThat(summary.known()).doesNotContainKey("UFFD-TOUCH-UNTRAPPED");
    assertThat(summary.gone()).isEmpty();
  }

  @Test
  void shardWithoutRoundsTestsNothing() {
    Path reports = directory.resolve("none");
    Cli.Result result =
        Cli.here(
            "run",
            "--sut",
            "simulator",
            "--tries",
            100,
            "--seed",
            1,
            "--shard",
            "1/2",
            "--report-dir",
            reports);
    assertThat(result.assertCode(4).out()).contains("skipped", "this shard has no round");
    assertThat(Cli.summary(reports).verdict()).isEqualTo(RunVerdict.SKIPPED);
  }

  @Test
  void theKernelConformsAndReachesEveryRule() {
    Machine.assumeKernel();
    Cli.Result result =
        Cli.in(directory).run("run", "--sut=kernel", "--tries", "12000", "--seed", "1");
    assertThat(result.assertCode(0).firstLine())
        .matches("Testing userfaultfd of kernel \\S+ \\(as asked\\)");
    assertThat(result.out()).contains("conforms  kernel");
    Cli.Result rules = Cli.here("rules", "--coverage", directory.resolve("pageproof-report"));
    assertThat(rules.assertCode(0).out()).contains(" 0 unreached");
  }

  @Test
  void withoutJnaTheKernelIsSkippedAndAutoSaysSo() throws IOException {
    Path file = Files.createFile(directory.resolve("no-directory"));
    Cli cli = Cli.in(directory).withJavaOption("-Djna.tmpdir=" + file);
    cli.withJavaOption("-Djna.nosys=true");
    cli.run("run", "--sut", "kernel", "--tries", "1").assertFailed(4, "skipped: ", "JNA");
    Cli.Result auto = cli.run("run", "--tries", "1");
    assertThat(auto.assertCode(0).firstLine())
        .startsWith("Testing userfaultfd of the simulator of Linux")
        .contains("the kernel cannot be tested: JNA");
  }

  /** What newer headers declare is neither drawn nor reached. */
  @Test
  void drawsOnlyTheVocabularyOf2015() {
    RunSummary all = simulated("all", "--tries", "400", "--seed", "1");
    RunSummary old = simulated("old", "--tries", "400", "--seed", "1", "--vocabulary", "uffd-2015");
    assertThat(all.rules()).containsKeys("UFFD-WRITEPROTECT-OK", "UFFD-COPY-WP-MODE");
    assertThat(old.rules().keySet())
        .contains("UFFD-REGISTER-OK", "UFFD-COPY-OK", "UFFD-ZEROPAGE-OK", "UFFD-WAKE-OK")
        .noneMatch(rule -> rule.startsWith("UFFD-WRITEPROTECT"))
        .doesNotContain("UFFD-COPY-WP-MODE", "UFFD-TOUCH-SIGBUS");
  }

  @Test
  void steersAroundKnownDivergencesWhereAsked() {
    String[] options = {"--tries", "3000", "--seed", "2"};
    String defect = "UFFD-REGISTER-KEEPS-PROTECTION";
    assertThat(simulated("met", options).rules()).containsKey(defect);
    assertThat(simulated("avoided", "--tries", "3000", "--seed", "2", "--known", "avoid").rules())
        .doesNotContainKey(defect);
  }

  @Test
  void saysThatTheOldestKernelWasNeverRun() {
    Cli.Result result =
        Cli.in(directory).run("run", "--release", "4.3", "--tries", "300", "--seed", "1");
    assertThat(result.assertCode(0).firstLine())
        .isEqualTo(
            "Testing userfaultfd of the simulator of Linux 4.3.0"
                + " (as asked; unverified: no such kernel was ever run)");
    assertThat(Cli.summary(directory.resolve("pageproof-report")).rules())
        .containsKey("UFFD-WRITEPROTECT-UNKNOWN");
  }

  @Test
  void theOldestKernelAsksNobodyForACapability() {
    RunSummary summary =
        simulated("old", "--release=4.3", "--unprivileged", "--tries", "300", "--seed", "11");
    assertThat(summary.verdict()).isEqualTo(RunVerdict.CONFORMS);
    assertThat(summary.rules())
        .containsKey("UFFD-OPEN-OK")
        .doesNotContainKey("UFFD-OPEN-RESTRICTED");
  }

  @Test
  void theKernelConformsForAProcessWithoutCapabilities() {
    Machine.assumeKernel();
    Machine.assumeRoot();
    Cli.Result result =
        Cli.in(directory)
            .run("run", "--sut=kernel", "--unprivileged", "--tries", "1000", "--seed", "1");
    assertThat(result.assertCode(0).firstLine()).endsWith(" (as asked; without capabilities)");
    assertThat(Cli.summary(directory.resolve("pageproof-report")).rules())
        .containsKeys("UFFD-OPEN-RESTRICTED", "UFFD-API-FORK-PRIVILEGE");
  }
}
