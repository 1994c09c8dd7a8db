package org.pageproof.sut.simulator;

/**
 * A child that touches nothing. Its memory is a copy of its parent's at the fork; the protection of
 * its areas does not matter, because {@code /proc/PID/mem} is written to with force.
 *
 * @param table the entries of its pages
 * @param viewer who looks at its pages
 * @param mapped its mapped pages; bit n is page n
 * @param file its mapped pages that a file backs
 */
record ChildProcess(PageTable table, PageViewer viewer, long mapped, long file) {
  boolean maps(int page) {
    return (mapped >>> page & 1) != 0;
  }

  boolean mapsFile(int page) {
    return (file >>> page & 1) != 0;
  }
}
