package org.pageproof.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.pageproof.vocabulary.AddressPlan;

/**
 * What a process holds.
 *
 * @param descriptors the number of descriptors by what they are
 * @param files the number of mappings by the file that is mapped
 * @param arenaMappings the mappings that lie in the arena
 * @param mappings all mappings
 * @param threads the threads, without those with which the JVM compiles: they come and go
 * @param children the child processes, zombies included
 */
record ProcessState(
    Map<String, Integer> descriptors,
    Map<String, Integer> files,
    int arenaMappings,
    int mappings,
    int threads,
    int children) {
  private static final long ARENA_END = AddressPlan.BASE + 64L * AddressPlan.PAGE_SIZE;

  /** Looks at a process. */
  static ProcessState of(long pid) throws IOException {
    Path proc = proc(pid);
    List<String> maps = Files.readAllLines(proc.resolve("maps"));
    int arena = 0;
    Map<String, Integer> files = new TreeMap<>();
    for (String line : maps) {
      long start = Long.parseUnsignedLong(line.substring(0, line.indexOf('-')), 16);
      arena += start >= AddressPlan.BASE && start < ARENA_END ? 1 : 0;
      if (line.indexOf('/') >= 0) {
        files.merge(kind(line.substring(line.indexOf('/'))), 1, Integer::sum);
      }
    }
    return new ProcessState(
        descriptorsOf(proc), files, arena, maps.size(), threads(proc), children(proc));
  }

  /** What a file is, without what tells it from others of its kind: numbers, random letters. */
  private static String kind(String target) {
    return target.replaceAll("/ffi\\w{6}", "/ffi*").replaceAll("[0-9]+", "*");
  }

  private static Path proc(long pid) {
    return Path.of("/proc", Long.toString(pid));
  }

  private static Map<String, Integer> descriptorsOf(Path proc) throws IOException {
    Map<String, Integer> kinds = new TreeMap<>();
    for (Path link : list(proc.resolve("fd"))) {
      try {
        String target = Files.readSymbolicLink(link).toString();
        if (!target.startsWith(proc.toString())) { // not the listing's own descriptor
          kinds.merge(kind(target), 1, Integer::sum);
        }
      } catch (NoSuchFileException e) {
        // closed meanwhile
      }
    }
    return kinds;
  }

  private static int threads(Path proc) throws IOException {
    int threads = 0;
    for (Path task : list(proc.resolve("task"))) {
      try {
        threads += Files.readString(task.resolve("comm")).matches("C[12] Comp.*\\s*") ? 0 : 1;
      } catch (IOException e) {
        // ended meanwhile: ENOENT, or ESRCH
      }
    }
    return threads;
  }

  private static int children(Path proc) throws IOException {
    int children = 0;
    for (Path task : list(proc.resolve("task"))) {
      Path file = task.resolve("children");
      if (Files.isReadable(file)) {
        String text = Files.readString(file).strip();
        children += text.isEmpty() ? 0 : text.split(" ", -1).length;
      }
    }
    return children;
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    }
  }

  /** A size from the status file, such as {@code VmHWM}, in MB. */
  static double megabytes(long pid, String field) throws IOException {
    for (String line : Files.readAllLines(proc(pid).resolve("status"))) {
      if (line.startsWith(field + ":")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
      }
    }
    throw new IOException("no " + field + " in the status of " + pid);
  }

  /** The words of a command line. */
  static List<String> commandLine(long pid) throws IOException {
    String text = Files.readString(proc(pid).resolve("cmdline"));
    return List.of(text.split("\0"));
  }

  /** How many more of anything than before; other memory comes and goes. */
  int moreThan(ProcessState before) {
    return count(more(descriptors, before.descriptors))
        + count(more(files, before.files))
        + arenaMappings
        + Math.max(0, threads - before.threads)
        + Math.max(0, children - before.children);
  }

  /** The descriptors and mapped files of which there are more than before. */
  String newKinds(ProcessState before) {
    return more(descriptors, before.descriptors) + ", mapped " + more(files, before.files);
  }

  private static Map<String, Integer> more(
      Map<String, Integer> after, Map<String, Integer> before) {
    Map<String, Integer> more = new TreeMap<>();
    after.forEach(
        (kind, count) -> {
          int added = count - before.getOrDefault(kind, 0);
          if (added > 0) {
            more.put(kind, added);
          }
        });
    return more;
  }

  private static int count(Map<String, Integer> kinds) {
    return kinds.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** One line for people. */
  String describe() {
    return String.format(
        Locale.ROOT,
        "%d descriptors, %d mapped files, %d mappings in the arena (%d in all), %d threads, %d children",
        count(descriptors),
        count(files),
        arenaMappings,
        mappings,
        threads,
        children);
  }
}
