package org.pageproof.sut.vm.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Turns what a user names into a kernel that can be booted. */
public final class KernelImages {
  private final CacheDirectory cache;

  private KernelImages(CacheDirectory cache) {
    this.cache = cache;
  }

  /**
   * The kernel to boot.
   *
   * @param kernel a bzImage, or a Debian package with one; empty for the kernel that {@code vm
   *     build} made last
   * @param modulesDir where its modules are, at any depth; empty if they are in the package, in a
   *     directory {@code modules} beside the image, or built in
   * @throws ImageException if these are no kernel and its modules
   * @throws org.pageproof.sut.HarnessException if the machine fails
   */
  public static KernelImage resolve(Optional<Path> kernel, Optional<Path> modulesDir) {
    return resolve(kernel, modulesDir, CacheDirectory.ofEnvironment());
  }

  static KernelImage resolve(
      Optional<Path> kernel, Optional<Path> modulesDir, CacheDirectory cache) {
    return new KernelImages(cache).resolveIn(kernel, modulesDir);
  }

  /** Whether there is a kernel to boot without naming one. */
  public static boolean hasBuilt(CacheDirectory cache) {
    return KernelStore.latest(cache).isPresent();
  }

  private KernelImage resolveIn(Optional<Path> kernel, Optional<Path> modulesDir) {
    Path given = kernel.map(KernelImages::checked).orElseGet(this::built);
    Path image =
        KernelPackage.isPackage(given)
            ? KernelPackage.unpack(given, cache).resolve(KernelStore.IMAGE)
            : given;
    String release = BzImage.release(image);
    Path beside = image.resolveSibling(KernelStore.MODULES);
    Optional<Path> directory = modulesDir.or(() -> Optional.of(beside).filter(Files::isDirectory));
    List<Path> modules =
        directory.map(from -> plain(ModuleTree.needed(from, release))).orElse(List.of());
    return new KernelImage(image.toAbsolutePath(), modules, release);
  }

  private static Path checked(Path kernel) {
    if (Files.isDirectory(kernel)) {
      throw new ImageException(
          kernel + " is a directory; give its arch/x86/boot/bzImage, or a Debian kernel package");
    }
    if (!Files.exists(kernel)) {
      throw new ImageException(kernel + ": no such file");
    }
    return kernel;
  }

  private Path built() {
    return KernelStore.latest(cache)
        .map(directory -> directory.resolve(KernelStore.IMAGE))
        .orElseThrow(
            () ->
                new ImageException(
                    "no kernel was built into "
                        + cache.path()
                        + "; run ./pageproof vm build, or give one with --kernel"));
  }

  /** The modules as files that the kernel loads as they are: compressed ones go to the cache. */
  private List<Path> plain(Collection<ModuleFile> modules) {
    List<Path> files = new ArrayList<>();
    for (ModuleFile module : modules) {
      files.add(module.isPlain() ? module.path().toAbsolutePath() : decompressed(module));
    }
    return files;
  }

  private Path decompressed(ModuleFile module) {
    try {
      String key = new InputKey().addContents(module.path()).toString();
      Path directory =
          cache.entry(
              "module-" + key,
              (entry, area) -> {
                Files.createDirectory(entry);
                module.write(entry.resolve(module.name() + ".ko"));
              });
      return directory.resolve(module.name() + ".ko");
    } catch (IOException e) {
      throw new ImageException("cannot read " + Problem.of(module.path(), e), e);
    }
  }
}
