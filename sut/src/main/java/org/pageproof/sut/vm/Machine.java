package org.pageproof.sut.vm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.pageproof.sut.vm.image.GuestRoot;
import org.pageproof.sut.worker.main.WorkerMain;

/**
 * A virtual machine as it is before it is switched on.
 *
 * @param qemu what runs it
 * @param accelerator what executes its instructions; not AUTO
 * @param kernel a bzImage
 * @param initramfs the root
 * @param memory its memory
 * @param interfaceName what its worker executes
 * @param settleLimit how long its worker waits for a step to settle
 */
record Machine(
    QemuProgram qemu,
    Accelerator accelerator,
    Path kernel,
    Path initramfs,
    MemoryMap memory,
    String interfaceName,
    Duration settleLimit) {
  /**
   * What its kernel is told: warnings go to the console, not only errors, because a warning is an
   * observation; after a panic, which an oops is too, it resets, and QEMU ends; an NMI, by which we
   * ask a guest that is stuck, shows all tasks and is a panic. Memory that may not be read can be
   * observed, which later kernels forbid by default. Grace periods of RCU are short, or a device
   * that gives back its memory would spend most of its time waiting for them.
   */
  private static final String KERNEL_ARGUMENTS =
      "console=ttyS0 quiet loglevel=5 panic=-1 oops=panic unknown_nmi_panic panic_print=1 no5lvl"
          + " transparent_hugepage=madvise proc_mem.force_override=always rcupdate.rcu_expedited=1";

  /** The same machine with another accelerator. */
  Machine with(Accelerator other) {
    return new Machine(qemu, other, kernel, initramfs, memory, interfaceName, settleLimit);
  }

  /** The same machine with another kernel. */
  Machine booting(Path otherKernel, Path otherInitramfs) {
    return new Machine(
        qemu, accelerator, otherKernel, otherInitramfs, memory, interfaceName, settleLimit);
  }

  /**
   * QEMU's arguments.
   *
   * @param files what it connects to
   * @param ram the memory of the guest's kernel
   */
  List<String> arguments(RunFiles files, Ram ram) {
    List<String> arguments = new ArrayList<>(accelerator.arguments());
    arguments.addAll(List.of("-machine", "q35", "-smp", "1", "-m", memory.total() + "M"));
    arguments.addAll(List.of("-nodefaults", "-no-user-config", "-display", "none", "-no-reboot"));
    arguments.addAll(List.of("-object", ram.object(memory.ram())));
    arguments.addAll(
        List.of("-object", Ram.object("journal", MemoryMap.JOURNAL, files.journal(), true)));
    arguments.addAll(List.of("-numa", "node,nodeid=0,cpus=0,memdev=ram"));
    arguments.addAll(List.of("-numa", "node,nodeid=1,memdev=journal"));
    arguments.addAll(List.of("-device", "virtio-serial-pci"));
    arguments.addAll(List.of("-chardev", "socket,id=cmd,path=" + quoted(files.command())));
    arguments.addAll(List.of("-device", "virtserialport,nr=1,chardev=cmd,name=cmd"));
    arguments.addAll(List.of("-chardev", "socket,id=qmp,path=" + quoted(files.qmp())));
    arguments.addAll(List.of("-mon", "chardev=qmp,mode=control"));
    arguments.addAll(List.of("-chardev", "file,id=console,path=" + quoted(files.console())));
    arguments.addAll(List.of("-serial", "chardev:console"));
    arguments.addAll(List.of("-kernel", kernel.toString(), "-initrd", initramfs.toString()));
    arguments.addAll(List.of("-append", kernelArguments(ram)));
    arguments.addAll(ram.arguments());
    return arguments;
  }

  private String kernelArguments(Ram ram) {
    String worker =
        String.join(
                ",",
                interfaceName,
                "memory:0x" + Long.toHexString(memory.journal()),
                Long.toString(settleLimit.toMillis()))
            + (ram.isStored() ? "," + WorkerMain.WARM_UP : "");
    return String.join(
        " ",
        KERNEL_ARGUMENTS,
        GuestRoot.KERNEL_ARGUMENTS,
        accelerator.kernelArguments(),
        memory.kernelArguments(),
        "pageproof.worker=" + worker);
  }

  /** A path within an option, where commas separate and are doubled. */
  static String quoted(Path path) {
    return path.toString().replace(",", ",,");
  }
}
