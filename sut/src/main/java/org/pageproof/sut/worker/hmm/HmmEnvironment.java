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
 * What must be so on a machine for page tables to change by commands alone, and for all of them to
 * be seen. The first process of a guest makes it so where it can; elsewhere that is left to the
 * machine's owner.
 *
 * @param root where {@code proc} and {@code sys} are
 * @param firstProcess whether this process may change the machine
 */
record HmmEnvironment(Path root, boolean firstProcess) {
  private static final int PAGE_BYTES = AddressPlan.PAGE_SIZE;
  private static final String PAGE = Integer.toString(PAGE_BYTES);
  private static final String DEBUG = "/sys/kernel/debug";

  /** This process's machine. */
  static HmmEnvironment current() {
    return new HmmEnvironment(Path.of("/"), ProcessHandle.current().pid() == 1);
  }

  /**
   * Checks it.
   *
   * @throws HarnessException if something is not so; the message says what to do
   */
  void require() {
    Path thp = file("/sys/kernel/mm/transparent_hugepage/enabled");
    if (Files.exists(thp) && ProfileProbe.text(thp).contains("[always]")) {
      throw new HarnessException("transparent huge pages are on for all; echo madvise >" + thp);
    }
    Path swaps = file("/proc/swaps");
    if (Files.exists(swaps) && ProfileProbe.text(swaps).contains("\n")) { // beyond its heading
      throw new HarnessException("there is swap space, which takes pages away; swapoff -a");
    }
    Path ksm = file("/sys/kernel/mm/ksm/run");
    if (Files.exists(ksm) && !ProfileProbe.text(ksm).equals("0")) {
      throw new HarnessException("pages of equal contents are merged; echo 0 >" + ksm);
    }
    requireSinglePageFaults();
    requireForcedReads();
  }

  private Path file(String path) {
    return root.resolve(path.substring(1));
  }

  /** A fault on a page of a file must not map the pages around it. */
  private void requireSinglePageFaults() {
    Path around = file(DEBUG + "/fault_around_bytes");
    if (firstProcess) {
      setFaultAround(around);
    }
    if (!Files.isReadable(around)) {
      throw new HarnessException(
          around
              + " cannot be read; run as root, mount -t debugfs none "
              + DEBUG
              + ", in a kernel with CONFIG_DEBUG_FS=y");
    }
    String bytes = ProfileProbe.text(around);
    if (!bytes.equals(PAGE)) {
      throw new HarnessException(
          "a fault maps " + bytes + " bytes around; echo " + PAGE + " >" + around);
    }
  }

  private static void setFaultAround(Path around) {
    if (!Files.exists(around) && Libc.mount("none", DEBUG, "debugfs", 0, 0) != 0) {
      throw new HarnessException("debugfs cannot be mounted: " + Libc.errno());
    }
    try {
      Files.writeString(around, PAGE);
    } catch (IOException e) {
      throw new HarnessException(around + " cannot be written: " + e.getMessage(), e);
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
}
