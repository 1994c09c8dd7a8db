package org.pageproof.sut.vm.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BzImageTest {
  @TempDir private Path directory;

  private Path file() {
    return directory.resolve("image");
  }

  private void assertRefused(String why) {
    assertThatThrownBy(() -> BzImage.release(file()))
        .isInstanceOf(ImageException.class)
        .hasMessageStartingWith("not a bzImage: " + file() + " (" + why)
        .hasMessageContaining("; give arch/x86/boot/bzImage")
        .hasMessageNotContaining("\n");
  }

  @Test
  void releaseIsTheFirstWordOfTheVersion() throws IOException {
    assertThat(BzImage.release(Images.write(file(), Images.kernel()))).isEqualTo(Images.RELEASE);
  }

  @Test
  void bytesAfterTheKernelDoNotMatter() throws IOException {
    byte[] image = Images.bytes(Images.kernel());
    Files.write(file(), Arrays.copyOf(image, image.length + 100)); // a signature
    assertThat(BzImage.release(file())).isEqualTo(Images.RELEASE);
  }

  @Test
  void otherFiles() throws IOException {
    Files.writeString(file(), "");
    assertRefused("no x86 boot header");
    Files.writeString(file(), "\u007fELF, a vmlinux".repeat(1000));
    assertRefused("no x86 boot header");
  }

  @Test
  void lastByteIsMissing() throws IOException {
    byte[] image = Images.bytes(Images.kernel());
    Files.write(file(), Arrays.copyOf(image, image.length - 1));
    assertRefused("truncated: " + (image.length - 1) + " bytes of " + image.length);
  }

  @Test
  void endsInTheSetupCode() throws IOException {
    Files.write(file(), Arrays.copyOf(Images.bytes(Images.kernel()), 0x400));
    assertRefused("truncated");
    Files.write(file(), Arrays.copyOf(Images.bytes(Images.kernel()), 0x230));
    assertRefused("no x86 boot header");
  }

  @Test
  void otherKindsOfKernels() throws IOException {
    Images.write(file(), Images.kernel().put(0x211, (byte) 0));
    assertRefused("an old zImage");
    Images.write(file(), Images.kernel().putShort(0x236, (short) 0));
    assertRefused("a 32-bit kernel");
    Images.write(file(), Images.kernel().putShort(0x206, (short) 0x0204));
    assertRefused("a 32-bit kernel");
  }

  @Test
  void withoutRelease() throws IOException {
    ByteBuffer image = Images.kernel();
    Images.write(file(), Images.kernel().putShort(0x20e, (short) 0));
    assertRefused("it does not say its release");
    Images.write(file(), image.putShort(0x20e, (short) 0xffff));
    assertRefused("it does not say its release");
  }

  @Test
  void noFile() {
    assertThatThrownBy(() -> BzImage.release(file()))
        .isInstanceOf(ImageException.class)
        .hasMessage("cannot read " + file() + ": no such file");
  }
}
