package org.pageproof.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pageproof.reports.RunEvent.DivergenceFound;
import org.pageproof.reports.RunEvent.Origin;
import org.pageproof.reports.words.JudgementText;
import org.pageproof.reports.words.ReportWords;
import org.pageproof.trace.HmmCommandCodec;
import org.pageproof.trace.TraceFile;
import org.pageproof.trace.UffdCommandCodec;
import org.pageproof.verdict.Fingerprint;
import org.pageproof.verdict.Judgement;
import org.pageproof.vocabulary.Trace;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

class DivergenceFolderTest {
  private static final InterfaceReports<UffdCommand> REPORTS = InterfaceReports.userfaultfd();
  private static final ReportWords<UffdCommand> WORDS = REPORTS.words();
  private static final Origin ORIGIN = new Origin("kernel_conforms", 3, 99);
  private static final Judgement<UffdCommand> JUDGEMENT = Scenarios.wronglyCopied().judgement();

  @TempDir private Path folder;

  private static DivergenceFound write(
      DivergenceFolder<UffdCommand> folders, Judgement<UffdCommand> judgement) {
    DivergenceFound found = folders.describe(judgement, ORIGIN);
    folders.write(judgement, found);
    return found;
  }

  @Test
  void writesTraceReportAndReproducer() throws IOException {
    DivergenceFound found = write(new DivergenceFolder<>(folder, REPORTS), JUDGEMENT);
    Path written = folder.resolve(found.folder());
    try (var files = Files.list(written)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("trace.jsonl", "report.txt", "reproducer.c");
    }
    byte[] trace = Files.readAllBytes(written.resolve("trace.jsonl"));
    assertThat(new TraceFile<>(new UffdCommandCodec()).decode(trace)).isEqualTo(JUDGEMENT.trace());
    assertThat(written.resolve("report.txt")).hasContent(found.report());
    assertThat(written.resolve("reproducer.c")).content().contains("int main(void)");
  }

  @Test
  void tellsOfTheDivergence() {
    DivergenceFound found = write(new DivergenceFolder<>(folder, REPORTS), JUDGEMENT);
    assertThat(found.origin()).isEqualTo(ORIGIN);
    assertThat(found.step()).isEqualTo(4);
    assertThat(found.sequence()).hasSize(5).element(4).isEqualTo("UFFDIO_COPY fd0 r0p0+1");
    assertThat(found.expected()).isEqualTo("EEXIST, copy = -EEXIST");
    assertThat(found.observed()).startsWith("0, copy = 4096, thread 0 finishes with #4.0");
    assertThat(found.title()).isEqualTo("copy: reply should be EEXIST, was 0");
  }

  @Test
  void replacesTheFolderOfTheSameFingerprint() {
    DivergenceFolder<UffdCommand> folders = new DivergenceFolder<>(folder, REPORTS);
    String first = write(folders, JUDGEMENT).folder();
    assertThat(write(folders, JUDGEMENT).folder()).isEqualTo(first);
  }

  @Test
  void namesFoldersShortlyAndUniquely() {
    DivergenceFolder<UffdCommand> folders = new DivergenceFolder<>(folder, REPORTS);
    Fingerprint one = new Fingerprint("copy", "UFFD-COPY-OK", "out", "EEXIST", "0");
    Fingerprint same = new Fingerprint("copy", "UFFD-COPY-OK", "out", "-EEXIST", "0");
    Fingerprint tall =
        new Fingerprint("copy", "R", "reply", "0", "worker died: " + "x".repeat(200));
    Fingerprint empty = new Fingerprint("copy", "*", "*", "*", "../..");
    assertThat(folders.nameOf(one)).isEqualTo("uffd-copy-ok-out-eexist-0");
    assertThat(folders.nameOf(same)).matches("uffd-copy-ok-out-eexist-0-[0-9a-f]{8}");
    assertThat(folders.nameOf(tall)).hasSize(80).matches("r-reply-0-worker-died-x+-[0-9a-f]{8}");
    assertThat(folders.nameOf(empty)).isEqualTo("divergence");
    assertThat(folders.nameOf(one)).isEqualTo("uffd-copy-ok-out-eexist-0");
  }

