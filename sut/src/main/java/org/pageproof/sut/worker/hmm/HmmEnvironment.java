package org.pageproof.sut.worker.hmm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.jna.NativeMemory;
import org.pageproof.sut.worker.ProcFile;
import org.pageproof.sut.worker.ProfileProbe;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Reply;

/**
 * What must be so on a machine for page tables to change by commands alone. The first process of a
 * guest makes it so where it can; elsewhere that is left to the machine's owner.
 */
final class HmmEnvironment {
  private static final String DEBUG = "/sys/kernel/debug";
  private static final Path FAULT_AROUND = Path.of(DEBUG, "fault_around_bytes");
  private static final Path SWAPS = Path.of("/proc/swaps");
  private static final Path KSM = Path.of("/sys/kernel/mm/ksm/run");
  private static final int PAGE_BYTES = AddressPlan.PAGE_SIZE;
  private static final String PAGE = Integer.toString(PAGE_BYTES);

  private HmmEnvironment() {}

  /**
   * Checks it.
   *
   * @throws HarnessException if something is not so; the message says what to do
   */
  static void require() {
    if (ProfileProbe.thp().equals("always")) {
      throw new HarnessException(
          "transparent huge pages are 'always'; echo madvise"
              + " >/sys/kernel/mm/transparent_hugepage/enabled");
    }
    if (lines(SWAPS) > 1) { // after its heading
      throw new HarnessException("there is swap space; swapoff -a");
    }
    if (Files.exists(KSM) && !ProfileProbe.text(KSM).equals("0")) {
      throw new HarnessException("pages are merged; echo 0 >" + KSM);
    }
    requireSinglePageFaults();
    requireForcedReads();
  }

  /** A fault on a page of a file must not map the pages around it. */
  private static void requireSinglePageFaults() {
    if (ProcessHandle.current().pid() == 1) {
      setFaultAround();
    }
    if (!Files.isReadable(FAULT_AROUND)) {
      throw new HarnessException(
          FAULT_AROUND
              + " cannot be read; run as root, mount -t debugfs none "
              + DEBUG
              + ", in a kernel with CONFIG_DEBUG_FS=y");
    }
    String bytes = ProfileProbe.text(FAULT_AROUND);
    if (!bytes.equals(PAGE)) {
      throw new HarnessException(
          "faults map " + bytes + " bytes around; echo " + PAGE + " >" + FAULT_AROUND);
    }
  }

  private static void setFaultAround() {
    if (!Files.exists(FAULT_AROUND) && Libc.mount("none", DEBUG, "debugfs", 0, 0) != 0) {
      throw new HarnessException("debugfs cannot be mounted: " + Libc.errno());
    }
    try {
      Files.writeString(FAULT_AROUND, PAGE);
    } catch (IOException e) {
      throw new HarnessException(FAULT_AROUND + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** The contents of memory that may not be read must be readable for an observer. */
  private static void requireForcedReads() {
    try (NativeMemory page = NativeMemory.allocate(PAGE_BYTES);
        ProcFile memory = new ProcFile("/proc/self/mem", Long.BYTES)) {
      if (Libc.mprotect(page.address(), PAGE_BYTES, Libc.PROT_NONE) != 0) {
        throw new HarnessException("mprotect: " + Libc.errno());
      }
      if (!memory.readWord(page.address()).equals(Reply.ZERO)) {
        throw new HarnessException(
            "/proc/self/mem does not read memory that may not be read; boot with"
                + " proc_mem.force_override=always");
      }
    }
  }

  private static int lines(Path file) {
    return ProfileProbe.text(file).split("\n", -1).length;
  }
}
