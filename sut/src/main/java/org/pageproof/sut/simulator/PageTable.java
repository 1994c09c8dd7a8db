package org.pageproof.sut.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The page-table entries of the arena, and which of them changed since they were last observed. */
final class PageTable {
  private static final int ENTRIES = 64;
  private static final byte WRITABLE = 1;

  /** Write-protected by a userfaultfd; without a frame: the marker of a protected empty entry. */
  private static final byte UFFD_WP = 2;

  private static final byte FILE = 4;

  private final @Nullable Frame[] frames = new @Nullable Frame[ENTRIES];
  private final byte[] flags = new byte[ENTRIES];
  private final Frame zeroFrame;
  private long changed;

  PageTable() {
    this(Frame.zero());
  }

  private PageTable(Frame zeroFrame) {
    this.zeroFrame = zeroFrame;
  }

  /** The frame that all pages never written share; nobody may write to it. */
  Frame zeroFrame() {
    return zeroFrame;
  }

  /** The frame that a page is mapped to; null if the entry is empty or a marker. */
  @Nullable Frame frame(int page) {
    return frames[page];
  }

  /** Whether the entry is empty, without even a marker. */
  boolean isNone(int page) {
    return frames[page] == null && flags[page] == 0;
  }

  boolean isWritable(int page) {
    return (flags[page] & WRITABLE) != 0;
  }

  /** Whether the entry has the userfaultfd bit, which a marker has too. */
  boolean isWriteProtected(int page) {
    return (flags[page] & UFFD_WP) != 0;
  }

  boolean isFile(int page) {
    return (flags[page] & FILE) != 0;
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

  /** Maps a page of shared memory, which nobody here can write to. */
  void mapFile(int page, Frame frame) {
    set(page, frame, FILE);
  }

  /** Grants writing to a page that is mapped; its userfaultfd bit stays. */
  void makeWritable(int page) {
    flags[page] |= WRITABLE;
  }

  /** Takes the userfaultfd bit from an entry, which leaves it as writable as it is. */
  void clearWriteProtection(int page) {
    if (isWriteProtected(page)) {
      flags[page] &= ~UFFD_WP;
      changed |= 1L << page;
    }
  }

  /**
   * Protects the pages [start, end) for userfaultfd.
   *
   * @param markers whether empty entries are protected too
   */
  void protect(int start, int end, boolean markers) {
    for (int page = start; page < end; page++) {
      if (frames[page] != null || markers) {
        changed |= isWriteProtected(page) ? 0 : 1L << page;
        flags[page] = (byte) ((flags[page] | UFFD_WP) & ~WRITABLE);
      }
    }
  }

  /**
   * Ends the userfaultfd protection of the pages [start, end).
   *
   * @param writable whether their area permits writing
   */
  void unprotect(int start, int end, boolean writable) {
    for (int page = start; page < end; page++) {
      clearWriteProtection(page);
      grant(page, writable);
    }
  }

  /**
   * Follows a change of what the area of the pages [start, end) permits.
   *
   * @param writable whether it permits writing
   * @param tracked whether entries with the userfaultfd bit must go on trapping writes
   */
  void changeAccess(int start, int end, boolean writable, boolean tracked) {
    for (int page = start; page < end; page++) {
      grant(page, writable && !(tracked && isWriteProtected(page)));
    }
  }

  /** Lets a page be written without a fault if that is known to be safe, else not. */
  private void grant(int page, boolean writable) {
    Frame frame = frames[page];
    if (frame != null) {
      boolean direct = writable && frame.isExclusive() && !isFile(page);
      flags[page] = (byte) (direct ? flags[page] | WRITABLE : flags[page] & ~WRITABLE);
    }
  }

  /** Empties the entries of the pages [start, end), markers included. */
  void zap(int start, int end) {
    for (int page = start; page < end; page++) {
      Frame frame = frames[page];
      if (frame != null) {
        frame.put();
        frames[page] = null;
      } else if (flags[page] == 0) {
        continue;
      }
      flags[page] = 0;
      changed |= 1L << page;
    }
  }

  /**
   * Moves entries to other pages, whose entries are empty.
   *
   * @param unprotects whether they lose the userfaultfd bit, and markers vanish
   */
  void move(int from, int to, int count, boolean unprotects) {
    for (int k = 0; k < count; k++) {
      if (unprotects) {
        clearWriteProtection(from + k);
      }
      if (!isNone(from + k)) {
        frames[to + k] = frames[from + k];
        flags[to + k] = flags[from + k];
        frames[from + k] = null;
        flags[from + k] = 0;
        changed |= 1L << (from + k) | 1L << (to + k);
      }
    }
  }

  /**
   * The table of a child: its pages share the frames, which from now on nobody writes in place.
   *
   * @param copied the pages whose entries the child gets; it takes the others from its own faults
   * @param keepsProtection whether the child keeps the userfaultfd bits and markers, wrongly
   */
  PageTable fork(long copied, boolean keepsProtection) {
    PageTable child = new PageTable(zeroFrame);
    for (int page = 0; page < ENTRIES; page++) {
      boolean kept = keepsProtection && isWriteProtected(page);
      Frame frame = frames[page];
      if (frame != null && (kept || (copied >>> page & 1) != 0)) {
        flags[page] &= ~WRITABLE;
        frame.setExclusive(false);
        child.set(page, frame, (byte) (kept ? flags[page] : flags[page] & ~UFFD_WP));
      } else if (frame == null && kept) {
        child.flags[page] = UFFD_WP;
        child.changed |= 1L << page;
      }
    }
    return child;
  }

  /** Stores to the first word of a page's frame; every page mapped to that frame shows it. */
  void store(int page, Frame frame, long word) {
    frame.store(word);
    changed |= frame.isMappedOnce() ? 1L << page : -1L;
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

  /**
   * Appends for each entry a number for its frame, and what may be done to it.
   *
   * @param numbered the frames that have numbers; those seen here first are added
   */
  void describeHidden(StringBuilder to, List<Frame> numbered) {
    for (int page = 0; page < ENTRIES; page++) {
      Frame frame = frames[page];
      if (frame != null) {
        if (!numbered.contains(frame)) {
          numbered.add(frame);
        }
        to.append('|').append(page).append('f').append(numbered.indexOf(frame)).append(flags[page]);
        to.append(frame.isExclusive() ? 'e' : 's');
      }
    }
  }
}
