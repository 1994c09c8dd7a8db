package org.pageproof.sut.vm.image;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What is in an initramfs, read back as the kernel does it.
 *
 * @param name without a leading slash
 * @param inode its number
 * @param mode type and permissions
 * @param text the contents of a file, a character for each byte; the target of a link
 */
record CpioEntry(String name, int inode, int mode, String text) {
  private static final int HEADER = 110;

  /** The entries of all archives in an image, without their trailers. */
  static List<CpioEntry> parse(byte[] image) {
    List<CpioEntry> entries = new ArrayList<>();
    int at = 0;
    while (at < image.length) {
      String header = new String(image, at, HEADER, StandardCharsets.US_ASCII);
      if (!header.startsWith("070701")) {
        throw new AssertionError("no header at " + at + ": " + header);
      }
      int nameLength = field(header, 11);
      int size = field(header, 6);
      String name = new String(image, at + HEADER, nameLength - 1, StandardCharsets.UTF_8);
      int data = aligned(at + HEADER + nameLength);
      if (!name.equals("TRAILER!!!")) {
        String contents = new String(image, data, size, StandardCharsets.ISO_8859_1);
        entries.add(new CpioEntry(name, field(header, 0), field(header, 1), contents));
      }
      at = aligned(data + size);
    }
    return entries;
  }

  private static int field(String header, int index) {
    return Integer.parseUnsignedInt(header.substring(6 + 8 * index, 14 + 8 * index), 16);
  }

  private static int aligned(int offset) {
    return (offset + 3) & ~3;
  }
}
