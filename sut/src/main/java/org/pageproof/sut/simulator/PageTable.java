package org.pageproof.sut.simulator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The page-table entries of the arena, and which of them changed since they were last observed. */
final class PageTable {
  private static final int ENTRIES = 64;
  private static final byte WRITABLE = 1;
  private static final byte UFFD_WP = 2;

  private final @Nullable Frame[] frames = new @Nullable Frame[ENTRIES];
  private final byte[] flags = new byte[ENTRIES];
  private final Frame zeroFrame = new Frame(0);
  private long changed;

  PageTable() {
    zeroFrame.get();
  }

  /** The frame that all pages never written share; nobody may write to it. */
  Frame zeroFrame() {
    return zeroFrame;
  }

  /** The frame that a page is mapped to; null if the entry is empty. */
  @Nullable Frame frame(int page) {
    return frames[page];
  }

  boolean isEmpty(int page) {
    return frames[page] == null;
  }

  boolean isWritable(int page) {
    return (flags[page] & WRITABLE) != 0;
  }

  boolean isWriteProtected(int page) {
    return (flags[page] & UFFD_WP) != 0;
  }

  void mapReadOnly(int page, Frame frame) {
    set(page, frame, (byte) 0);
  }

  void mapWritable(int page, Frame frame) {
    set(page, frame, WRITABLE);
  }

  /** Maps a frame that userfaultfd protects from writes. */
  void mapWriteProtected(int page, Frame frame) {
    set(page, frame, UFFD_WP);
  }

  /** Grants writing to a page that is mapped; its userfaultfd bit stays. */
  void makeWritable(int page) {
    flags[page] |= WRITABLE;
  }

  /** Takes the userfaultfd protection off the pages [start, end). */
  void clearWriteProtection(int start, int end) {
    for (int page = start; page < end; page++) {
      if (isWriteProtected(page)) {
        flags[page] &= ~UFFD_WP;
        changed |= 1L << page;
      }
    }
  }

  /** Empties the entries of the pages [start, end). */
  void zap(int start, int end) {
    for (int page = start; page < end; page++) {
      Frame frame = frames[page];
      if (frame != null) {
        frame.put();
        frames[page] = null;
        flags[page] = 0;
        changed |= 1L << page;
      }
    }
  }

  /** Stores to the first word of a page's frame; every page mapped to that frame shows it. */
  void store(int page, Frame frame, long word) {
    frame.store(word);
    changed |= frame.isExclusive() ? 1L << page : -1L;
  }

  /** The pages whose entry or contents changed since this was last asked. */
  long takeChanged() {
    long pages = changed;
    changed = 0;
    return pages;
  }

  private void set(int page, Frame frame, byte newFlags) {
    Frame old = frames[page];
    if (old != null) {
      old.put();
    }
    frame.get();
    frames[page] = frame;
    flags[page] = newFlags;
    changed |= 1L << page;
  }

  /** Appends for each mapped page a number for its frame, and whether it may be written. */
  void describeHidden(StringBuilder to) {
    List<Frame> numbered = new ArrayList<>(List.of(zeroFrame));
    for (int page = 0; page < ENTRIES; page++) {
      Frame frame = frames[page];
      if (frame != null) {
        if (!numbered.contains(frame)) {
          numbered.add(frame);
        }
        to.append('|').append(page).append('f').append(numbered.indexOf(frame)).append(flags[page]);
      }
    }
  }
}
