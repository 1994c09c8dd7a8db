package org.pageproof.sut.simulator.hmm;

/** What a processor's access to private device memory does: its driver brings the page back. */
interface DeviceFaults {
  /**
   * Brings a page back to system memory (migrate_to_ram).
   *
   * @return whether there was enough memory for it
   */
  boolean fetch(AddressSpace space, Vma area, int page);
}
