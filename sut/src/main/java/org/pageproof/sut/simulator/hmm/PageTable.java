package org.pageproof.sut.simulator.hmm;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The page-table entries of one process, and which of them changed since they were last looked at.
 * A huge entry is told as the entries of all its pages, and that these are one.
 */
final class PageTable {
  /** The pages that one table maps, and a huge entry in its place. */
  static final int TABLE_PAGES = 512;

  /** What maps a stretch of {@link #TABLE_PAGES} pages. */
  private enum Directory {
    NOTHING,
    TABLE,
    HUGE
  }

  private final EntryKind[] kinds;
  private final @Nullable Frame[] frames;
  private final boolean[] writable;
  private final boolean[] exclusive;
  private final Directory[] directory;
  private final Changes changes;

  PageTable(int size, Changes changes) {
    this.kinds = new EntryKind[size];
    this.frames = new @Nullable Frame[size];
    this.writable = new boolean[size];
    this.exclusive = new boolean[size];
    this.directory = new Directory[size / TABLE_PAGES + 1];
    this.changes = changes;
    Arrays.fill(kinds, EntryKind.NONE);
    Arrays.fill(directory, Directory.NOTHING);
  }

  int size() {
    return kinds.length;
  }

  /** The first page of the stretch that a page's table maps. */
  static int tableStart(int page) {
    return page - page % TABLE_PAGES;
  }

  /** Whether a huge entry maps a page. */
  boolean isHuge(int page) {
    return directory[page / TABLE_PAGES] == Directory.HUGE;
  }

  /** Whether neither a table nor a huge entry is there for a page. */
  boolean hasNothing(int page) {
    return directory[page / TABLE_PAGES] == Directory.NOTHING;
  }

  /** Makes the entries of a stretch, which map one huge page, a huge entry. */
  void join(int start) {
    directory[start / TABLE_PAGES] = Directory.HUGE;
  }

  /** Replaces a huge entry by a table; that of the huge page of zeros by one of small ones. */
  void split(int start, Frame zero) {
    directory[start / TABLE_PAGES] = Directory.TABLE;
    for (int page = start; page < start + TABLE_PAGES; page++) {
      changes.add(page);
      if (kinds[page] == EntryKind.PRESENT && !frame(page).isAnonymous()) {
        map(page, zero, false);
      }
    }
  }

  /** After the entries of [start, end) were copied, has tables and huge entries as there. */
  void copyTables(PageTable source, int start, int end) {
    for (int i = start / TABLE_PAGES; i <= (end - 1) / TABLE_PAGES; i++) {
      if (source.directory[i] != Directory.NOTHING) {
        directory[i] = source.directory[i];
      }
    }
  }

  /** Frees the table of a stretch whose entries are empty. */
  void freeTable(int start) {
    directory[start / TABLE_PAGES] = Directory.NOTHING;
  }

  EntryKind kind(int page) {
    return kinds[page];
  }

  /** The frame that an entry maps or names. */
  Frame frame(int page) {
    Frame frame = frames[page];
    if (frame == null) {
      throw new IllegalStateException("no frame at page " + page);
    }
    return frame;
  }

  boolean refersTo(int page, Frame frame) {
    return frames[page] == frame;
  }

  /** Whether the entry lets its user write. */
  boolean isWritable(int page) {
    return writable[page];
  }

  /** Maps a frame, or names a page of private device memory, in place of what was there. */
  void map(int page, Frame frame, boolean write) {
    frame.get();
    frame.countMapping();
    zap(page);
    set(page, frame.isAddressable() ? EntryKind.PRESENT : EntryKind.DEVICE, frame, write);
  }

  void setWritable(int page, boolean write) {
    if (writable[page] != write) {
      writable[page] = write;
      changes.add(page);
    }
  }

  /**
   * Gives a mapped page to a device.
   *
   * @param mapped whether the entry still counts as a mapping, and tells nothing else; otherwise it
   *     remembers whether the page could be written
   */
  void makeExclusive(int page, boolean mapped) {
    if (!mapped) {
      frame(page).uncountMapping();
    }
    set(page, EntryKind.EXCLUSIVE, frame(page), !mapped && writable[page]);
  }

  /**
   * Maps a page again that a device had.
   *
   * @param mapped whether the entry has counted as a mapping all the time
   */
  void restore(int page, boolean write, boolean mapped) {
    if (!mapped) {
      frame(page).countMapping();
    }
    set(page, EntryKind.PRESENT, frame(page), write);
  }

  /** Puts a migration entry in place of one whose frame the caller keeps. */
  void freeze(int page) {
    Frame frame = frame(page);
    exclusive[page] = frame.isAnonymous() && frame.isExclusive();
    kinds[page] = EntryKind.MIGRATION;
    frame.setExclusive(false);
    frame.uncountMapping();
    frame.put();
  }

  /** Puts an entry for a frame in place of a migration entry. */
  void thaw(int page, Frame frame) {
    frame.get();
    frame.countMapping();
    frame.setExclusive(frame.isAnonymous() && exclusive[page]);
    exclusive[page] = false;
    EntryKind kind = frame.isAddressable() ? EntryKind.PRESENT : EntryKind.DEVICE;
    set(page, kind, frame, writable[page]);
  }

  /**
   * Takes an exclusive entry for a migration entry, as kernels before 6.15 do when they give up the
   * migration of a page in coherent memory: the page is mapped for reading with a reference too
   * many, and nobody is told.
   */
  void mistake(int page) {
    Frame frame = frame(page);
    frame.get();
    frame.countMapping();
    set(page, EntryKind.PRESENT, frame, false);
  }

  /** Empties a migration entry. */
  void forget(int page) {
    exclusive[page] = false;
    set(page, EntryKind.NONE, null, false);
  }

  /**
   * Empties an entry.
   *
   * @param exclusiveIsMapped whether entries that a device has exclusively count as mappings
   */
  void zap(int page, boolean exclusiveIsMapped) {
    Frame frame = frames[page];
    if (frame == null) {
      return;
    }
    if (kinds[page] != EntryKind.EXCLUSIVE || exclusiveIsMapped) {
      frame.uncountMapping();
    }
    set(page, EntryKind.NONE, null, false);
    frame.put();
  }

  private void zap(int page) {
    zap(page, true); // nothing is mapped over an exclusive entry
  }

  /** Moves an entry to a page whose entry is empty. */
  void move(int from, int to) {
    if (kinds[from] != EntryKind.NONE) {
      set(to, kinds[from], frames[from], writable[from]);
      set(from, EntryKind.NONE, null, false);
    }
  }

  private void set(int page, EntryKind kind, @Nullable Frame frame, boolean write) {
    kinds[page] = kind;
    frames[page] = frame;
    writable[page] = write;
    changes.add(page);
    if (directory[page / TABLE_PAGES] == Directory.NOTHING && kind != EntryKind.NONE) {
      directory[page / TABLE_PAGES] = Directory.TABLE;
    }
  }
}
