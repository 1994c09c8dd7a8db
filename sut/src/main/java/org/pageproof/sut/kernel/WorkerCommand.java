package org.pageproof.sut.kernel;

import com.sun.jna.Native;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.worker.WorkerMain;
import org.pageproof.vocabulary.Observation;

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
    return Stream.of(Observation.class, WorkerMain.class, Native.class)
        .map(WorkerCommand::origin)
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String origin(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new HarnessException("nobody knows where " + type.getName() + " was loaded from");
    }
    try {
      return Path.of(source.getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new HarnessException("not a path: " + source.getLocation(), e);
    }
  }
}
