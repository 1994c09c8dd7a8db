package org.pageproof.sut.vm.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pageproof.sut.HarnessException;

/**
 * The part of a guest's root that seldom changes, as an archive of its own: a shell, the Java
 * machine that runs this program, cut down to what a worker needs, and the machine's libraries.
 */
final class GuestRuntime {
  /** How the names of these archives begin. */
  static final String PREFIX = "runtime-";

  /** Where the Java machine is in the guest. */
  static final String JRE = "jre";

  /** What the worker and JNA need; a test compares it with what jdeps says. */
  static final String JAVA_MODULES = "java.base,java.logging";

  private static final String VERSION = "2";
  private static final List<String> COMMANDS = List.of("sh", "mount", "insmod", "cat", "touch");
  private static final List<String> EMPTY = List.of("proc", "sys", "dev", "tmp");

  /** Lines of ldd(1): {@code name => path (address)}, or {@code path (address)}. */
  private static final Pattern LIBRARY = Pattern.compile("\\s(/\\S+) \\(0x[0-9a-f]+\\)");

  private static final Pattern MISSING_LIBRARY = Pattern.compile("(\\S+) => not found");

  private final Path javaHome = Path.of(System.getProperty("java.home"));
  private final Path busybox = HostTool.BUSYBOX.require();

  private GuestRuntime() {}

  /**
   * The archive.
   *
   * @throws HarnessException if the machine lacks something for it
   */
  static Path build(CacheDirectory cache) {
    GuestRuntime runtime = new GuestRuntime();
    Path archive = cache.entry(PREFIX + runtime.key() + ".cpio", runtime::write);
    cache.prune(PREFIX);
    return archive;
  }

  private InputKey key() {
    Path modules = javaHome.resolve("lib").resolve("modules");
    try {
      InputKey key = new InputKey().add(VERSION).addContents(busybox);
      for (Path library : libraries()) {
        key.add(library.toString()).addContents(library);
      }
      // 130 MB: its contents are not read for each run.
      return key.addContents(javaHome.resolve("release"))
          .add(modules.toString())
          .add(Files.getLastModifiedTime(modules).toString())
          .add(Long.toString(Files.size(modules)));
    } catch (IOException e) {
      throw new HarnessException("this Java cannot be read: " + Problem.of(javaHome, e), e);
    }
  }

  /** The machine's libraries that Java and the shell are linked with. */
  private Set<Path> libraries() throws IOException {
    List<String> programs =
        FileTree.files(javaHome.resolve("lib")).stream()
            .map(Path::toString)
            .filter(name -> name.matches(".*/lib(jvm|jli|java|zip|net|nio|verify|jimage)\\.so"))
            .toList();
    Set<Path> libraries = new TreeSet<>();
    for (String program : programs) {
      libraries.addAll(libraries(program));
    }
    libraries.addAll(libraries(busybox.toString()));
    return libraries;
  }

  /** None of a static program, for which ldd(1) fails. */
  private Set<Path> libraries(String program) {
    String text =
        HostTool.LDD
            .run(List.of(program))
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
            .orElse("");
    for (Matcher missing = MISSING_LIBRARY.matcher(text); missing.find(); ) {
      if (!missing.group(1).equals("libjvm.so")) { // the machine has it loaded before the others
        throw new HarnessException(program + " needs " + missing.group(1) + ", which is not here");
      }
    }
    Set<Path> libraries = new TreeSet<>();
    for (Matcher found = LIBRARY.matcher(text); found.find(); ) {
      Path library = Path.of(found.group(1)).normalize();
      if (!library.startsWith(javaHome)) {
        libraries.add(library);
      }
    }
    return libraries;
  }

  private void write(Path archive, WorkArea area) throws IOException {
    Path jre = link(area);
    try (OutputStream out = Files.newOutputStream(archive);
        BufferedOutputStream buffered = new BufferedOutputStream(out);
        CpioWriter cpio = new CpioWriter(buffered)) {
      for (String directory : EMPTY) {
        cpio.directory(directory);
      }
      cpio.copy("bin/busybox", busybox);
      for (String command : COMMANDS) {
        cpio.symlink("bin/" + command, "busybox");
      }
      for (Path library : libraries()) {
        cpio.copy(library.toString().substring(1), library);
      }
      for (Path file : FileTree.files(jre)) {
        cpio.copy(JRE + "/" + jre.relativize(file), file);
      }
    }
  }

  /** Where a JDK has the program that cuts it down. */
  static Path jlink() {
    return Path.of(System.getProperty("java.home"), "bin", "jlink");
  }

  private Path link(WorkArea area) throws IOException {
    if (!Files.isExecutable(jlink())) {
      throw new HarnessException(
          "there is no jlink in "
              + javaHome
              + "; a VM needs a JDK, not a JRE; on Debian: apt-get install"
              + " openjdk-17-jdk-headless");
    }
    Path jre = area.path().resolve(JRE);
    run(
        area,
        jlink().toString(),
        "--add-modules=" + JAVA_MODULES,
        "--strip-java-debug-attributes",
        "--no-man-pages",
        "--no-header-files",
        "--exclude-files=/java.base/legal/**,/java.logging/legal/**",
        "--output=" + jre);
    // A class archive is used only while the classes' file has the time that it had.
    Files.setLastModifiedTime(jre.resolve("lib").resolve("modules"), CpioWriter.TIME);
    run(area, jre.resolve("bin").resolve("java").toString(), "-XX:+UseSerialGC", "-Xshare:dump");
    return jre;
  }

  private static void run(WorkArea area, String... command) throws IOException {
    Path log = area.path().resolve("log");
    if (area.run(area.path(), log, List.of(command)) != 0) {
      String output = Files.readString(log).strip().replace('\n', ' ');
      throw new HarnessException(command[0] + " failed: " + output);
    }
  }
}
