package org.pageproof.sut.vm.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** The setup header of an x86 kernel image (the kernel's Documentation/arch/x86/boot.rst). */
final class BzImage {
  private static final int SECTOR = 512;
  private static final int SETUP_SECTORS = 0x1f1;
  private static final int PROTECTED_MODE_PARAGRAPHS = 0x1f4;
  private static final int PARAGRAPH = 16;
  private static final int MAGIC = 0x202;
  private static final int MAGIC_VALUE = 0x53726448; // "HdrS"
  private static final int PROTOCOL = 0x206;
  private static final int PROTOCOL_WITH_XLOADFLAGS = 0x020c;
  private static final int VERSION_STRING = 0x20e;
  private static final int LOAD_FLAGS = 0x211;
  private static final int LOADED_HIGH = 1;
  private static final int XLOAD_FLAGS = 0x236;
  private static final int KERNEL_64 = 1;
  private static final int HEADER_END = 0x268;

  /** The setup code, which the version string is part of, has at most 64 sectors. */
  private static final int SETUP_MAX = 65 * SECTOR;

  private final Path file;
  private final long size;
  private final ByteBuffer setup;

  private BzImage(Path file, long size, ByteBuffer setup) {
    this.file = file;
    this.size = size;
    this.setup = setup.order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The kernel's release.
   *
   * @throws ImageException if the file is no complete image of a 64-bit x86 kernel
   */
  static String release(Path file) {
    ByteBuffer setup = ByteBuffer.allocate(SETUP_MAX);
    long size;
    try (FileChannel channel = FileChannel.open(file)) {
      size = channel.size();
      while (setup.hasRemaining() && channel.read(setup) >= 0) {}
    } catch (IOException e) {
      throw new ImageException("cannot read " + Problem.of(file, e), e);
    }
    return new BzImage(file, size, setup.flip()).release();
  }

  private String release() {
    if (setup.limit() < HEADER_END || setup.getInt(MAGIC) != MAGIC_VALUE) {
      throw wrong("no x86 boot header");
    }
    if ((setup.get(LOAD_FLAGS) & LOADED_HIGH) == 0) {
      throw wrong("an old zImage");
    }
    if (setup.getShort(PROTOCOL) < PROTOCOL_WITH_XLOADFLAGS
        || (setup.getShort(XLOAD_FLAGS) & KERNEL_64) == 0) {
      throw wrong("a 32-bit kernel");
    }
    long need =
        (setupSectors() + 1) * (long) SECTOR
            + Integer.toUnsignedLong(setup.getInt(PROTECTED_MODE_PARAGRAPHS)) * PARAGRAPH;
    if (size < need) {
      throw wrong("truncated: " + size + " bytes of " + need);
    }
    return firstWord(Short.toUnsignedInt(setup.getShort(VERSION_STRING)) + SECTOR);
  }

  private int setupSectors() {
    int sectors = Byte.toUnsignedInt(setup.get(SETUP_SECTORS));
    return sectors == 0 ? 4 : sectors;
  }

  private String firstWord(int start) {
    StringBuilder word = new StringBuilder();
    for (int i = start; i < setup.limit() && setup.get(i) > ' '; i++) {
      word.append((char) setup.get(i));
    }
    if (start == SECTOR || word.length() == 0) {
      throw wrong("it does not say its release");
    }
    return word.toString();
  }

  private ImageException wrong(String why) {
    return new ImageException(
        "not a bzImage: "
            + file
            + " ("
            + why
            + "); give arch/x86/boot/bzImage of a kernel tree, or a Debian kernel package");
  }
}
