package org.pageproof.sut.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pageproof.sut.driver.WorkerSut;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Completion;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.ChildWrite;
import org.pageproof.vocabulary.userfaultfd.Close;
import org.pageproof.vocabulary.userfaultfd.Fork;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.Reap;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** Driver and worker as the user nobody: only user-mode faults can be handled, and all is seen. */
@Timeout(120)
class UnprivilegedTest {
  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

  @TempDir private Path directory;

  @BeforeEach
  void needsRootAndSetpriv() {
    Machine.assumePrivileged();
    Assumptions.assumeTrue(Files.isExecutable(SETPRIV), "needs setpriv (util-linux)");
    Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "needs root");
  }

  /** What runs as nobody; prints what the test expects. */
  static final class Main {
    private Main() {}

    public static void main(String[] args) {
      try (WorkerSut<UffdCommand> sut = KernelSut.start(KernelOptions.standard("test"))) {
        System.out.println("unrestricted " + sut.environment().profile().unrestricted());
        List<UffdCommand> commands =
            new ArrayList<>(
                Sequences.missing(
                        Sequences.touch(3, 0, 1, Access.READ),
                        Sequences.touch(4, 1, 1, Access.SYSCALL_READ),
                        Sequences.copy(5, 1, 1))
                    .commands());
        commands.set(0, new Open(0, 0, Open.Entry.SYSCALL, Open.VALID_FLAGS, true));
        List<Observation> seen =
            sut.execute(Sequences.of(commands.toArray(UffdCommand[]::new))).observations();
        System.out.println("blocked " + seen.get(3).reply().equals(Reply.BLOCKED));
        System.out.println("system call " + seen.get(4).reply());
        System.out.println("completions " + seen.get(5).completions().size());
        System.out.println("page " + seen.get(5).pages().describe(1));
        KernelProbe.run().checks().forEach(check -> System.out.println(check));
      }
    }
  }

  @Test
  void worksForNobody() throws IOException, InterruptedException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path output = Files.createFile(directory.resolve("output"));
    List<String> command =
        List.of(
            SETPRIV.toString(),
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.io.tmpdir=" + directory,
            "-Djna.tmpdir=" + directory,
            "-cp",
            readableClassPath(),
            Main.class.getName());
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(output)).isZero();
    assertThat(Files.readString(output))
        .contains("unrestricted false")
        .contains("blocked true")
        .contains("system call Refused[errno=EFAULT]")
        .contains("completions 1")
        .contains("page #5.0")
        .contains("name=userfaultfd(2), status=LIMITED")
        .doesNotContain("MISSING,");
  }

  /** The driver keeps its rights; the same user, so that a device of root's can be opened. */
  @Test
  void workerGivesUpItsCapabilities() throws IOException {
    try (WorkerSut<UffdCommand> privileged = KernelSut.start(KernelOptions.standard("test"));
        WorkerSut<UffdCommand> sut =
            KernelSut.start(KernelOptions.standard("test").withoutPrivileges())) {
      Profile all = privileged.environment().profile();
      Assumptions.assumeTrue(all.ptrace(), "needs CAP_SYS_PTRACE to be given up");
      boolean everybody =
          Files.readString(Path.of("/proc/sys/vm/unprivileged_userfaultfd")).strip().equals("1");
      assertThat(sut.environment().profile())
          .isEqualTo(new Profile(all.release(), all.features(), everybody, all.device(), false));
      assertThat(Files.readAllLines(Path.of("/proc/" + sut.workerPid() + "/status")))
          .contains("CapEff:\t0000000000000000", "CapBnd:\t0000000000000000");

      List<Observation> seen = sut.execute(forkUnderWaiter()).observations();
      assertThat(seen.get(0).reply())
          .isEqualTo(everybody ? Reply.ZERO : Reply.refused(Errno.EPERM));
      assertThat(seen.get(4).reply()).isEqualTo(Reply.BLOCKED);
      assertThat(seen.get(7).completions()).isEmpty();
      assertThat(seen.get(8).reply()).isEqualTo(Reply.returned(8));
      assertThat(seen.get(8).child().orElseThrow().head(2)).isEqualTo(Token.of(8, 0));
      assertThat(seen.get(9).completions()).containsExactly(new Completion(0, Reply.ZERO));
    }
  }

  private static CommandSequence<UffdCommand> forkUnderWaiter() {
    return Sequences.of(
        new Open(0, 1, Open.Entry.SYSCALL, Open.USUAL_FLAGS, true),
        new Open(1, 0, Open.Entry.SYSCALL, Open.VALID_FLAGS, true),
        new Map(2, 0, 4),
        new Register(3, 0, PageRange.of(0, 0, 4), Register.MODE_MISSING, Argument.VALID),
        Sequences.touch(4, 0, 0, Access.READ),
        Sequences.copy(5, 1, 1),
        new Fork(6),
        new Close(7, 0),
        new ChildWrite(8, 0, 2),
        new Reap(9));
  }

  /** A copy of the class path where nobody can read it. */
  private String readableClassPath() throws IOException {
    List<Path> copies = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path from = Path.of(entry);
      if (Files.exists(from)) {
        Path to = directory.resolve("entry" + copies.size() + suffix(from));
        copyTree(from, to);
        copies.add(to);
      }
    }
    return copies.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static String suffix(Path from) {
    return Files.isDirectory(from) ? "" : ".jar";
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path file : tree.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
