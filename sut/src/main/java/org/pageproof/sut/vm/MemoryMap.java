package org.pageproof.sut.vm;

import org.pageproof.sut.protocol.Journal;

/**
 * Where a guest's memory is: what its kernel uses, what it leaves to the HMM test driver, and the
 * journal, which it leaves alone because the command line says so. The journal is memory like the
 * other, not a device's: a snapshot that leaves the memory out wants it at the same place when it
 * is loaded, where devices are put only later.
 *
 * @param kernel what the kernel uses, in MiB
 * @param coherent what the driver's two coherent devices have together, in MiB; 0 or {@value
 *     #COHERENT}
 */
record MemoryMap(int kernel, int coherent) {
  /** What the driver wants for two coherent devices (lib/test_hmm.c, DEVMEM_CHUNK_SIZE). */
  static final int COHERENT = 512;

  private static final long MIB = 1 << 20;

  /** What the journal takes, in MiB. */
  static final int JOURNAL = (int) (Journal.CAPACITY / MIB);

  /** A q35 machine with more goes on above the addresses of devices, at 4 GiB. */
  private static final int LOW = 2048;

  /** Memory for what is checked in the guest. */
  static MemoryMap of(int kernel, String interfaceName) {
    return new MemoryMap(kernel, interfaceName.equals("hmm") ? COHERENT : 0);
  }

  /** Checks that what the driver gets lies in one piece. */
  MemoryMap {
    if (kernel + coherent > LOW) {
      throw new IllegalArgumentException(
          "a guest has at most " + LOW + " MiB, not " + (kernel + coherent));
    }
  }

  /** All but the journal, in MiB. */
  int ram() {
    return kernel + coherent;
  }

  /** All of it, in MiB. */
  int total() {
    return ram() + JOURNAL;
  }

  /** The physical address of the journal. */
  long journal() {
    return ram() * MIB;
  }

  /** What the kernel is told. */
  String kernelArguments() {
    // Two nodes are the way to give QEMU two pieces of memory; to the kernel they are one.
    String journal = "numa=off memmap=" + JOURNAL + "M$" + hex(journal());
    long first = kernel * MIB;
    return coherent == 0
        ? journal
        : journal
            + " memmap="
            + coherent
            + "M$"
            + hex(first)
            + " pageproof.spm="
            + hex(first)
            + ","
            + hex(first + coherent / 2 * MIB);
  }

  private static String hex(long address) {
    return "0x" + Long.toHexString(address);
  }
}
