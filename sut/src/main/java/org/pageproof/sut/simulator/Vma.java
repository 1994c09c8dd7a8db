package org.pageproof.sut.simulator;

import org.jspecify.annotations.Nullable;

/** An area of virtual memory: private, anonymous, readable and writable. */
final class Vma {
  /** The register modes, numbered as in the header (VM_UFFD_MISSING, VM_UFFD_WP). */
  static final long MISSING = 1;

  static final long WP = 2;

  private int start;
  private int end;
  private long modes;
  private @Nullable UserfaultContext owner;
  private @Nullable AnonVma anonVma;

  /** An area that is registered with nobody. */
  Vma(int start, int end) {
    this.start = start;
    this.end = end;
  }

  /** A piece of this area, alike in everything else. */
  Vma piece(int pieceStart, int pieceEnd) {
    Vma piece = new Vma(pieceStart, pieceEnd);
    piece.modes = modes;
    piece.owner = owner;
    piece.anonVma = anonVma;
    return piece;
  }

  /** The first page. */
  int start() {
    return start;
  }

  /** The page after the last one. */
  int end() {
    return end;
  }

  void setStart(int page) {
    start = page;
  }

  void setEnd(int page) {
    end = page;
  }

  boolean tracksMissing() {
    return (modes & MISSING) != 0;
  }

  boolean tracksWrites() {
    return (modes & WP) != 0;
  }

  long modes() {
    return modes;
  }

  /** The context that this area is registered with. */
  @Nullable UserfaultContext owner() {
    return owner;
  }

  void register(@Nullable UserfaultContext context, long newModes) {
    owner = context;
    modes = newModes;
  }

  boolean isRegistered(@Nullable UserfaultContext context, long withModes) {
    return owner == context && modes == withModes;
  }

  @Nullable AnonVma anonVma() {
    return anonVma;
  }

  void setAnonVma(AnonVma anchor) {
    anonVma = anchor;
  }

  /** Takes over a neighbour's anon_vma with its pages, unless there is one already. */
  void inheritAnonVma(Vma other) {
    if (anonVma == null) {
      anonVma = other.anonVma;
    }
  }
}
