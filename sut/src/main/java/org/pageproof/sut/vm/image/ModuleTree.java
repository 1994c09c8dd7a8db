package org.pageproof.sut.vm.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A directory with kernel modules in it, at any depth: {@code /lib/modules/…} or a build tree. */
final class ModuleTree {
  /** What the guest needs: its channel, and the driver under test. */
  private static final List<String> NEEDED = List.of("virtio_pci", "virtio_console", "test_hmm");

  private final Map<String, Path> files;
  private final String release;
  private final Map<String, ModuleFile> chosen = new LinkedHashMap<>();

  private ModuleTree(Map<String, Path> files, String release) {
    this.files = files;
    this.release = release;
  }

  /**
   * What the guest needs of the modules in a directory, in the order in which they are loaded. What
   * is not there is taken as built in.
   *
   * @param release of the kernel
   * @throws ImageException if a module is for another kernel, or there is no such directory
   */
  static Collection<ModuleFile> needed(Path directory, String release) {
    Map<String, Path> files = new TreeMap<>();
    try (Stream<Path> tree = Files.walk(directory)) {
      tree.filter(ModuleFile::isModule)
          .sorted()
          .forEach(file -> files.putIfAbsent(ModuleFile.nameOf(file), file));
    } catch (IOException e) {
      throw new ImageException("cannot read the modules in " + Problem.of(directory, e), e);
    }
    ModuleTree modules = new ModuleTree(files, release);
    NEEDED.forEach(modules::choose);
    return modules.chosen.values();
  }

  private void choose(String name) {
    Path file = files.get(name);
    if (file == null || chosen.containsKey(name)) {
      return;
    }
    ModuleFile module = ModuleFile.read(file);
    if (!module.release().equals(release)) {
      throw new ImageException(
          "the kernel module "
              + file
              + " is for Linux "
              + module.release()
              + ", the image is "
              + release
              + "; --modules must name the modules of the same build");
    }
    module.dependencies().forEach(this::choose);
    chosen.put(name, module);
  }
}
