package org.pageproof.sut.simulator.hmm;

import org.jspecify.annotations.Nullable;
import org.pageproof.sut.simulator.areas.AnonVma;

/**
 * A frame of memory, told by its first word and the word that fills the rest. It counts who refers
 * to it and how many of those are page-table entries, and has a label by which the reverse mapping
 * finds these.
 */
class Frame {
  private final boolean addressable;
  private long head;
  private long tail;
  private int references;
  private int mappings;
  private boolean exclusive;
  private @Nullable AnonVma anonVma;
  private @Nullable CachedFile file;
  private int index;
  private @Nullable Folio folio;
  private int position;

  /** A frame filled with zeros, to which nobody refers. */
  Frame() {
    this(true);
  }

  /**
   * A frame filled with zeros, to which nobody refers.
   *
   * @param addressable whether the kernel can reach its contents
   */
  Frame(boolean addressable) {
    this.addressable = addressable;
  }

  /** A frame of an anonymous page, with the contents of another one. */
  static Frame copyOf(Frame other) {
    Frame copy = new Frame();
    copy.copyFrom(other);
    return copy;
  }

  /** Whether the kernel can reach the contents, which it cannot in a device's private memory. */
  final boolean isAddressable() {
    return addressable;
  }

  final long head() {
    return head;
  }

  final long tail() {
    return tail;
  }

  final void store(long word) {
    head = word;
  }

  final void fill(long newHead, long newTail) {
    head = newHead;
    tail = newTail;
  }

  final void copyFrom(Frame other) {
    fill(other.head, other.tail);
  }

  final void get() {
    references++;
  }

  /** Gives back a reference; the last one frees the frame. */
  final void put() {
    references--;
    if (references == 0) {
      free();
    }
  }

  /** What becomes of a frame that nobody refers to any more. */
  void free() {}

  /** Makes it a part of a large folio. */
  final void join(Folio whole, int place) {
    folio = whole;
    position = place;
  }

  /** Hears that its folio was split. */
  void leaveFolio() {
    folio = null;
  }

  /** The large folio that it is a part of; null if it is none. */
  final @Nullable Folio folio() {
    return folio;
  }

  /** Its place in its folio. */
  final int position() {
    return position;
  }

  /** Whether all of it is zero. */
  final boolean isZero() {
    return head == 0 && tail == 0;
  }

  final int references() {
    return references;
  }

  final void countMapping() {
    mappings++;
  }

  final void uncountMapping() {
    mappings--;
  }

  /** How many page-table entries map it (mapcount). */
  final int mappings() {
    return mappings;
  }

  /**
   * Whether the frame is known to have no other user (PageAnonExclusive). A fork takes that away,
   * and only the next write finds out that the other user is gone.
   */
  final boolean isExclusive() {
    return exclusive;
  }

  final void setExclusive(boolean known) {
    exclusive = known;
  }

  final boolean isAnonymous() {
    return anonVma != null;
  }

  final @Nullable AnonVma anonVma() {
    return anonVma;
  }

  /** The file whose page it caches; null if it is none. */
  final @Nullable CachedFile file() {
    return file;
  }

  /** Where the page lies in what its label names (page->index). */
  final int index() {
    return index;
  }

  /** Labels the frame as a page of an area. */
  void label(@Nullable AnonVma anchor, int newIndex) {
    anonVma = anchor;
    index = newIndex;
  }

  /** Labels the frame as a page of a file. */
  final void label(CachedFile cache, int newIndex) {
    file = cache;
    index = newIndex;
  }
}
