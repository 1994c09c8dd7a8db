package org.pageproof.sut.vm.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.pageproof.sut.HarnessException;

/** A Debian kernel package, of which the image and the modules that a guest needs are kept. */
final class KernelPackage {
  private static final byte[] MAGIC = "!<arch>\n".getBytes(StandardCharsets.US_ASCII);

  private final Path file;

  private KernelPackage(Path file) {
    this.file = file;
  }

  /** Whether the file is an archive as Debian packages are. */
  static boolean isPackage(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
    } catch (IOException e) {
      throw new ImageException("cannot read " + Problem.of(file, e), e);
    }
  }

  /**
   * Unpacks the package, or takes what was unpacked before: a directory as of {@link KernelStore}.
   *
   * @throws ImageException if it is no kernel package
   */
  static Path unpack(Path file, CacheDirectory cache) {
    try {
      String key = new InputKey().addContents(file).toString();
      return cache.entry("package-" + key, new KernelPackage(file)::unpack);
    } catch (IOException e) {
      throw new ImageException("cannot read " + Problem.of(file, e), e);
    }
  }

  private void unpack(Path entry, WorkArea area) throws IOException {
    Path all = area.path().resolve("unpacked");
    Path log = area.path().resolve("log");
    String program = HostTool.DPKG_DEB.require().toString();
    List<String> command = List.of(program, "-x", file.toAbsolutePath().toString(), all.toString());
    if (area.run(area.path(), log, command) != 0) {
      throw failed(Files.readString(log));
    }
    Path image = image(all);
    Files.createDirectory(entry);
    Files.copy(image, entry.resolve(KernelStore.IMAGE));
    Path modules = Files.createDirectory(entry.resolve(KernelStore.MODULES));
    for (ModuleFile module : ModuleTree.needed(all, BzImage.release(image))) {
      module.write(modules.resolve(module.name() + ".ko"));
    }
  }

  private RuntimeException failed(String log) {
    String why = log.strip().lines().reduce("no reason given", (before, line) -> line);
    return why.contains("No space left on device")
        ? new HarnessException(file + " cannot be unpacked: " + why + "; make room in the cache")
        : new ImageException(file + " cannot be unpacked: " + why + "; fetch it again");
  }

  private Path image(Path all) throws IOException {
    Path boot = all.resolve("boot");
    if (Files.isDirectory(boot)) {
      try (Stream<Path> files = Files.list(boot)) {
        List<Path> images =
            files.filter(path -> path.getFileName().toString().startsWith("vmlinuz-")).toList();
        if (!images.isEmpty()) {
          return images.get(0);
        }
      }
    }
    throw new ImageException(
        "no kernel in "
            + file
            + ": it has no boot/vmlinuz-*; give a package such as linux-image-VERSION-amd64");
  }
}
