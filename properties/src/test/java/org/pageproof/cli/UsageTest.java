package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pageproof.sut.simulator.Fault;

/** What users get wrong costs them one line and exit code 64, and nothing is run. */
class UsageTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "frob | no such command: 'frob' (see pageproof --help)",
        "--frob | Unknown option: '--frob' (see pageproof --help)",
        "run --frob | Unknown option: '--frob' (see pageproof run --help)",
        "help frob | 'frob'",
        "run here | unexpected argument: 'here' (see pageproof run --help)",
        "run --sut moon | 'moon'",
        "run --interface moon | 'moon'",
        "run --budget 3 | '3' is no time such as 90s, 5m or 2h",
        "run --budget 0s | '0s' is no time such as 90s, 5m or 2h",
        "run --budget 99999999999s | is no time such as",
        "run --shard 4/4 | no such shard: 4/4; shards count from 0",
        "run --shard 1 | '1' is no shard such as 0/4",
        "run --shard 0/2 | a shard needs --seed, the same for all (--shard)",
        "run --baseline none-such | --baseline: cannot read none-such: no such file",
        "run --baseline pom.xml | --baseline: pom.xml, line 1: ",
        "merge | Missing required option",
        "merge --into x | Missing required parameter: RUN",
        "merge none-such --into x | cannot read none-such/run.jsonl: no such file",
        "compare a | Missing required parameter: AFTER",
        "compare none-such none-such | cannot read none-such/run.jsonl: no such file",
        "run --tries 0 | --tries must be 1 or more",
        "run --tries many | 'many' is not a long",
        "run --tries 99999999999999999999 | is not a long",
        "run --seed x | 'x' is not a long",
        "run --max-commands 0 | --max-commands must be 1 or more",
        "run --pages 13 | --pages must be 1 to 12",
        "run --pages 0 | --pages must be 1 to 12",
        "run --fault none-such | no such fault: none-such (pageproof faults lists them)",
        "run --sut kernel --fault fd-opened-rdwr | it cannot be had with a kernel",
        "run --vocabulary frob | no such vocabulary: frob; there is userfaultfd, uffd-2015",
        "run --known ignore | 'ignore'",
        "run --release 9.9 | no such release of userfaultfd: 9.9; there is 6.18, 6.12, 6.1, 4.3",
        "run --sut kernel --release 4.3 | --release is for the simulator",
        "run --format ktap2 | no such format: 'ktap2'; there is console, ktap, junit, jsonl, kcidb, github or html",
        "run --format junit: | names no file after the colon",
        "run --format junit --format console | only one --format may go to stdout",
        "run --format junit:a.xml --format console:./a.xml | two reports go to ./a.xml",
        "run --format junit:pageproof-report/junit.xml | two reports go to",
        "replay | Missing required parameter: TRACE (see pageproof replay --help)",
        "replay --times 0 none-such | --times must be 1 or more",
        "run --kcidb-build 4711 | '4711' is no build's id such as myci:4711",
        "report | Missing required parameter: DIR (see pageproof report --help)",
        "report none-such | cannot read none-such/run.jsonl: no such file",
        "report . --format ktap --format jsonl | only one --format may go to stdout",
        "rules --coverage none-such | cannot read none-such/run.jsonl: no such file",
        "doctor x | unexpected argument: 'x'",
        "vm frob | no such command: 'frob' (see pageproof vm --help)",
        "vm build x | unexpected argument: 'x' (see pageproof vm build --help)",
        "vm build --jobs 0 | --jobs must be 1 or more",
        "vm build --source ./none --suite sid | --suite is for packages; ./none is a directory",
        "vm build --source ./none | none is no kernel source tree"
      })
  void wrongUsage(String arguments, String complaint) {
    Cli.Result result = Cli.here((Object[]) arguments.split(" ", -1));
    result.assertFailed(64, complaint);
    assertThat(result.out()).isEmpty();
    assertThat(Path.of("pageproof-report")).doesNotExist();
  }

  @Test
  void withoutCommandTheUsageIsShown() {
    Cli.Result result = Cli.in(directory).run();
    assertThat(result.code()).isEqualTo(64);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .startsWith("pageproof: say what to do")
        .contains("Usage: pageproof", "replay", "Exit codes:");
  }

  @Test
  void wrongUsageIsTheProcessesExitCode() {
    Cli.in(directory).run("run", "--tries", "0").assertFailed(64, "--tries must be 1 or more");
    assertThat(directory.resolve("pageproof-report")).doesNotExist();
  }

  @Test
  void helpAndVersion() {
    assertThat(Cli.here("--version").assertCode(0).out()).startsWith("pageproof ");
    assertThat(Cli.here("--help").assertCode(0).out()).contains("Usage: pageproof", "130");
    for (String command :
        new String[] {
          "doctor",
          "run",
          "replay",
          "report",
          "rules",
          "faults",
          "merge",
          "compare",
          "vm",
          "vm build"
        }) {
      Object[] words = (command + " --help").split(" ", -1);
      assertThat(Cli.here(words).assertCode(0).out())
          .startsWith("Usage: pageproof " + command)
          .doesNotContain("hang-limit");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "help, --help",
    "help run, run --help",
    "help vm, vm --help",
    "vm help, vm --help",
    "vm help build, vm build --help"
  })
  void helpIsACommandToo(String asCommand, String asOption) {
    Cli.Result help = Cli.here((Object[]) asCommand.split(" ", -1)).assertCode(0);
    assertThat(help.out())
        .startsWith("Usage: pageproof ")
        .isEqualTo(Cli.here((Object[]) asOption.split(" ", -1)).out());
    assertThat(help.err()).isEmpty();
  }

  @Test
  void doctorSaysWhatCanBeTested() {
    assertThat(Cli.here("doctor").assertCode(0).out())
        .contains("simulator  can be tested")
        .containsPattern("kernel +can(not)? be tested")
        .containsPattern("vm +can(not)? be tested");
  }

  @Test
  void faultsAreListedIdFirst() {
    assertThat(Cli.here("faults").assertCode(0).out().lines())
        .hasSameSizeAs(Fault.values())
        .allMatch(line -> line.matches("\\S+ +(userfaultfd +UFFD|hmm +HMM)-\\S+ +\\S.*"));
  }
}
