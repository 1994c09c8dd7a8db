package org.pageproof.sut.vm.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelImagesTest {
  @TempDir private Path directory;
  private CacheDirectory cache;

  @BeforeEach
  void chooseCache() {
    cache = new CacheDirectory(directory.resolve("cache"));
  }

  private KernelImage resolve(Path kernel) {
    return KernelImages.resolve(Optional.of(kernel), Optional.empty(), cache);
  }

  private void assertRefused(Path kernel, String... parts) {
    assertThatThrownBy(() -> resolve(kernel))
        .isInstanceOf(ImageException.class)
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
  }

  private static List<String> names(KernelImage image) {
    return image.modules().stream().map(module -> module.getFileName().toString()).toList();
  }

  private Path image() throws IOException {
    return Images.write(directory.resolve("boot").resolve("bzImage"), Images.kernel());
  }

  @Test
  void imageAlone() throws IOException {
    assertThat(resolve(image())).isEqualTo(new KernelImage(image(), List.of(), Images.RELEASE));
    assertThat(cache.path()).doesNotExist();
  }

  @Test
  void modulesComeAfterWhatTheyNeed() throws IOException {
    Path modules = directory.resolve("modules");
    Images.module(modules.resolve("drivers/virtio/virtio_pci.ko"), "virtio-ring", "virtio");
    Images.module(modules.resolve("drivers/virtio/virtio-ring.ko"), "virtio");
    Images.module(modules.resolve("drivers/virtio/virtio.ko"));
    Images.module(modules.resolve("lib/test_hmm.ko"), "built_in");
    Images.module(modules.resolve("sound/other.ko"));
    KernelImage image = KernelImages.resolve(Optional.of(image()), Optional.of(modules), cache);
    assertThat(names(image))
        .containsExactly("virtio.ko", "virtio-ring.ko", "virtio_pci.ko", "test_hmm.ko");
  }

  @Test
  void compressedModulesAreUnpackedOnce() throws IOException, InterruptedException {
    Images.assume(HostTool.XZ, HostTool.ZSTD);
    Path modules = directory.resolve("modules");
    Path xz = Images.module(modules.resolve("virtio_console.ko"));
    byte[] elf = Files.readAllBytes(xz);
    Images.exec("xz", xz.toString());
    Images.exec("zstd", "-q", "--rm", Images.module(modules.resolve("test_hmm.ko")).toString());
    for (int i = 0; i < 2; i++) {
      KernelImage image = KernelImages.resolve(Optional.of(image()), Optional.of(modules), cache);
      assertThat(names(image)).containsExactly("virtio_console.ko", "test_hmm.ko");
      assertThat(image.modules().get(0)).hasBinaryContent(elf).startsWith(cache.path());
    }
    assertThat(cache.path().toFile().list()).hasSize(2);
  }

  @Test
  void damagedModules() throws IOException {
    Path modules = Files.createDirectory(directory.resolve("modules"));
    Files.writeString(modules.resolve("test_hmm.ko"), "no ELF");
    Optional<Path> given = Optional.of(modules);
    Optional<Path> image = Optional.of(image());
    assertThatThrownBy(() -> KernelImages.resolve(image, given, cache))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("not a kernel module: " + modules.resolve("test_hmm.ko"));
    Files.delete(modules.resolve("test_hmm.ko"));
    Files.writeString(modules.resolve("test_hmm.ko.xz"), "no xz");
    Images.assume(HostTool.XZ);
    assertThatThrownBy(() -> KernelImages.resolve(image, given, cache))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("test_hmm.ko.xz: its compression is damaged");
  }

  @Test
  void modulesOfAnotherKernel() throws IOException {
    Path modules = directory.resolve("modules");
    Images.moduleFor("6.11.0", modules.resolve("test_hmm.ko"));
    Optional<Path> image = Optional.of(image());
    assertThatThrownBy(() -> KernelImages.resolve(image, Optional.of(modules), cache))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("is for Linux 6.11.0, the image is " + Images.RELEASE);
  }

  @Test
  void noModulesDirectory() throws IOException {
    Optional<Path> none = Optional.of(directory.resolve("none"));
    Optional<Path> image = Optional.of(image());
    assertThatThrownBy(() -> KernelImages.resolve(image, none, cache))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("none: no such file");
  }

  @Test
  void whatIsNoKernel() throws IOException {
    assertRefused(directory, "is a directory; give its arch/x86/boot/bzImage");
    assertRefused(directory.resolve("none"), "none: no such file");
    assertRefused(Files.writeString(directory.resolve("text"), "text"), "not a bzImage: ");
  }

  @Test
  void debianPackage() throws IOException, InterruptedException {
    Images.assume(HostTool.DPKG_DEB, HostTool.XZ);
    Path root = directory.resolve("root");
    Images.write(root.resolve("boot/vmlinuz-" + Images.RELEASE), Images.kernel());
    Path modules = root.resolve("lib/modules/" + Images.RELEASE + "/kernel/drivers");
    Images.module(modules.resolve("virtio/virtio.ko"));
    Path compressed = Images.module(modules.resolve("char/virtio_console.ko"), "virtio");
    Images.exec("xz", compressed.toString());
    Images.module(modules.resolve("usb/usbcore.ko"));
    KernelImage image = resolve(deb(root));
    assertThat(image.release()).isEqualTo(Images.RELEASE);
    assertThat(names(image)).containsExactly("virtio.ko", "virtio_console.ko");
    assertThat(image.bzImage()).hasBinaryContent(Images.bytes(Images.kernel()));
    assertThat(image.modules()).allSatisfy(module -> assertThat(module).startsWith(cache.path()));
    FileTime made = Files.getLastModifiedTime(image.bzImage());
    assertThat(resolve(deb(root))).isEqualTo(image);
    assertThat(Files.getLastModifiedTime(image.bzImage())).isEqualTo(made);
    assertThat(cache.path().toFile().list()).hasSize(1);
  }

  @Test
  void debianPackageWithoutKernel() throws IOException, InterruptedException {
    Images.assume(HostTool.DPKG_DEB);
    Path root = directory.resolve("root");
    Files.createDirectories(root.resolve("usr"));
    assertRefused(deb(root), "no kernel in ", "linux-image-VERSION-amd64");
    assertThat(cache.path()).isEmptyDirectory();
  }

  @Test
  void debianPackageCutShort() throws IOException, InterruptedException {
    Images.assume(HostTool.DPKG_DEB);
    Path root = directory.resolve("root");
    Images.write(root.resolve("boot/vmlinuz-" + Images.RELEASE), Images.kernel());
    Path deb = deb(root);
    byte[] bytes = Files.readAllBytes(deb);
    Files.write(deb, java.util.Arrays.copyOf(bytes, bytes.length - 100));
    assertRefused(deb, "cannot be unpacked: dpkg-deb: error: ", "; fetch it again");
    assertThat(cache.path()).isEmptyDirectory();
  }

  private Path deb(Path root) throws IOException, InterruptedException {
    Path control = root.resolve("DEBIAN/control");
    Files.createDirectories(root.resolve("DEBIAN"));
    Files.writeString(
        control,
        """
        Package: linux-image-test
        Version: 1
        Architecture: amd64
        Maintainer: nobody <nobody@example.org>
        Description: a test
        """);
    Path deb = directory.resolve("kernel.deb");
    Images.exec("env", "SOURCE_DATE_EPOCH=1", "dpkg-deb", "-b", root.toString(), deb.toString());
    return deb;
  }

  @Test
  void builtKernelIsTheLastAskedFor() throws IOException {
    for (String name : List.of("kernel-a", "kernel-b", "package-c")) {
      Images.write(cache.path().resolve(name).resolve("bzImage"), Images.kernel());
      Images.module(cache.path().resolve(name).resolve("modules/test_hmm.ko"));
    }
    FileTime later = FileTime.fromMillis(System.currentTimeMillis() + 60_000);
    Files.setLastModifiedTime(cache.path().resolve("kernel-a"), later);
    KernelImage image = KernelImages.resolve(Optional.empty(), Optional.empty(), cache);
    assertThat(image.bzImage()).isEqualTo(cache.path().resolve("kernel-a/bzImage"));
    assertThat(names(image)).containsExactly("test_hmm.ko");
  }

  @Test
  void noKernelWasBuilt() {
    assertThat(KernelImages.hasBuilt(cache)).isFalse();
    assertThatThrownBy(() -> KernelImages.resolve(Optional.empty(), Optional.empty(), cache))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("no kernel was built into " + cache.path())
        .hasMessageContaining("run ./pageproof vm build, or give one with --kernel");
  }
}