  @Test
  void saysInOneLineThatAFolderCannotBeMade() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> write(new DivergenceFolder<>(file, REPORTS), JUDGEMENT))
        .isInstanceOf(ReportException.class)
        .hasMessageStartingWith("cannot write " + file)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void saysInOneLineThatAFileCannotBeWritten() throws IOException {
    DivergenceFolder<UffdCommand> folders = new DivergenceFolder<>(folder, REPORTS);
    Path written = folder.resolve(write(folders, JUDGEMENT).folder());
    Files.delete(written.resolve("report.txt"));
    Files.createDirectories(written.resolve("report.txt").resolve("occupied"));
    assertThatThrownBy(() -> write(folders, JUDGEMENT))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("cannot write")
        .hasMessageContaining("report.txt: ");
    assertThat(written.resolve("report.txt.tmp")).doesNotExist();
  }

  @Test
  void keepsWhatTheKernelLogged() throws IOException {
    DivergenceFolder<HmmCommand> folders = new DivergenceFolder<>(folder, InterfaceReports.hmm());
    Judgement<HmmCommand> judgement = HmmScenarios.deadly().judgement();
    DivergenceFound found = folders.describe(judgement, ORIGIN);
    folders.write(judgement, found);
    Path written = folder.resolve(found.folder());
    assertThat(written.resolve("kernel.log"))
        .content()
        .startsWith("BUG: unable to handle page fault for address")
        .endsWith("Kernel panic - not syncing: Fatal exception\n");
    assertThat(found.report())
        .contains("  BUG: unable to handle page fault for address: ffff9a2c40000000\n");
    assertThat(found.observed())
        .isEqualTo("worker died: kernel panic: BUG: unable to handle page fault");
    byte[] trace = Files.readAllBytes(written.resolve("trace.jsonl"));
    assertThat(new TraceFile<>(new HmmCommandCodec()).decode(trace)).isEqualTo(judgement.trace());
    assertThat(written.resolve("reproducer.c")).content().contains("deadly(5, \"panics\");");
  }

  @Test
  void keepsWhatTheKernelLoggedOfAWarning() throws IOException {
    Trace<UffdCommand> trace = JUDGEMENT.trace();
    List<String> log = List.of("WARNING: CPU: 0 PID: 1 at mm/memory.c:1", "Call Trace:");
    Judgement<UffdCommand> judgement =
        new Judgement<>(
            new Trace<>(trace.environment(), trace.sequence(), trace.observations(), log),
            JUDGEMENT.verdict(),
            JUDGEMENT.steps());
    DivergenceFound found = write(new DivergenceFolder<>(folder, REPORTS), judgement);
    Path written = folder.resolve(found.folder());
    assertThat(written.resolve("kernel.log")).hasContent(String.join("\n", log));
    assertThat(found.report()).contains("The kernel's log:\n  WARNING: CPU: 0 ");
    byte[] stored = Files.readAllBytes(written.resolve("trace.jsonl"));
    assertThat(new TraceFile<>(new UffdCommandCodec()).decode(stored)).isEqualTo(judgement.trace());
  }

  @Test
  void leavesNoLogOfAnEarlierDeath() throws IOException {
    DivergenceFolder<UffdCommand> folders = new DivergenceFolder<>(folder, REPORTS);
    Path written = folder.resolve(write(folders, JUDGEMENT).folder());
    Files.writeString(written.resolve("kernel.log"), "of an earlier run");
    write(folders, JUDGEMENT);
    assertThat(written.resolve("kernel.log")).doesNotExist();
  }

  @Test
  void refusesAJudgementThatConforms() {
    Judgement<UffdCommand> conforming = Scenarios.copied().judgement();
    assertThatThrownBy(() -> write(new DivergenceFolder<>(folder, REPORTS), conforming))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void reportsAsAgreed() {
    Golden.check(
        "wrongly-copied.txt", JudgementText.report(WORDS, JUDGEMENT, "report/uffd-copy-eexist"));
    Golden.check(
        "every-command.txt",
        JudgementText.report(WORDS, Scenarios.everyCommand().judgement(), "report/none"));
    Golden.check(
        "write-protected.txt",
        JudgementText.report(
            WORDS, ProtectionScenarios.writeProtected().judgement(), "report/none"));
    Golden.check(
        "child.txt",
        JudgementText.report(WORDS, AreaScenarios.reaped().judgement(), "report/none"));
    Golden.check(
        "misuse.txt", JudgementText.report(WORDS, Scenarios.misuse().judgement(), "report/none"));
  }
}
