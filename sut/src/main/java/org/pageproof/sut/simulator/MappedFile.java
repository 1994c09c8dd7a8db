package org.pageproof.sut.simulator;

/** A file that is mapped; two are never the same one, so that their areas stay apart. */
final class MappedFile {
  private final boolean sharedMemory;
  private final boolean mayWrite;

  /**
   * A file as it was opened.
   *
   * @param sharedMemory whether it lives in shared memory (vma_is_shmem)
   * @param mayWrite whether its mapping could be made writable (VM_MAYWRITE)
   */
  MappedFile(boolean sharedMemory, boolean mayWrite) {
    this.sharedMemory = sharedMemory;
    this.mayWrite = mayWrite;
  }

  boolean sharedMemory() {
    return sharedMemory;
  }

  boolean mayWrite() {
    return mayWrite;
  }
}
