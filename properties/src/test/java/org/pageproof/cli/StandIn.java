package org.pageproof.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A command that runs this build: what the script for a bisection finds in {@code PAGEPROOF}. */
final class StandIn {
  private StandIn() {}

  /** With these words of a shell as arguments; they may use those it is given. */
  static Path write(Path file, String arguments) throws IOException {
    Files.writeString(
        file,
        """
        #!/bin/sh
        echo "$*" >>'%s'
        exec '%s' --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \\
          -cp '%s' org.pageproof.cli.Main %s
        """
            .formatted(
                calls(file),
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                arguments));
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Where it writes what it is given, a line for each call. */
  static Path calls(Path file) {
    return file.resolveSibling(file.getFileName() + ".calls");
  }
}
