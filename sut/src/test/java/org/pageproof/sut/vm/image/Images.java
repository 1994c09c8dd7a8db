package org.pageproof.sut.vm.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Files that are like kernels and modules as far as this package looks at them. */
final class Images {
  static final String RELEASE = "6.12.1-test";
  private static final int SETUP_SECTORS = 3;
  private static final int KERNEL_BYTES = 64;

  private Images() {}

  /** A complete image. */
  static ByteBuffer kernel() {
    ByteBuffer image =
        ByteBuffer.allocate((SETUP_SECTORS + 1) * 512 + KERNEL_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    image.put(0x1f1, (byte) SETUP_SECTORS);
    image.putInt(0x1f4, KERNEL_BYTES / 16);
    image.put(0x202, "HdrS".getBytes(StandardCharsets.US_ASCII));
    image.putShort(0x206, (short) 0x020f);
    image.putShort(0x20e, (short) 0x300);
    image.put(0x211, (byte) 1);
    image.putShort(0x236, (short) 1);
    image.put(0x500, (RELEASE + " (me@here) #1\0").getBytes(StandardCharsets.US_ASCII));
    return image;
  }

  static byte[] bytes(ByteBuffer image) {
    byte[] bytes = new byte[image.capacity()];
    image.get(0, bytes);
    return bytes;
  }

  static Path write(Path file, ByteBuffer image) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    return Files.write(file, bytes(image));
  }

  /** A module of that kernel. */
  static Path module(Path file, String... dependencies) throws IOException {
    return moduleFor(RELEASE, file, dependencies);
  }

  static Path moduleFor(String release, Path file, String... dependencies) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    String text =
        "\u007fELF...\0license=GPL\0depends="
            + String.join(",", dependencies)
            + "\0vermagic="
            + release
            + " SMP mod_unload \0";
    return Files.writeString(file, text, StandardCharsets.ISO_8859_1);
  }

  /** Runs a program, which the test needs. */
  static void exec(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new AssertionError(List.of(command) + " fails");
    }
  }

  static void assume(HostTool... tools) {
    for (HostTool tool : tools) {
      Assumptions.assumeTrue(
          tool.find(System.getenv("PATH")).isPresent(),
          () -> tool + " is not here; on Debian: apt-get install " + tool.debianPackage());
    }
  }
}
