package org.pageproof.sut.vm.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.kernel.WorkerClasses;

/**
 * The root of a guest, an initramfs that needs nothing of the host: a shell, a Java machine, the
 * worker's classes, the kernel's modules, and a first process (the resource {@code init}) that
 * loads the modules and becomes the worker.
 *
 * <p>What the first process reads from the kernel's command line:
 *
 * <dl>
 *   <dt>{@code pageproof.worker=A,B,…}
 *   <dd>the worker's arguments
 *   <dt>{@code pageproof.spm=0xADDR0,0xADDR1}
 *   <dd>where the driver finds the memory of its coherent devices (its parameters {@code
 *       spm_addr_dev0} and {@code spm_addr_dev1})
 *   <dt>{@code transparent_hugepage=POLICY}
 *   <dd>set again, because the kernel itself turns huge pages off on small machines
 * </dl>
 *
 * <p>It does not wait for devices: with virtio as modules, ports appear some time after it started
 * the worker. Its complaints, which go to the console, begin with {@code pageproof: }. When the
 * worker ends the kernel panics.
 */
public final class GuestRoot {
  /**
   * What the kernel's command line must have: a root that is no tmpfs, because files of tmpfs are
   * shared memory to userfaultfd, and {@code /bin/sh} shall be an ordinary file; and from 6.12 a
   * {@code /proc/PID/mem} that shows memory whose protection forbids to read it, as it always did.
   */
  public static final String KERNEL_ARGUMENTS = "rootfstype=ramfs proc_mem.force_override=always";

  private static final String PREFIX = "root-";
  private static final String APPLICATION = "app/";
  private static final String MODULES = "modules/";

  private final KernelImage image;
  private final CacheDirectory cache;
  private final List<Path> classes = WorkerClasses.origins();

  private GuestRoot(KernelImage image, CacheDirectory cache) {
    this.image = image;
    this.cache = cache;
  }

  /**
   * An initramfs for the kernel, uncompressed, which boots fastest.
   *
   * @param cacheDir where it is kept; the first takes some 10 s, a change of the worker 1 s
   * @throws HarnessException if the machine lacks something for it, or room
   */
  public static Path build(KernelImage image, Path cacheDir) {
    return new GuestRoot(image, new CacheDirectory(cacheDir)).build();
  }

  private Path build() {
    Path runtime = GuestRuntime.build(cache);
    Path root =
        cache.entry(PREFIX + key(runtime) + ".cpio", (entry, area) -> write(entry, runtime));
    cache.prune(PREFIX);
    return root;
  }

  private InputKey key(Path runtime) {
    try {
      InputKey key = new InputKey().add(runtime.getFileName().toString());
      key.add(new String(init(), StandardCharsets.UTF_8));
      for (Path origin : classes) {
        if (Files.isDirectory(origin)) {
          key.addTree(origin);
        } else {
          key.addContents(origin);
        }
      }
      for (Path module : image.modules()) {
        key.add(module.getFileName().toString()).addContents(module);
      }
      return key;
    } catch (IOException e) {
      throw new HarnessException("cannot read what a guest needs: " + Problem.why(e), e);
    }
  }

  private void write(Path archive, Path runtime) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(archive))) {
      Files.copy(runtime, out);
      try (CpioWriter cpio = new CpioWriter(out)) {
        cpio.program("init", init());
        writeClasses(cpio);
        writeModules(cpio);
      }
    }
  }

  private void writeClasses(CpioWriter cpio) throws IOException {
    for (int i = 0; i < classes.size(); i++) {
      Path origin = classes.get(i);
      cpio.file(APPLICATION + i + ".jar", WorkerJar.of(origin));
      Optional<byte[]> library = WorkerJar.nativeLibrary(origin);
      if (library.isPresent()) {
        cpio.file(APPLICATION + "libjnidispatch.so", library.get());
      }
    }
  }

  private void writeModules(CpioWriter cpio) throws IOException {
    StringBuilder order = new StringBuilder();
    for (Path module : image.modules()) {
      String name = ModuleFile.nameOf(module);
      cpio.copy(MODULES + name + ".ko", module);
      order.append(name).append('\n');
    }
    cpio.file(MODULES + "order", order.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] init() throws IOException {
    try (InputStream in = GuestRoot.class.getResourceAsStream("init")) {
      if (in == null) {
        throw new IOException("the resource init is missing; build again");
      }
      return in.readAllBytes();
    }
  }
}
