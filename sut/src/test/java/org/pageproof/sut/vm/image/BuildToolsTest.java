package org.pageproof.sut.vm.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.kernel.KernelProbe.Check;
import org.pageproof.sut.kernel.KernelProbe.Result;

class BuildToolsTest {
  private static final KernelSource TREE = new KernelSource.Tree(Path.of("linux"));

  @TempDir private Path directory;

  private String programs(String... names) throws IOException {
    for (String name : names) {
      Path file = Files.createFile(directory.resolve(name));
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
    return directory.toString();
  }

  @Test
  void missingPackagesAreNamedOnce() throws IOException {
    String path = programs("make", "gcc", "ld", "bison", "bc", "perl");
    Files.createFile(directory.resolve("stdio.h"));
    assertThat(BuildTools.missing(TREE, path, directory)).containsExactly("flex", "libelf-dev");
    assertThat(BuildTools.missing(KernelSource.DEFAULT, path, directory))
        .containsExactly("flex", "dpkg", "tar", "xz-utils", "libelf-dev");
  }

  @Test
  void nothingIsMissing() throws IOException {
    String path = programs("make", "gcc", "ld", "flex", "bison", "bc", "perl");
    Files.createFile(directory.resolve("stdio.h"));
    Files.createFile(directory.resolve("libelf.h"));
    assertThat(BuildTools.missing(TREE, path, directory)).isEmpty();
  }

  @Test
  void oneCommandInstallsAll() {
    assertThatThrownBy(() -> BuildTools.check(List.of("flex", "libelf-dev")))
        .isInstanceOf(HarnessException.class)
        .hasMessage(
            "a kernel cannot be built without flex, libelf-dev; on Debian: apt-get install flex"
                + " libelf-dev");
  }

  @Test
  void doctorNamesTheFirstObstacle() throws IOException {
    CacheDirectory cache = new CacheDirectory(directory.resolve("cache"));
    Result without = VmProbe.run(cache, directory.toString());
    assertThat(without.unavailable())
        .contains("QEMU: not on the PATH; on Debian: apt-get install qemu-system-x86");
    Result qemuOnly = VmProbe.run(cache, programs("qemu-system-x86_64"));
    assertThat(qemuOnly.unavailable().orElseThrow())
        .startsWith("guest's root: cannot be made without busybox-static, libc-bin");
    Result noKernel = VmProbe.run(cache, programs("busybox", "ldd"));
    assertThat(noKernel.unavailable().orElseThrow())
        .isEqualTo(
            "guest's kernel: none was built; run ./pageproof vm build, or give one with --kernel");
    Images.write(cache.path().resolve("kernel-a/bzImage"), Images.kernel());
    Result all = VmProbe.run(cache, directory.toString());
    assertThat(all.unavailable()).isEqualTo(Optional.empty());
    assertThat(all.checks()).extracting(Check::name).contains("kernel build");
  }
}
