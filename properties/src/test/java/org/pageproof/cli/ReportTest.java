package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pageproof.reports.RunLog;

/** A stored run is told again as the run itself told it. */
class ReportTest {
  private static final List<String> KINDS =
      List.of("console", "ktap", "junit", "jsonl", "kcidb", "github", "html");

  @TempDir private static Path shared;
  private static Cli.Result ran;
  @TempDir private Path directory;

  @BeforeAll
  static void run() {
    Cli cli = Cli.in(shared);
    String[] words = {
      "run",
      "--sut=simulator",
      "--fault=s-wake-one-of-two",
      "--fault=s-copy-len-minus-one",
      "--keep-going",
      "--tries=1500",
      "--seed=3",
      "--report-dir=r",
      "--format=ktap",
      "--format=console:console",
      "--format=junit:junit",
      "--format=jsonl:jsonl",
      "--format=kcidb:kcidb",
      "--format=github:github",
      "--format=html:html"
    };
    ran = cli.run(words).assertCode(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"console", "ktap", "junit", "jsonl", "kcidb", "github", "html"})
  void isTheSameByteForByte(String kind) throws IOException {
    Cli.Result again = Cli.in(shared).run("report", "r", "--format=" + kind).assertCode(0);
    String once = kind.equals("ktap") ? ran.out() : Files.readString(shared.resolve(kind));
    assertThat(again.out()).isEqualTo(once);
    assertThat(again.err()).isEmpty();
  }

  @Test
  void everyKindCanBeHadAtOnce() throws IOException {
    Object[] words = new Object[2 + KINDS.size()];
    words[0] = "report";
    words[1] = shared.resolve("r");
    for (int i = 0; i < KINDS.size(); i++) {
      words[2 + i] = "--format=" + KINDS.get(i) + ":" + directory.resolve(KINDS.get(i));
    }
    assertThat(Cli.here(words).assertCode(0).out()).contains("diverges  simulator");
    assertThat(directory.resolve("jsonl")).hasSameTextualContentAs(shared.resolve("jsonl"));
    assertThat(directory.toFile().list()).hasSize(KINDS.size());
  }

  @Test
  void resultsGoToStdoutAndAllElseToStderr() {
    assertThat(ran.out()).startsWith("KTAP version 1\n1..1\n# pageproof ");
    assertThat(ran.err()).startsWith("Testing userfaultfd of the simulator of Linux 6.18.0 with");
  }

  @Test
  void theStoredRunIsNotOverwritten() {
    Path log = shared.resolve("r/run.jsonl");
    Cli.here("report", shared.resolve("r"), "--format=jsonl:" + log)
        .assertFailed(64, "two reports go to " + log);
    assertThat(RunLog.readFinished(shared.resolve("r"))).isNotEmpty();
  }

  @Test
  void damagedAndForeignLogsAreRefused() throws IOException {
    String log = Files.readString(shared.resolve("jsonl"));
    refused(log.substring(0, log.length() / 2), "is truncated in line ");
    refused(log.substring(0, log.lastIndexOf("\n{") + 1), "the run did not end");
    refused("{\"type\":\"pageproof-trace\",\"v\":3}\n", "line 1: not an event of a run");
    refused("<testsuite/>\n", "line 1: ");
    refused(log.replace("\"v\":4", "\"v\":99"), "line 1: version 99; this build reads 4");
    refused("", "the beginning of the run is missing");
    Cli.here("report", directory.resolve("none"))
        .assertFailed(64, "cannot read", "none/run.jsonl: no such file");
  }

  private void refused(String log, String complaint) throws IOException {
    Files.writeString(directory.resolve(RunLog.FILE_NAME), log);
    Cli.Result result = Cli.here("report", directory, "--format=ktap");
    assertThat(result.assertCode(64).out()).isEmpty();
    result.assertFailed(64, "run.jsonl", complaint);
  }

  @Test
  void fileThatCannotBeWritten() {
    Cli.Result result =
        Cli.here("report", shared.resolve("r"), "--format=junit:" + directory.resolve("no/a.xml"));
    result.assertFailed(70, "cannot write", "no/a.xml: no such directory");
    assertThat(result.err()).doesNotContain("--report-dir");
  }

  @Test
  void oneMailIsAboutOneDivergence() {
    Path run = shared.resolve("r");
    String first = "uffd-copy-eexist-reply-eexist-value";
    Cli.here("report", run, "--mail").assertFailed(64, "one mail is about one divergence", first);
    Cli.here("report", run, "--mail", "none").assertFailed(64, "no divergence 'none'; ", first);
    Cli.here("report", run, "--mail", first, "--format=ktap").assertFailed(64, "exclude each");
    String mail = Cli.here("report", run, "--mail", first).assertCode(0).out();
    assertThat(mail)
        .startsWith("Subject: [REGRESSION?] mm/userfaultfd: copy: reply ")
        .contains("\n#regzbot introduced: [fill in", "reproducer.c (attached;");
    assertThat(mail.replaceAll("\\s+", " ")).contains("tainted before]; by the sequence: no more");
    assertThat(mail.lines()).allMatch(line -> line.length() <= 75);
  }

  @Test
  void withoutDivergenceThereIsNoMail() {
    Cli.here("run", "--sut=simulator", "--tries=10", "--seed=1", "--report-dir", directory);
    Cli.here("report", directory, "--mail").assertFailed(64, "no divergence to write about");
  }

  /** What could not be tested is told in every format, with the exit code as before. */
  @Test
  void nothingToTestIsTold() throws IOException {
    Path none = Files.createFile(directory.resolve("no-directory"));
    Cli cli = Cli.in(directory).withJavaOption("-Djna.tmpdir=" + none);
    cli.withJavaOption("-Djna.nosys=true");
    Cli.Result result = cli.run("run", "--sut=kernel", "--tries=1", "--format=ktap");
    assertThat(result.assertCode(4).out()).contains("\nok 1 userfaultfd # SKIP this machine's");
    assertThat(directory.resolve("pageproof-report/junit.xml")).content().contains("<skipped");
  }

  @Test
  void theJobsPageIsAppendedTo() throws IOException {
    Path page = Files.writeString(directory.resolve("page.md"), "of another step\n");
    Cli.in(shared)
        .through("env", "GITHUB_STEP_SUMMARY=" + page)
        .run("report", "r", "--format=github:" + directory.resolve("g"))
        .assertCode(0);
    assertThat(page).content().startsWith("of another step\n### Pageproof: userfaultfd of simul");
  }

  @Test
  void aBrokenHarnessBailsOut() throws IOException {
    Files.createFile(directory.resolve("uffd-copy-ok-waiters-woken-partly-woken"));
    Cli.Result result =
        Cli.here(
            "run",
            "--sut=simulator",
            "--fault=s-wake-one-of-two",
            "--tries=600",
            "--seed=3",
            "--report-dir",
            directory,
            "--format=ktap");
    assertThat(result.assertCode(70).out()).contains("# divergence copy: ", "\nBail out! cannot ");
  }
}
