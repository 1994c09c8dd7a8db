package org.pageproof.sut.vm.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.pageproof.sut.HarnessException;

/** Compiles a source tree, with its objects in a work area. */
final class KernelMake {
  /** Without these there is nothing to test, or no way to the guest. */
  private static final List<String> REQUIRED =
      List.of(
          "CONFIG_TEST_HMM=m",
          "CONFIG_USERFAULTFD=y",
          "CONFIG_VIRTIO_PCI=y",
          "CONFIG_VIRTIO_CONSOLE=y",
          "CONFIG_DEVTMPFS=y");

  private static final int OBJECTS_PER_LINE = 250;

  private final Path tree;
  private final WorkArea area;
  private final Path objects;
  private final Path log;
  private final Consumer<String> progress;

  KernelMake(Path tree, WorkArea area, Path log, Consumer<String> progress) throws IOException {
    this.tree = tree;
    this.area = area;
    this.objects = Files.createDirectory(area.path().resolve("objects"));
    this.log = log;
    this.progress = progress;
  }

  /** What the configuration asks for, the resource {@code kernel.config}. */
  static byte[] fragment() throws IOException {
    try (InputStream in = KernelMake.class.getResourceAsStream("kernel.config")) {
      if (in == null) {
        throw new IOException("the resource kernel.config is missing; build again");
      }
      return in.readAllBytes();
    }
  }

  /**
   * Configures the kernel.
   *
   * @throws ImageException if this source has not what is tested
   */
  void configure() throws IOException {
    progress.accept("configuring");
    Path fragment = area.path().resolve("kernel.config");
    Files.write(fragment, fragment());
    make(List.of("KCONFIG_ALLCONFIG=" + fragment, "allnoconfig"), line -> {});
    List<String> chosen = Files.readAllLines(objects.resolve(".config"));
    for (String option : REQUIRED) {
      if (!chosen.contains(option)) {
        throw new ImageException(
            "this source cannot be built with " + option + "; it needs Linux 5.8 or later for x86");
      }
    }
  }

  /** Compiles the kernel and its modules. */
  void compile(int jobs) throws IOException {
    progress.accept(
        "compiling with " + jobs + (jobs == 1 ? " job" : " jobs") + " (log: " + log + ")");
    AtomicInteger count = new AtomicInteger();
    make(
        List.of(
            "-j" + jobs,
            "KBUILD_BUILD_TIMESTAMP=@0",
            "KBUILD_BUILD_USER=pageproof",
            "KBUILD_BUILD_HOST=pageproof",
            "KBUILD_BUILD_VERSION=1",
            "bzImage",
            "modules"),
        line -> {
          if (line.startsWith("  CC ") && count.incrementAndGet() % OBJECTS_PER_LINE == 0) {
            progress.accept("compiled " + count + " objects");
          }
        });
  }

  /** Puts the kernel into a new directory, as {@link KernelStore} says. */
  void install(Path directory) throws IOException {
    Files.createDirectory(directory);
    Files.copy(
        objects.resolve("arch").resolve("x86").resolve("boot").resolve("bzImage"),
        directory.resolve(KernelStore.IMAGE));
    Files.copy(objects.resolve(".config"), directory.resolve("config"));
    Path modules = Files.createDirectory(directory.resolve(KernelStore.MODULES));
    Files.copy(objects.resolve("lib").resolve("test_hmm.ko"), modules.resolve("test_hmm.ko"));
  }

  private void make(List<String> arguments, Consumer<String> listener) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(HostTool.MAKE.require().toString());
    command.addAll(List.of("-C", tree.toString(), "O=" + objects, "ARCH=x86_64"));
    command.addAll(arguments);
    if (area.run(area.path(), log, command, listener) != 0) {
      throw new HarnessException(
          "the kernel cannot be built (" + BuildLog.reason(log) + "); see " + log);
    }
  }
}
