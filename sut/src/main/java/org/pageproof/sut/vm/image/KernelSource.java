package org.pageproof.sut.vm.image;

import java.nio.file.Path;
import java.util.Optional;

/** What a kernel is built from. */
public sealed interface KernelSource {
  /** What is built unless something else is wanted. */
  DebianPackage DEFAULT = new DebianPackage("linux-source-6.12", Optional.empty());

  /**
   * A Debian package with a kernel's source.
   *
   * @param name such as {@code linux-source-6.12}
   * @param suite where it is taken from, such as {@code sid}; empty for this machine's own sources
   */
  record DebianPackage(String name, Optional<String> suite) implements KernelSource {}

  /**
   * The source tree of a developer.
   *
   * @param directory where it is
   */
  record Tree(Path directory) implements KernelSource {}
}
