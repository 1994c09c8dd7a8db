package org.pageproof.sut.vm.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pageproof.sut.HarnessException;

/** What a kernel is built with. */
final class BuildTools {
  private static final List<HostTool> PROGRAMS =
      List.of(
          HostTool.MAKE,
          HostTool.GCC,
          HostTool.LD,
          HostTool.FLEX,
          HostTool.BISON,
          HostTool.BC,
          HostTool.PERL);
  private static final List<HostTool> UNPACKERS =
      List.of(HostTool.DPKG_DEB, HostTool.TAR, HostTool.XZ);

  private BuildTools() {}

  /**
   * The Debian packages that are missing on this machine.
   *
   * @param path the directories of programs
   * @param include the directory of headers
   */
  static List<String> missing(KernelSource source, String path, Path include) {
    List<HostTool> tools = new ArrayList<>(PROGRAMS);
    if (source instanceof KernelSource.DebianPackage) {
      tools.addAll(UNPACKERS);
    }
    List<String> missing = new ArrayList<>();
    for (HostTool tool : tools) {
      if (tool.find(path).isEmpty()) {
        missing.add(tool.debianPackage());
      }
    }
    addUnlessThere(missing, include.resolve("stdio.h"), "libc6-dev");
    addUnlessThere(missing, include.resolve("libelf.h"), "libelf-dev"); // for objtool
    return missing;
  }

  private static void addUnlessThere(List<String> missing, Path header, String debianPackage) {
    if (!Files.exists(header)) {
      missing.add(debianPackage);
    }
  }

  /**
   * Checks that a kernel can be built here.
   *
   * @throws HarnessException if not; the message has the command that mends it
   */
  static void require(KernelSource source) {
    check(missing(source, String.valueOf(System.getenv("PATH")), Path.of("/usr/include")));
  }

  static void check(List<String> missing) {
    if (!missing.isEmpty()) {
      throw new HarnessException(
          "a kernel cannot be built without "
              + String.join(", ", missing)
              + "; on Debian: apt-get install "
              + String.join(" ", missing));
    }
  }
}
