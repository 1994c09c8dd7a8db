package org.pageproof.sut.vm;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.driver.DriverOptions;
import org.pageproof.sut.driver.WorkerSut;
import org.pageproof.sut.vm.image.CacheDirectory;
import org.pageproof.sut.vm.image.GuestRoot;
import org.pageproof.sut.vm.image.ImageException;
import org.pageproof.sut.vm.image.KernelImage;
import org.pageproof.sut.vm.image.KernelImages;
import org.pageproof.trace.CommandCodec;
import org.pageproof.vocabulary.Command;

/** A kernel in a virtual machine. Its workers are guests. */
public final class VmSut {
  private static final String SNAPSHOTS = "snapshots";

  private VmSut() {}

  /**
   * Switches a guest on whose worker executes the commands of this interface.
   *
   * @param notes is told, in a line each, of what went wrong and was tried again
   * @throws ImageException if the kernel is none, or its modules are missing
   * @throws HarnessException if no guest can work on this machine; the message says why and what to
   *     do
   */
  public static <C extends Command> WorkerSut<C> start(
      VmOptions options, CommandCodec<C> codec, Consumer<String> notes) {
    QemuProgram qemu = QemuProgram.find();
    KernelImage image = KernelImages.resolve(options.kernel(), options.modules());
    Path cache = CacheDirectory.ofEnvironment().path();
    Machine machine =
        new Machine(
            qemu,
            options.accelerator(),
            image.bzImage(),
            GuestRoot.build(image, cache),
            MemoryMap.of(options.memory(), codec.interfaceName()),
            codec.interfaceName(),
            options.settleLimit());
    Machines machines =
        new Machines(
            machine, options.accelerator(), new SnapshotStore(cache.resolve(SNAPSHOTS)), notes);
    return WorkerSut.start(
        new GuestLauncher(machines, options.freshBoot()),
        codec,
        new DriverOptions(options.tool(), options.hangLimit(), options.recycleAfter()));
  }

  /** Why there can be no virtual machine here, and how to fix it; empty if there can be one. */
  public static Optional<String> unavailableBecause() {
    return QemuProgram.missing(String.valueOf(System.getenv("PATH")));
  }
}
