package org.pageproof.sut.vm.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.pageproof.sut.HarnessException;

/** How a kernel lies in the cache: an image, and beside it a directory with its modules. */
final class KernelStore {
  /** The image. */
  static final String IMAGE = "bzImage";

  /** The directory of modules. */
  static final String MODULES = "modules";

  /** How the names of built kernels begin. */
  static final String PREFIX = "kernel-";

  private KernelStore() {}

  /** The directory of the kernel that was built last, or last asked for. */
  static Optional<Path> latest(CacheDirectory cache) {
    return latest(cache, name -> name.startsWith(PREFIX));
  }

  /** The same among entries with certain names. */
  static Optional<Path> latest(CacheDirectory cache, Predicate<String> wanted) {
    if (!Files.isDirectory(cache.path())) {
      return Optional.empty();
    }
    try (Stream<Path> entries = Files.list(cache.path())) {
      return entries
          .filter(entry -> wanted.test(entry.getFileName().toString()))
          .filter(entry -> Files.isRegularFile(entry.resolve(IMAGE)))
          .max(Comparator.comparing(KernelStore::modified));
    } catch (IOException e) {
      throw new HarnessException("cannot read the cache " + Problem.of(cache.path(), e), e);
    }
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new HarnessException("cannot read " + Problem.of(file, e), e);
    }
  }
}
