package org.pageproof.sut.vm.image;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pageproof.sut.HarnessException;

/** A program of this machine that images are made with, and the Debian package that has it. */
enum HostTool {
  /** Knows Debian's packages. */
  APT_CACHE("apt-cache", "apt"),
  /** Fetches Debian's packages. */
  APT_GET("apt-get", "apt"),
  /** The kernel's build computes with it. */
  BC("bc", "bc"),
  /** Generates the parsers of the kernel's build. */
  BISON("bison", "bison"),
  /** The guest's shell. */
  BUSYBOX("busybox", "busybox-static"),
  /** Unpacks Debian packages. */
  DPKG_DEB("dpkg-deb", "dpkg"),
  /** Generates the scanners of the kernel's build. */
  FLEX("flex", "flex"),
  /** Compiles kernels. */
  GCC("gcc", "gcc"),
  /** Links kernels. */
  LD("ld", "binutils"),
  /** Finds the libraries of a program. */
  LDD("ldd", "libc-bin"),
  /** Builds kernels. */
  MAKE("make", "make"),
  /** Generates sources of the kernel. */
  PERL("perl", "perl"),
  /** Boots kernels. */
  QEMU("qemu-system-x86_64", "qemu-system-x86"),
  /** Unpacks sources. */
  TAR("tar", "tar"),
  /** Unpacks sources and modules. */
  XZ("xz", "xz-utils"),
  /** Unpacks modules. */
  ZSTD("zstd", "zstd");

  private final String program;
  private final String debianPackage;

  HostTool(String program, String debianPackage) {
    this.program = program;
    this.debianPackage = debianPackage;
  }

  /** The Debian package that has it. */
  String debianPackage() {
    return debianPackage;
  }

  /** Where it is, if it is on the PATH. */
  Optional<Path> find(String path) {
    for (String directory : path.split(File.pathSeparator, -1)) {
      Path file = Path.of(directory, program);
      if (Files.isExecutable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /**
   * Where it is.
   *
   * @throws HarnessException if it is not on the PATH
   */
  Path require() {
    return find(String.valueOf(System.getenv("PATH")))
        .orElseThrow(
            () ->
                new HarnessException(
                    program
                        + " is needed and not on the PATH; on Debian: apt-get install "
                        + debianPackage));
  }

  /**
   * What it writes to its standard output; empty if it fails.
   *
   * @throws HarnessException if there is no such program
   */
  Optional<byte[]> run(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(require().toString());
    command.addAll(arguments);
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().put("LC_ALL", "C");
      Process process = builder.start();
      process.getOutputStream().close();
      byte[] output = process.getInputStream().readAllBytes();
      return process.waitFor() == 0 ? Optional.of(output) : Optional.empty();
    } catch (IOException e) {
      throw new HarnessException("cannot run " + program + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HarnessException("interrupted while " + program + " ran", e);
    }
  }
}
