package org.pageproof.sut.simulator;

/** A frame of memory, told by its first word and the word that fills the rest. */
final class Frame {
  private long head;
  private long tail;
  private int mappings;

  /** A frame filled with one word. */
  Frame(long word) {
    this(word, word);
  }

  private Frame(long head, long tail) {
    this.head = head;
    this.tail = tail;
  }

  /** A frame of its own with the same contents. */
  Frame copy() {
    return new Frame(head, tail);
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
  boolean isExclusive() {
    return mappings == 1;
  }
}
