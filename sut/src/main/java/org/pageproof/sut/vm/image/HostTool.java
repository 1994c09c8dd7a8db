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
  /** What the guest's shell is. */
  BUSYBOX("busybox", "busybox-static"),
  /** Unpacks Debian packages. */
  DPKG_DEB("dpkg-deb", "dpkg"),
  /** Finds the libraries of a program. */
  LDD("ldd", "libc-bin"),
  /** Unpacks modules. */
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
