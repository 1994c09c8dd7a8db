package org.pageproof.sut.simulator;

/** A frame of memory, told by its first word and the word that fills the rest. */
final class Frame {
  private long head;
  private final long tail;
  private int mappings;
  private boolean exclusive;

  /** A frame filled with one word, of which it is known that one entry alone refers to it. */
  static Frame filledWith(long word) {
    return new Frame(word, word, true);
  }

  /** The frame of zeros that is shared by whoever reads memory never written. */
  static Frame zero() {
    Frame zero = new Frame(0, 0, false);
    zero.mappings = 1; // the kernel's own, so that no page has it alone
    return zero;
  }

  private Frame(long head, long tail, boolean exclusive) {
    this.head = head;
    this.tail = tail;
    this.exclusive = exclusive;
  }

  /** A frame of its own with the same contents. */
  Frame copy() {
    return new Frame(head, tail, true);
  }

  long head() {
    return head;
  }

  long tail() {
    return tail;
  }

  void store(long word) {
    head = word;
  }

  void get() {
    mappings++;
  }

  void put() {
    mappings--;
  }

  /** Whether one page-table entry alone refers to the frame, so that it can be written in place. */
  boolean isMappedOnce() {
    return mappings == 1;
  }

  /**
   * Whether the frame is known to have no other user (PageAnonExclusive). A fork takes that away,
   * and only the next write finds out that the other user is gone.
   */
  boolean isExclusive() {
    return exclusive;
  }

  void setExclusive(boolean known) {
    exclusive = known;
  }
}
