package org.pageproof.sut.vm.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pageproof.sut.HarnessException;

/**
 * A kernel's source among the packages that apt(8) knows. Nothing is installed: a package of
 * another suite is found with package lists of its own, in the work area.
 */
final class SourcePackage {
  private static final Path KEYRING = Path.of("/usr/share/keyrings/debian-archive-keyring.gpg");

  private final KernelSource.DebianPackage source;
  private final WorkArea area;
  private final Path log;
  private final List<String> options;

  private SourcePackage(KernelSource.DebianPackage source, WorkArea area, List<String> options) {
    this.source = source;
    this.area = area;
    this.log = area.path().resolve("log");
    this.options = options;
  }

  /**
   * Gets ready to ask apt(8).
   *
   * @throws HarnessException if the lists of another suite cannot be had
   */
  static SourcePackage of(KernelSource.DebianPackage source, WorkArea area) throws IOException {
    if (source.suite().isEmpty()) {
      return new SourcePackage(source, area, List.of());
    }
    Path apt = area.path().resolve("apt");
    SourcePackage found = new SourcePackage(source, area, suiteOptions(apt, source.suite().get()));
    found.apt(HostTool.APT_GET, "the lists of " + source.suite().get(), List.of("update"));
    return found;
  }

  private static List<String> suiteOptions(Path apt, String suite) throws IOException {
    for (String directory : List.of("etc", "lists/partial", "cache/archives/partial")) {
      Files.createDirectories(apt.resolve(directory));
    }
    String signed = Files.exists(KEYRING) ? " [signed-by=" + KEYRING + "]" : "";
    Files.writeString(
        apt.resolve("etc").resolve("suite.list"),
        "deb" + signed + " " + mirror() + " " + suite + " main\n");
    return List.of(
        "-oDir::Etc::sourcelist=/dev/null",
        "-oDir::Etc::sourceparts=" + apt.resolve("etc"),
        "-oDir::State::Lists=" + apt.resolve("lists"),
        "-oDir::Cache=" + apt.resolve("cache"),
        // Its own user may not reach the work area.
        "-oAPT::Sandbox::User=" + System.getProperty("user.name"));
  }

  /** Where this machine takes Debian itself from. */
  private static String mirror() {
    List<String> arguments =
        List.of(
            "indextargets",
            "--format",
            "$(LABEL) $(COMPONENT) $(REPO_URI)",
            "Created-By: Packages");
    String start = "Debian main ";
    return HostTool.APT_GET
        .run(arguments)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8).lines())
        .orElseGet(Stream::empty)
        .filter(line -> line.startsWith(start))
        .findFirst()
        .map(line -> line.substring(start.length()))
        .orElseThrow(
            () ->
                new HarnessException(
                    "apt knows no Debian mirror; --suite needs a line for Debian's main archive in"
                        + " /etc/apt/sources.list, and apt-get update"));
  }

  /** The version that apt(8) would take; empty if it knows no such package. */
  Optional<String> version() {
    List<String> arguments = new ArrayList<>(options);
    arguments.addAll(List.of("policy", source.name()));
    String start = "Candidate: ";
    return HostTool.APT_CACHE
        .run(arguments)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8).lines())
        .orElseGet(Stream::empty)
        .map(String::strip)
        .filter(line -> line.startsWith(start) && !line.endsWith("(none)"))
        .findFirst()
        .map(line -> line.substring(start.length()));
  }

  /** Fetches the package into the work area. */
  Path download(String version) throws IOException {
    apt(HostTool.APT_GET, source.name(), List.of("download", source.name() + "=" + version));
    try (Stream<Path> files = Files.list(area.path())) {
      return files
          .filter(file -> file.toString().endsWith(".deb"))
          .findFirst()
          .orElseThrow(() -> new IOException("apt-get downloaded nothing"));
    }
  }

  /** Unpacks the source into the work area. */
  Path unpack(Path deb) throws IOException {
    Path all = area.path().resolve("package");
    run(List.of(HostTool.DPKG_DEB.require().toString(), "-x", deb.toString(), all.toString()));
    Path archive = archive(all.resolve("usr").resolve("src"));
    Path tree = Files.createDirectory(area.path().resolve("tree"));
    run(
        List.of(
            HostTool.TAR.require().toString(),
            "-xf",
            archive.toString(),
            "--strip-components=1",
            "-C",
            tree.toString()));
    FileTree.delete(all);
    Files.delete(deb);
    return tree;
  }

  private Path archive(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        Optional<Path> archive =
            files.filter(file -> file.toString().contains(".tar")).sorted().findFirst();
        if (archive.isPresent()) {
          return archive.get();
        }
      }
    }
    throw new ImageException(
        source.name() + " has no kernel source; give a package such as linux-source-6.12");
  }

  private void apt(HostTool program, String what, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program.require().toString(), "-q"));
    command.addAll(options);
    command.addAll(arguments);
    if (area.run(area.path(), log, command) != 0) {
      throw new HarnessException(
          "apt-get cannot get "
              + what
              + " ("
              + BuildLog.reason(log)
              + "); check the network, run apt-get update");
    }
  }

  private void run(List<String> command) throws IOException {
    if (area.run(area.path(), log, command) != 0) {
      throw new HarnessException(
          source.name() + " cannot be unpacked (" + BuildLog.reason(log) + ")");
    }
  }
}
