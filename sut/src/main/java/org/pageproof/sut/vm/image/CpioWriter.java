package org.pageproof.sut.vm.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Writes an initramfs: a cpio archive in the "newc" format (the kernel's
 * Documentation/driver-api/early-userspace/buffer-format.rst). All belongs to root; directories are
 * written before what is in them. Equal contents give equal bytes.
 */
final class CpioWriter implements AutoCloseable {
  private static final int DIRECTORY = 0040755;
  private static final int SYMLINK = 0120777;
  private static final int FILE = 0100644;
  private static final int PROGRAM = 0100755;
  private static final int ALIGNMENT = 4;
  private static final long SIZE_MAX = 0xffff_ffffL;

  /** When all files were last modified, as far as a guest knows. */
  static final FileTime TIME = FileTime.from(1_600_000_000, TimeUnit.SECONDS);

  private final OutputStream out;
  private final Set<String> directories = new HashSet<>();
  private int inode;

  /** Archives may follow each other in one file; each begins at a multiple of 4 bytes. */
  CpioWriter(OutputStream out) {
    this.out = out;
  }

  /** Adds a directory, unless it is there. */
  void directory(String name) throws IOException {
    if (name.isEmpty() || directories.contains(name)) {
      return;
    }
    header(name, DIRECTORY, 0);
    directories.add(name);
  }

  /** Adds a file that is not executable. */
  void file(String name, byte[] contents) throws IOException {
    header(name, FILE, contents.length);
    contents(contents);
  }

  /** Adds an executable file. */
  void program(String name, byte[] contents) throws IOException {
    header(name, PROGRAM, contents.length);
    contents(contents);
  }

  /** Adds a copy of a file, executable if it is. */
  void copy(String name, Path file) throws IOException {
    long size = Files.size(file);
    header(name, Files.isExecutable(file) ? PROGRAM : FILE, size);
    if (Files.copy(file, out) != size) {
      throw new IOException(file + " changed while it was read");
    }
    pad(size);
  }

  /** Adds a symbolic link. */
  void symlink(String name, String target) throws IOException {
    byte[] contents = target.getBytes(StandardCharsets.UTF_8);
    header(name, SYMLINK, contents.length);
    contents(contents);
  }

  /** Ends the archive, and leaves the stream open. */
  @Override
  public void close() throws IOException {
    entry("TRAILER!!!", 0, 0);
  }

  private void header(String name, int mode, long size) throws IOException {
    if (name.startsWith("/") || size > SIZE_MAX) {
      throw new IllegalArgumentException(name + " of " + size + " bytes cannot be archived");
    }
    directory(name.substring(0, Math.max(0, name.lastIndexOf('/'))));
    entry(name, mode, size);
  }

  private void entry(String name, int mode, long size) throws IOException {
    byte[] nameBytes = (name + '\0').getBytes(StandardCharsets.UTF_8);
    inode++;
    int links = 1;
    int zero = 0; // owner, group, and four device numbers
    String header =
        String.format(
            Locale.ROOT,
            "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x",
            inode,
            mode,
            zero,
            zero,
            links,
            TIME.to(TimeUnit.SECONDS),
            size,
            zero,
            zero,
            zero,
            zero,
            nameBytes.length,
            zero);
    out.write(header.getBytes(StandardCharsets.US_ASCII));
    out.write(nameBytes);
    pad(header.length() + nameBytes.length);
  }

  private void contents(byte[] contents) throws IOException {
    out.write(contents);
    pad(contents.length);
  }

  private void pad(long written) throws IOException {
    out.write(new byte[(int) (-written & (ALIGNMENT - 1))]);
  }
}
