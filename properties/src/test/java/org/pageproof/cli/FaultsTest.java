package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pageproof.sut.simulator.Fault;

/** Each planted bug from the run that finds it to the C program that a kernel must pass. */
class FaultsTest {
  /** The fault behind each fingerprint that was met. */
  private static final Map<String, Fault> OWNERS = new HashMap<>();

  @TempDir private Path directory;

  private Path find(Fault fault) {
    Path folder = FaultRun.find(fault, directory.resolve("reports"), "--budget=20s");
    String fingerprint = FaultRun.only(folder.getParent()).fingerprint();
    assertThat(OWNERS.computeIfAbsent(fingerprint, unused -> fault))
        .as("the fault behind %s", fingerprint)
        .isEqualTo(fault);
    return folder;
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void isFoundReplayedAndUnknownToTheKernel(Fault fault) throws IOException {
    Path folder = find(fault);
    String fingerprint = FaultRun.only(folder.getParent()).fingerprint();
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("trace.jsonl", "report.txt", "reproducer.c");
    }
    Cli.Result replayed = Cli.here("replay", folder.resolve("trace.jsonl")).assertCode(1);
    assertThat(replayed.out().lines().limit(2)).allMatch(line -> line.endsWith(": " + fingerprint));
    assertThat(replayed.out()).contains(Files.readString(folder.resolve("report.txt")));
    String program = Reproducer.in(folder).text();
    assertThat(program.substring(program.lastIndexOf("STEP(")))
        .as("the step that diverges is checked")
        .contains("EXPECT_REPLY(");
    compile(folder);
    if (!fault.isOfHmm()) {
      assertKernelConforms(folder);
    }
  }

  private static void assertKernelConforms(Path folder) throws IOException {
    Machine.assumeKernel();
    Cli.Result real = Cli.here("replay", "--sut=kernel", folder.resolve("trace.jsonl"));
    assertThat(real.assertCode(0).out()).contains("replay 1: conforms");
    assertReproducerConforms(folder);
  }

  private static void compile(Path folder) {
    String source = folder.resolve("reproducer.c").toString();
    assertClean("gcc", source, "-pthread", "-o", folder.resolve("reproducer").toString());
    if (Machine.has("clang")) {
      assertClean("clang", source, "-fsyntax-only");
    }
  }

  private static void assertReproducerConforms(Path folder) throws IOException {
    Path program = folder.resolve("reproducer");
    Path output = folder.resolve("output");
    String shell = "\"$1\" >\"$2\"";
    assertThat(Machine.exec("sh", "-c", shell, "sh", program.toString(), output.toString()))
        .as("the exit code of the program in %s", folder)
        .isZero();
    Reproducer.in(folder).assertConforms(Files.readAllLines(output));
  }

  private static void assertClean(String compiler, String source, String... options) {
    assumeTrue(Machine.has(compiler), compiler + " is not installed");
    List<String> command = new ArrayList<>(List.of(compiler, "-Wall", "-Wextra", "-Werror"));
    command.addAll(List.of(options));
    command.add(source);
    assertThat(Machine.exec(command.toArray(String[]::new))).as("%s", command).isZero();
  }

  @Test
  void divergenceIsTheProcessesExitCode() {
    Cli.Result result =
        Cli.in(directory)
            .run("run", "--sut=simulator", "--fault=fd-opened-rdwr", "--tries=512", "--seed=1");
    result.assertCode(1);
    assertThat(result.complaints()).isEmpty();
    assertThat(result.firstLine()).contains("with fd-opened-rdwr");
    assertThat(directory.resolve("pageproof-report/junit.xml"))
        .content()
        .contains("failures=\"1\"", "<failure ");
  }
}
