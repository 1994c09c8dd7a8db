package org.pageproof.sut.vm.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Packs the classes of a jar or a directory into a jar for the guest: not compressed, because that
 * costs time under emulation, and without native libraries, which lie beside it.
 */
final class WorkerJar {
  private static final String NATIVE = "com/sun/jna/[^/]+/.*";
  private static final String OURS = "com/sun/jna/linux-x86-64/libjnidispatch.so";

  /** The first moment that a zip archive can express. */
  private static final long TIME = 315_532_800_000L;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final ZipOutputStream zip = new ZipOutputStream(bytes);

  private WorkerJar() {}

  /** The jar of what is at this place. */
  static byte[] of(Path origin) throws IOException {
    WorkerJar jar = new WorkerJar();
    if (Files.isDirectory(origin)) {
      jar.addDirectory(origin);
    } else {
      jar.addJar(origin);
    }
    jar.zip.close();
    return jar.bytes.toByteArray();
  }

  /** The native library of JNA in a jar, if it is JNA's. */
  static Optional<byte[]> nativeLibrary(Path origin) throws IOException {
    if (Files.isDirectory(origin)) {
      return Optional.empty();
    }
    try (ZipFile from = new ZipFile(origin.toFile())) {
      ZipEntry entry = from.getEntry(OURS);
      return entry == null ? Optional.empty() : Optional.of(read(from, entry));
    }
  }

  private void addDirectory(Path directory) throws IOException {
    for (Path file : FileTree.files(directory)) {
      add(directory.relativize(file).toString(), Files.readAllBytes(file));
    }
  }

  private void addJar(Path jar) throws IOException {
    try (ZipFile from = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : from.stream().toList()) {
        if (!entry.isDirectory() && !entry.getName().matches(NATIVE + "\\.(so|a|jnilib|dll)")) {
          add(entry.getName(), read(from, entry));
        }
      }
    }
  }

  private static byte[] read(ZipFile from, ZipEntry entry) throws IOException {
    try (InputStream in = from.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  private void add(String name, byte[] contents) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(contents);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(contents.length);
    entry.setCrc(crc.getValue());
    entry.setTime(TIME);
    zip.putNextEntry(entry);
    zip.write(contents);
    zip.closeEntry();
  }
}
