package org.pageproof.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.pageproof.sut.vm.VmSut;
import org.pageproof.sut.vm.image.CacheDirectory;

/**
 * Debian's stock kernels, as packages: from the directory that the property {@code
 * pageproof.kernels} names, otherwise from the cache, into which {@code apt-get download} fetches
 * them once. Tests that need one are skipped where it is not to be had.
 */
final class DebianKernels {
  /** Closing a userfaultfd leaves pages protected (CVE-2024-36881). */
  static final String BAD = "6.1.0-54";

  /** The next one, which has the fix. */
  static final String GOOD = "6.1.0-55";

  private static final String DIRECTORY = "pageproof.kernels";

  private DebianKernels() {}

  /** The package of a kernel that can be booted here. */
  static Path assume(String abi) {
    Optional<String> unavailable = VmSut.unavailableBecause();
    assumeTrue(unavailable.isEmpty(), () -> unavailable.orElse(""));
    Optional<String> given = Optional.ofNullable(System.getProperty(DIRECTORY));
    Path directory =
        given
            .map(Path::of)
            .orElseGet(() -> CacheDirectory.ofEnvironment().path().resolve("test-kernels"));
    String name = "linux-image-" + abi + "-amd64-unsigned";
    Optional<Path> there = find(directory, name);
    if (there.isEmpty() && given.isEmpty()) {
      there = download(directory, name);
    }
    assumeTrue(
        there.isPresent(), name + " is neither in " + directory + " nor had by apt-get download");
    return there.orElseThrow();
  }

  private static Optional<Path> find(Path directory, String name) {
    if (!Files.isDirectory(directory)) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> packages = Files.newDirectoryStream(directory, name + "_*.deb")) {
      for (Path each : packages) {
        return Optional.of(each);
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Into a directory of its own first: apt-get leaves files that are not complete. */
  private static Optional<Path> download(Path directory, String name) {
    try {
      Files.createDirectories(directory);
      Path aside = Files.createTempDirectory(directory, "download");
      String command = "cd \"$1\" && apt-get -qq download \"$2\"";
      boolean fetched =
          Machine.has("apt-get")
              && Machine.exec("sh", "-c", command, "sh", aside.toString(), name) == 0;
      Optional<Path> file = fetched ? find(aside, name) : Optional.empty();
      if (file.isPresent()) {
        Path to = directory.resolve(file.get().getFileName());
        file = Optional.of(Files.move(file.get(), to));
      }
      Machine.exec("rm", "-rf", aside.toString());
      return file;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
