package org.pageproof.sut.vm.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** A kernel module. */
final class ModuleFile {
  private static final byte[] ELF_MAGIC = {0x7f, 'E', 'L', 'F'};

  private final Path path;
  private final byte[] elf;

  private ModuleFile(Path path, byte[] elf) {
    this.path = path;
    this.elf = elf;
  }

  /** Whether a file of this name is a module, perhaps compressed. */
  static boolean isModule(Path file) {
    return file.getFileName().toString().matches(".*\\.ko(\\.(xz|zst|gz))?");
  }

  /** The name of the module in a file, where {@code -} and {@code _} are the same. */
  static String nameOf(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.indexOf(".ko")).replace('-', '_');
  }

  /**
   * Reads a module.
   *
   * @throws ImageException if it is none
   */
  static ModuleFile read(Path file) {
    try {
      byte[] elf = decompressed(file);
      if (!Arrays.equals(Arrays.copyOf(elf, ELF_MAGIC.length), ELF_MAGIC)) {
        throw new ImageException("not a kernel module: " + file + "; build it again");
      }
      return new ModuleFile(file, elf);
    } catch (IOException e) {
      throw new ImageException("cannot read the kernel module " + Problem.of(file, e), e);
    }
  }

  private static byte[] decompressed(Path file) throws IOException {
    String name = file.getFileName().toString();
    if (name.endsWith(".gz")) {
      return new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(file))).readAllBytes();
    }
    if (name.endsWith(".ko")) {
      return Files.readAllBytes(file);
    }
    HostTool tool = name.endsWith(".xz") ? HostTool.XZ : HostTool.ZSTD;
    return tool.run(List.of("-dcq", file.toString()))
        .orElseThrow(() -> new IOException("its compression is damaged"));
  }

  /** As {@code lsmod} says it. */
  String name() {
    return nameOf(path);
  }

  /** Its file. */
  Path path() {
    return path;
  }

  /** Writes it uncompressed. */
  void write(Path to) throws IOException {
    Files.write(to, elf);
  }

  /** Whether the file is as the kernel loads it. */
  boolean isPlain() {
    return path.toString().endsWith(".ko");
  }

  /** The modules that must be loaded before it. */
  List<String> dependencies() {
    return Arrays.stream(info("depends").split(",", -1))
        .filter(name -> !name.isEmpty())
        .map(name -> name.replace('-', '_'))
        .toList();
  }

  /** The release of the kernel that it was built for; empty if it does not say. */
  String release() {
    return info("vermagic").split(" ", 2)[0];
  }

  /** A value of the section {@code .modinfo}, whose strings end with a zero byte. */
  private String info(String key) {
    String text = new String(elf, StandardCharsets.ISO_8859_1);
    String start = '\0' + key + '=';
    int from = text.indexOf(start);
    return from < 0 ? "" : text.substring(from + start.length(), text.indexOf('\0', from + 1));
  }
}
