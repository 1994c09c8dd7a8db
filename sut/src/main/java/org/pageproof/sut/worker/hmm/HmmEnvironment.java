package org.pageproof.sut.worker.hmm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.jna.NativeMemory;
import org.pageproof.sut.worker.AreaCalls;
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
  private static final String THP = "/sys/kernel/mm/transparent_hugepage";

  private static final int PAGE_BYTES = AddressPlan.PAGE_SIZE;
  private static final String PAGE = Integer.toString(PAGE_BYTES);
  private static final String DEBUG = "/sys/kernel/debug";
  private static final int HUGE_BYTES = AddressPlan.HUGE_PAGES * PAGE_BYTES;

  /** How long khugepaged shall sleep, in ms; the longest that it understands. */
  private static final String FOREVER = "4294967295";

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
    requireHugePageOptions();
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

  /**
   * What asks for huge pages gets them, and nobody else makes any. A kernel with less than 512 MB
   * of memory clears these options, whatever it was told.
   */
  private void requireHugePageOptions() {
    require(THP + "/enabled", "madvise", "huge pages are not for those alone that ask for them");
    require(THP + "/use_zero_page", "1", "a huge page that was only read is not of zeros");
    require(THP + "/defrag", "madvise", "what asks for huge pages may get small ones");
    require(
        THP + "/khugepaged/scan_sleep_millisecs", FOREVER, "small pages are made huge ones later");
    wakeKhugepaged();
  }

  /** An option must have this value, which may be one in brackets among others. */
  private void require(String option, String value, String otherwise) {
    Path path = file(option);
    if (firstProcess) {
      write(path, value);
    }
    String text = ProfileProbe.text(path);
    if (!text.equals(value) && !text.contains("[" + value + "]")) {
      throw new HarnessException(otherwise + "; echo " + value + " >" + path);
    }
  }

  /** The first advice of a process wakes it, however long it shall sleep between its scans. */
  private static void wakeKhugepaged() {
    try (NativeMemory room = NativeMemory.allocate(2 * HUGE_BYTES)) { // a huge page fits in there
      AreaCalls.checked(
          Libc.madvise(room.address(), 2L * HUGE_BYTES, Libc.MADV_HUGEPAGE), "MADV_HUGEPAGE");
    }
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
    write(around, PAGE);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new HarnessException(file + " cannot be written: " + e.getMessage(), e);
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
