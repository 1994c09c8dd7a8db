package org.pageproof.sut.simulator.hmm;

/** What a page-table entry is. */
enum EntryKind {
  /** Empty. */
  NONE,
  /** Maps a frame: an anonymous page's, a file's, the one of zeros, or one in coherent memory. */
  PRESENT,
  /** Names a page in a device's private memory. */
  DEVICE,
  /** Names a page that a device uses exclusively. */
  EXCLUSIVE,
  /** Names a page that is being migrated; never seen from outside. */
  MIGRATION
}
