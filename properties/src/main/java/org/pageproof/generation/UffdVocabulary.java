package org.pageproof.generation;

import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.UffdKind;

/**
 * What is drawn of the userfaultfd interface. What is expected depends on the profile alone, so
 * that an old vocabulary can be drawn for a new kernel.
 */
public enum UffdVocabulary {
  /** All commands. */
  FULL("userfaultfd", Open.VALID_FLAGS, Register.KNOWN_MODES, Copy.KNOWN_MODES),
  /**
   * What {@code include/uapi/linux/userfaultfd.h} of Linux 4.3 declares, and the memory operations
   * around it.
   */
  HEADER_2015(
      "uffd-2015",
      Open.O_CLOEXEC | Open.O_NONBLOCK,
      Register.MODE_MISSING | Register.MODE_WP,
      Copy.MODE_DONTWAKE);

  private final String id;
  private final int openFlags;
  private final long registerModes;
  private final long copyModes;

  UffdVocabulary(String id, int openFlags, long registerModes, long copyModes) {
    this.id = id;
    this.openFlags = openFlags;
    this.registerModes = registerModes;
    this.copyModes = copyModes;
  }

  /** The name on the command line. */
  public String id() {
    return id;
  }

  boolean has(UffdKind kind) {
    return this == FULL || kind != UffdKind.WRITEPROTECT;
  }

  /** The flags of a descriptor. */
  int openFlags() {
    return openFlags;
  }

  /** The modes of a registration; all others are unknown bits. */
  long registerModes() {
    return registerModes;
  }

  /** The modes of a copy; all others are unknown bits. */
  long copyModes() {
    return copyModes;
  }

  /** Whether {@code /dev/userfaultfd} and the feature bits are part of it. */
  boolean isModern() {
    return this == FULL;
  }
}
