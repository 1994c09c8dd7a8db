package org.pageproof.sut.vm.image;

import java.nio.file.Path;
import java.util.List;

/**
 * A kernel that QEMU can boot.
 *
 * @param bzImage its image
 * @param modules what the guest loads, in this order: uncompressed {@code .ko} files
 * @param release as {@code uname -r} says it
 */
public record KernelImage(Path bzImage, List<Path> modules, String release) {
  /** Copies the list. */
  public KernelImage {
    modules = List.copyOf(modules);
  }
}
