package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pageproof.reports.RunEvent;
import org.pageproof.reports.RunLog;

/** Reports that cannot be written, or not to their end: exit code 70, and the rest is told. */
class UnwritableReportTest {
  private static final int PAGE = 4096;

  @TempDir private Path directory;
  private boolean mounted;

  /** A file system with this limit, which is soon full. */
  private Path tinyDisk(String limit) throws IOException {
    Machine.assumeRoot();
    Path disk = Files.createDirectory(directory.resolve("disk"));
    mounted = Machine.exec("mount", "-t", "tmpfs", "-o", limit, "tmpfs", disk.toString()) == 0;
    assumeTrue(mounted, "may not mount a file system");
    return disk;
  }

  @AfterEach
  void unmount() {
    if (mounted) {
      Machine.exec("umount", "-l", directory.resolve("disk").toString());
    }
  }

  @Test
  void fileInPlaceOfTheFolder() throws IOException {
    Files.writeString(directory.resolve("taken"), "mine");
    Cli.Result result =
        Cli.in(directory).run("run", "--sut=simulator", "--tries=1", "--report-dir=taken");
    result.assertFailed(70, "cannot write taken/run.jsonl: a file is in the place", "--report-dir");
    assertThat(directory.resolve("taken")).hasContent("mine");
  }

  @Test
  void folderWithoutPermission() throws IOException {
    String[] nobody = Machine.asNobody();
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Cli cli = Cli.in(directory).through(nobody);
    cli.withClassPath(Machine.readableClassPath(directory));
    cli.run("run", "--sut=simulator", "--tries=1")
        .assertFailed(70, "cannot write pageproof-report/run.jsonl: permission denied");
  }

  @Test
  void missingFolderOfOneFormat() {
    Path reports = directory.resolve("reports");
    Cli.here(
            "run",
            "--sut=simulator",
            "--tries=1",
            "--report-dir",
            reports,
            "--format",
            "junit:" + directory.resolve("none/a.xml"))
        .assertFailed(70, "none/a.xml: no such directory");
  }

  @Test
  void diskThatFillsBeforeTheLogEnds() throws IOException {
    // Its rules fit in, and its coverage does not.
    Path reports = tinyDisk("size=" + 16 * PAGE).resolve("reports");
    Cli.Result result = Cli.here("run", "--sut=simulator", "--tries=600", "--report-dir", reports);
    result.assertFailed(70, "cannot write " + reports, "No space left on device");
    assertThat(result.out()).containsPattern("executed +600 sequences");
    List<RunEvent> events = RunLog.read(reports);
    assertThat(events).element(0).isInstanceOf(RunEvent.RunStarted.class);
    assertThat(events).element(2).isInstanceOf(RunEvent.RoundFinished.class);
    assertThat(reports.resolve("junit.xml")).content().endsWith("</testsuite>");
  }

  @Test
  void divergenceIsToldEvenIfItsFolderCannotBeWritten() throws IOException {
    Path disk = tinyDisk("nr_inodes=3"); // its root, the log, the divergence's folder
    Cli.Result result =
        Cli.here(
            "run",
            "--sut=simulator",
            "--fault=s-copy-len-minus-one",
            "--tries=3000",
            "--seed=1",
            "--report-dir",
            disk);
    result.assertFailed(70, "trace.jsonl: No space left on device");
    assertThat(result.out())
        .contains("divergence copy: ", "diverges  simulator", "(cut short: cannot write ");
    assertThat(RunLog.read(disk)).anyMatch(event -> event instanceof RunEvent.DivergenceFound);
  }

  /** Whatever was to be printed. */
  @ParameterizedTest
  @ValueSource(strings = {"run --sut=simulator --tries=1", "rules", "faults", "doctor", "--help"})
  void stdoutThatIsFull(String arguments) {
    assumeTrue(Files.exists(Path.of("/dev/full")), "needs /dev/full");
    Cli.Result result =
        Cli.in(directory)
            .through("sh", "-c", "exec \"$@\" >/dev/full", "sh")
            .run(arguments.split(" ", -1));
    result.assertFailed(70, "cannot write to stdout");
    assertThat(result.err()).doesNotContain("--report-dir");
  }

  /** One that has seen enough: what it read no more is no failure, and the verdict stays. */
  @ParameterizedTest
  @CsvSource({
    "0, rules",
    "0, --help",
    "0, run --sut=simulator --tries=1",
    "0, run --sut=simulator --tries=1 --format=ktap",
    "1, run --sut=simulator --tries=3000 --seed=1 --fault=s-copy-len-minus-one"
  })
  void readerOfStdoutThatIsGone(int code, String arguments) {
    Cli.Result result = Cli.in(directory).through(intoClosedPipe()).run(arguments.split(" ", -1));
    result.assertCode(code);
    assertThat(result.err()).doesNotContain("pageproof: ");
  }

  /** A pipe that is opened for writing while it still has a reader. */
  private static String[] intoClosedPipe() {
    String script = "mkfifo gone && exec 3<>gone 4>gone 3<&- && exec \"$@\" >&4 4>&-";
    return new String[] {"sh", "-c", script, "sh"};
  }
}
