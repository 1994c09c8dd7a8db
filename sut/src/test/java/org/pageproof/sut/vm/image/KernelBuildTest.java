package org.pageproof.sut.vm.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pageproof.sut.HarnessException;

/** A tree is small here: its makefile has the targets of a kernel's, but compiles nothing. */
class KernelBuildTest {
  private static final String CONFIGURED =
      "CONFIG_TEST_HMM=m CONFIG_USERFAULTFD=y CONFIG_VIRTIO_PCI=y CONFIG_VIRTIO_CONSOLE=y"
          + " CONFIG_DEVTMPFS=y";

  @TempDir private Path directory;
  private final List<String> progress = new ArrayList<>();
  private Path cache;
  private Path tree;

  @BeforeEach
  void makeTree() throws IOException {
    cache = directory.resolve("cache");
    tree = Files.createDirectory(directory.resolve("linux"));
    Files.createFile(tree.resolve("Kbuild"));
    Files.createFile(tree.resolve("Kconfig"));
    Images.write(tree.resolve("image"), Images.kernel());
    Images.module(tree.resolve("module"));
    makefile(CONFIGURED, "@for i in $$(seq 600); do echo '  CC      '$$i.o; done");
    List<String> missing =
        BuildTools.missing(
            new KernelSource.Tree(tree), System.getenv("PATH"), Path.of("/usr/include"));
    Assumptions.assumeTrue(missing.isEmpty(), () -> "not installed: " + missing);
  }

  private void makefile(String configuration, String recipe) throws IOException {
    String text =
        """
        allnoconfig:
        	@grep -q CONFIG_TEST_HMM=m $(KCONFIG_ALLCONFIG)
        	@printf '%s\\n' CONFIGURATION >$(O)/.config
        bzImage:
        	RECIPE
        	@mkdir -p $(O)/arch/x86/boot $(O)/lib
        	@cp image $(O)/arch/x86/boot/bzImage
        modules: bzImage
        	@cp module $(O)/lib/test_hmm.ko
        """;
    Files.writeString(
        tree.resolve("Makefile"),
        text.replace("CONFIGURATION", configuration).replace("RECIPE", recipe));
  }

  private KernelBuild.Built build() {
    return KernelBuild.build(new KernelSource.Tree(tree), 2, cache, progress::add);
  }

  private void assertRefused(Class<? extends Exception> type, String... parts) {
    assertThatThrownBy(this::build)
        .isInstanceOf(type)
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
    if (Files.exists(cache)) {
      assertThat(cache.toFile().list()).isSubsetOf("build.lock", "build.log");
    }
  }

  @Test
  void builtKernelCanBeBooted() {
    KernelBuild.Built built = build();
    assertThat(built.origin()).isEqualTo(tree.toString());
    assertThat(built.reused()).isFalse();
    assertThat(progress)
        .containsExactly(
            "configuring",
            "compiling with 2 jobs (log: " + cache.resolve("build.log") + ")",
            "compiled 250 objects",
            "compiled 500 objects");
    KernelImage image =
        KernelImages.resolve(Optional.empty(), Optional.empty(), new CacheDirectory(cache));
    assertThat(image.bzImage()).isEqualTo(built.image());
    assertThat(image.modules()).hasSize(1);
    assertThat(build().directory()).isEqualTo(built.directory()); // the same bytes
  }

  @Test
  void compilerSaysWhyItFails() throws IOException {
    makefile(CONFIGURED, "@echo '  CC  a.o'; echo 'a.c:1:2: error: no such field'; exit 1");
    assertRefused(
        HarnessException.class,
        "the kernel cannot be built (a.c:1:2: error: no such field); see ",
        cache.resolve("build.log").toString());
    assertThat(cache.resolve("build.log")).content().contains("CC  a.o", "Error 1");
  }

  @Test
  void sourceWithoutTheDriver() throws IOException {
    makefile(CONFIGURED.replace("CONFIG_TEST_HMM=m", "CONFIG_OTHER=m"), "");
    assertRefused(ImageException.class, "cannot be built with CONFIG_TEST_HMM=m");
  }

  @Test
  void treeThatHoldsABuild() throws IOException {
    Files.createFile(tree.resolve(".config"));
    assertRefused(
        ImageException.class,
        "holds a build; give its result with --kernel " + tree.resolve("arch/x86/boot/bzImage"),
        "or run make mrproper");
  }

  @Test
  void directoryThatIsNoTree() throws IOException {
    Files.delete(tree.resolve("Kconfig"));
    assertRefused(ImageException.class, tree + " is no kernel source tree");
  }

  @Test
  void packageThatNobodyHas() {
    Images.assume(HostTool.APT_CACHE, HostTool.APT_GET);
    KernelSource none = new KernelSource.DebianPackage("linux-source-0.1", Optional.empty());
    assertThatThrownBy(() -> KernelBuild.build(none, 1, cache, progress::add))
        .isInstanceOf(ImageException.class)
        .hasMessage(
            "apt knows no package linux-source-0.1; run apt-get update, or choose another with"
                + " --source or --suite");
  }
}
