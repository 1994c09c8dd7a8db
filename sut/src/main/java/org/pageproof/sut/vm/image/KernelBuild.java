package org.pageproof.sut.vm.image;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.pageproof.sut.HarnessException;

/** Builds a kernel with the HMM test driver for a guest, and keeps it in the cache. */
public final class KernelBuild {
  private static final long BYTES_FOR_PACKAGE = 2_500_000_000L;
  private static final long BYTES_FOR_OBJECTS = 500_000_000L;

  private static final String TREE_PREFIX = KernelStore.PREFIX + "tree-";

  private final int jobs;
  private final CacheDirectory cache;
  private final Path log;
  private final Consumer<String> progress;

  private KernelBuild(int jobs, CacheDirectory cache, Consumer<String> progress) {
    this.jobs = jobs;
    this.cache = cache;
    this.log = cache.path().resolve("build.log");
    this.progress = progress;
  }

  /**
   * A kernel that can be booted.
   *
   * @param directory where it is in the cache; it is booted from now on if no other is named
   * @param origin what it was built from
   * @param reused whether it was in the cache
   */
  public record Built(Path directory, String origin, boolean reused) {
    /** Its image. */
    public Path image() {
      return directory.resolve(KernelStore.IMAGE);
    }
  }

  /**
   * Builds a kernel, or takes the one that was built from the same version of the package.
   *
   * @param jobs how many compilers run at once
   * @param progress hears one line for each step
   * @throws ImageException if the source is none that can be built
   * @throws HarnessException if the machine lacks something or fails
   */
  public static Built build(
      KernelSource source, int jobs, Path cacheDir, Consumer<String> progress) {
    CacheDirectory cache = new CacheDirectory(cacheDir);
    return new KernelBuild(jobs, cache, progress).build(source);
  }

  private Built build(KernelSource source) {
    if (source instanceof KernelSource.Tree tree) {
      check(tree);
    }
    try (WorkArea area = WorkArea.open(cache.path())) {
      Built built =
          source instanceof KernelSource.DebianPackage debian
              ? fromPackage(debian, area)
              : fromTree((KernelSource.Tree) source, area);
      choose(built.directory());
      return built;
    } catch (IOException e) {
      throw cache.unmade(cache.path().resolve("kernel"), e);
    }
  }

  private static void check(KernelSource.Tree source) {
    Path tree = source.directory();
    if (!Files.exists(tree.resolve("Kbuild")) || !Files.exists(tree.resolve("Kconfig"))) {
      throw new ImageException(tree + " is no kernel source tree; give the directory with Kconfig");
    }
    if (Files.exists(tree.resolve(".config"))
        || Files.exists(tree.resolve("include").resolve("config"))) {
      throw new ImageException(
          tree
              + " holds a build; give its result with --kernel "
              + tree.resolve("arch/x86/boot/bzImage")
              + " --modules "
              + tree
              + ", or run make mrproper there");
    }
  }

  private Built fromPackage(KernelSource.DebianPackage source, WorkArea area) throws IOException {
    HostTool.APT_GET.require();
    source.suite().ifPresent(suite -> progress.accept("asking for the packages of " + suite));
    SourcePackage found = SourcePackage.of(source, area);
    Optional<String> version = found.version();
    if (version.isEmpty()) {
      return cachedOf(source)
          .orElseThrow(
              () ->
                  new ImageException(
                      "apt knows no package "
                          + source.name()
                          + "; run apt-get update, or choose another with --source or --suite"));
    }
    String name = prefix(source) + version.get() + "-" + fragmentKey();
    Path entry = cache.path().resolve(name);
    boolean reused = Files.exists(entry);
    if (!reused) {
      BuildTools.require(source);
      try (FileChannel lock = lockFile()) {
        take(lock);
        reused = Files.exists(entry);
        if (!reused) {
          cache.publish(compile(found, version.get(), area), name);
        }
      }
    }
    return new Built(entry, source.name() + " " + version.get(), reused);
  }

  private Path compile(SourcePackage found, String version, WorkArea area) throws IOException {
    requireRoom(BYTES_FOR_PACKAGE);
    progress.accept("downloading version " + version);
    Path deb = found.download(version);
    progress.accept("unpacking");
    return compile(found.unpack(deb), area);
  }

  private static String prefix(KernelSource.DebianPackage source) {
    return KernelStore.PREFIX + source.name() + "_";
  }

  /** A kernel of this package in whatever version, for machines on which apt knows none. */
  private Optional<Built> cachedOf(KernelSource.DebianPackage source) throws IOException {
    String prefix = prefix(source);
    String suffix = "-" + fragmentKey();
    return KernelStore.latest(cache, name -> name.startsWith(prefix) && name.endsWith(suffix))
        .map(
            entry -> {
              String name = entry.getFileName().toString();
              String version = name.substring(prefix.length(), name.length() - suffix.length());
              return new Built(entry, source.name() + " " + version, true);
            });
  }

  private Built fromTree(KernelSource.Tree source, WorkArea area) throws IOException {
    Path tree = source.directory().toAbsolutePath().normalize();
    BuildTools.require(source);
    try (FileChannel lock = lockFile()) {
      take(lock);
      requireRoom(BYTES_FOR_OBJECTS);
      Path made = compile(tree, area);
      String name = TREE_PREFIX + new InputKey().addTree(made);
      Path entry = cache.publish(made, name);
      cache.prune(TREE_PREFIX);
      return new Built(entry, tree.toString(), false);
    }
  }

  private FileChannel lockFile() throws IOException {
    return FileChannel.open(
        cache.path().resolve("build.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** One build at a time: two would take twice as long, and who waits may find what it wants. */
  private void take(FileChannel lock) throws IOException {
    if (lock.tryLock() == null) {
      progress.accept("waiting for another build");
      lock.lock();
    }
  }

  private Path compile(Path tree, WorkArea area) throws IOException {
    Files.deleteIfExists(log);
    KernelMake make = new KernelMake(tree, area, log, progress);
    make.configure();
    make.compile(jobs);
    Path made = area.path().resolve("made");
    make.install(made);
    return made;
  }

  private void requireRoom(long bytes) throws IOException {
    long usable = Files.getFileStore(cache.path()).getUsableSpace();
    if (usable < bytes) {
      throw new HarnessException(
          String.format(
              "a kernel needs %.1f GB to be built, %s has %.1f GB; make room, or set"
                  + " PAGEPROOF_CACHE to another directory",
              bytes / 1e9, cache.path(), usable / 1e9));
    }
  }

  private static String fragmentKey() throws IOException {
    return new InputKey()
        .add(new String(KernelMake.fragment(), StandardCharsets.UTF_8))
        .toString()
        .substring(0, 8);
  }

  /** The newest is the one that is booted. */
  private static void choose(Path entry) throws IOException {
    Files.setLastModifiedTime(entry, FileTime.from(Instant.now()));
  }
}
