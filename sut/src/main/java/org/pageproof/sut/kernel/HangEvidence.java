package org.pageproof.sut.kernel;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.pageproof.sut.HarnessException;

/** Where the threads of a process are, from {@code /proc/PID/task}. */
final class HangEvidence {
  private static final String STATE = "State:";

  private HangEvidence() {}

  /**
   * One line: {@code name state wchan} of each thread of the worker's own; the Java machine's
   * threads only if they sleep anywhere but in a futex.
   */
  static String of(long pid) {
    Path tasks = Path.of("/proc", Long.toString(pid), "task");
    List<String> threads = new ArrayList<>();
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(tasks)) {
      for (Path task : directories) {
        String name = read(task.resolve("comm"));
        String channel = read(task.resolve("wchan"));
        if (name.equals("commander")
            || name.startsWith("toucher-")
            || !channel.startsWith("futex")) {
          threads.add(name + " " + state(task) + " " + channel);
        }
      }
    } catch (IOException e) {
      throw new HarnessException(tasks + " cannot be listed: " + e.getMessage(), e);
    }
    Collections.sort(threads);
    return String.join(", ", threads);
  }

  private static String state(Path task) {
    for (String line : read(task.resolve("status")).split("\n", -1)) {
      if (line.startsWith(STATE)) {
        return line.substring(STATE.length()).strip();
      }
    }
    return "?";
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return "? (" + e.getClass().getSimpleName() + ")"; // the thread ended: evidence as well
    }
  }
}
