package org.pageproof.sut.vm;

import org.pageproof.sut.protocol.Journal;

/**
 * Where a guest's memory is: first what its kernel uses, then the journal, which its kernel leaves
 * alone because the command line says so. The journal is memory like the other, not a device's: a
 * snapshot that leaves the memory out wants it at the same place when it is loaded, where devices
 * are put only later.
 *
 * @param ram what the kernel uses, in MiB
 */
record MemoryMap(int ram) {
  private static final long MIB = 1 << 20;

  /** What the journal takes, in MiB. */
  static final int JOURNAL = (int) (Journal.CAPACITY / MIB);

  /** From this size on a q35 machine has only 2 GiB below the addresses of devices. */
  private static final int SPLIT = 2816;

  private static final int LOW = 2048;
  private static final int HIGH = 4096;

  /** Both together, in MiB. */
  int total() {
    return ram + JOURNAL;
  }

  /** The physical address of the journal. */
  long journal() {
    return (total() < SPLIT || ram < LOW ? ram : HIGH + ram - LOW) * MIB;
  }

  /** What the kernel is told. */
  String kernelArguments() {
    // Two nodes are the way to give QEMU two pieces of memory; to the kernel they are one.
    return "numa=off memmap=" + JOURNAL + "M$0x" + Long.toHexString(journal());
  }
}
