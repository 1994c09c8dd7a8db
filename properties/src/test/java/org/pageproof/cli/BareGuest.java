package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.pageproof.sut.vm.image.KernelImages;

/** A guest without Java: a shell that runs one static program some times. */
final class BareGuest {
  private static final long LIMIT_SECONDS = 240;

  private BareGuest() {}

  /**
   * Boots a kernel and runs the program in it; {@code exit status N} follows each run's output.
   *
   * @return the lines on the console, but for those of the firmware and the kernel
   */
  static List<String> run(Path kernel, Path program, int times, Path directory) throws IOException {
    assumeTrue(Machine.has("busybox"), "busybox-static is not installed");
    Path root = Files.createDirectories(directory.resolve("root"));
    for (String name : List.of("proc", "dev")) {
      Files.createDirectory(root.resolve(name));
    }
    assertThat(
            Machine.exec("sh", "-c", "cp \"$(command -v busybox)\" \"$1\"", "sh", root.toString()))
        .isZero();
    Files.copy(program, root.resolve("program"));
    Files.writeString(
        root.resolve("init"),
        """
        #!/busybox sh
        /busybox mount -t proc proc /proc
        /busybox mount -t devtmpfs dev /dev
        echo begin
        for i in $(/busybox seq %d); do
          /program
          echo "exit status $?"
        done
        /busybox poweroff -f
        """
            .formatted(times));
    Files.setPosixFilePermissions(
        root.resolve("init"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Path archive = directory.resolve("root.cpio");
    String pack = "cd \"$1\" && busybox find . | busybox cpio -o -H newc >\"$2\"";
    assertThat(Machine.exec("sh", "-c", pack, "sh", root.toString(), archive.toString())).isZero();
    return boot(kernel, archive, directory.resolve("console"));
  }

  private static List<String> boot(Path kernel, Path archive, Path console) throws IOException {
    String image = KernelImages.resolve(Optional.of(kernel), Optional.empty()).bzImage().toString();
    Process qemu =
        new ProcessBuilder(
                "qemu-system-x86_64",
                "-accel",
                "tcg",
                "-m",
                "512",
                "-nographic",
                "-no-reboot",
                "-kernel",
                image,
                "-initrd",
                archive.toString(),
                "-append",
                "console=ttyS0 quiet panic=-1")
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(console.toFile())
            .start();
    try {
      assertThat(qemu.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).as("the guest ends").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } finally {
      qemu.destroyForcibly();
    }
    return Files.readAllLines(console, StandardCharsets.ISO_8859_1).stream()
        .dropWhile(line -> !line.endsWith("begin"))
        .skip(1)
        .filter(line -> !line.startsWith("["))
        .map(String::strip)
        .toList();
  }
}
