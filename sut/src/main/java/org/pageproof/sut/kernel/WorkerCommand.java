package org.pageproof.sut.kernel;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.worker.main.WorkerMain;

/** The command line of a worker: this Java, and no more classes than it needs. */
final class WorkerCommand {
  private WorkerCommand() {}

  /**
   * Starts a worker whose files lie in the directory.
   *
   * @throws HarnessException if it shall run unprivileged and cannot
   */
  static Process start(WorkDirectory directory, KernelOptions options, String interfaceName)
      throws IOException {
    List<String> command = new ArrayList<>();
    if (options.unprivileged()) {
      command.addAll(Privileges.dropping());
    }
    command.addAll(java(directory, options.settleLimit(), interfaceName));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    builder.redirectError(directory.log().toFile());
    return builder.start();
  }

  private static List<String> java(
      WorkDirectory directory, Duration settleLimit, String interfaceName) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx64m",
        "-XX:+UseSerialGC",
        "-Xshare:auto",
        "-XX:-UsePerfData",
        "-XX:-CreateCoredumpOnCrash",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:ErrorFile=" + directory.errorFile(),
        // Else Java 25 puts its classes at random low addresses, in places onto the arena.
        "-XX:+UnlockDiagnosticVMOptions",
        "-XX:ArchiveRelocationMode=0",
        "--enable-native-access=ALL-UNNAMED",
        "-Djava.io.tmpdir=" + directory.path(),
        "-Djna.tmpdir=" + directory.path(),
        "-Djna.nosys=true",
        "-cp",
        classPath(),
        WorkerMain.class.getName(),
        interfaceName,
        directory.journal().toString(),
        Long.toString(settleLimit.toMillis()));
  }

  /** Where the vocabulary, the worker and JNA come from. */
  private static String classPath() {
    return WorkerClasses.origins().stream()
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }
}
