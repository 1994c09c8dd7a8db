package org.pageproof.sut.worker;

import org.pageproof.sut.HarnessException;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Layout;

/**
 * Observes the areas of the arena. The arena lies lower than everything else, so its areas are the
 * first lines of {@code /proc/self/maps}, and the read stops soon after them.
 */
public final class LayoutObserver {
  private static final int CAPACITY = 1 << 14;

  /** Enough to see that the next line's start address lies beyond the arena. */
  private static final int NEXT_START = 20;

  private static final int GROWTH = 512;
  private static final int SPACES_BEFORE_INODE = 3;

  private final ProcFile maps = new ProcFile("/proc/self/maps", CAPACITY);
  private Layout last = Layout.EMPTY;
  private int arenaBytes;
  private long mapped;
  private long starts;
  private long readable;
  private long writable;
  private long file;

  /** The areas as they were seen last. */
  public Layout last() {
    return last;
  }

  /**
   * Looks at the areas, whatever their modes, and returns whether they are not as they were seen
   * last.
   */
  public boolean observe(AddressPlan plan) {
    int request = arenaBytes + NEXT_START;
    while (!parse(maps.read(0, request), plan)) {
      request += GROWTH;
      if (request > CAPACITY) {
        throw new HarnessException("/proc/self/maps: no area beyond the arena");
      }
    }
    boolean changed = !sameAsLast();
    if (changed) {
      last = new Layout(mapped, starts, readable, writable, file);
    }
    return changed;
  }

  private boolean sameAsLast() {
    return last.mapped() == mapped
        && last.starts() == starts
        && last.readable() == readable
        && last.writable() == writable
        && last.file() == file;
  }

  /** Reads the areas and returns whether one beyond the arena was seen, so that they are all. */
  private boolean parse(int length, AddressPlan plan) {
    byte[] text = maps.copied(length);
    mapped = 0;
    starts = 0;
    readable = 0;
    writable = 0;
    file = 0;
    long arenaEnd = plan.address(plan.arenaPages());
    int at = 0;
    while (true) {
      int line = at;
      long start = 0;
      for (; at < length && text[at] != '-'; at++) {
        start = start << 4 | Hex.digit(text[at]);
      }
      if (at >= length) {
        return false;
      }
      if (start >= arenaEnd) {
        arenaBytes = line;
        return true;
      }
      long end = 0;
      for (at++; at < length && text[at] != ' '; at++) {
        end = end << 4 | Hex.digit(text[at]);
      }
      int attributes = at + 1;
      while (at < length && text[at] != '\n') {
        at++;
      }
      if (at >= length) {
        return false;
      }
      at++;
      add(pageSet(start, end, plan), text, attributes);
    }
  }

  /** The arena's units in the area whose line begins at an offset; bit n is unit n. */
  static long pageSet(byte[] text, int line, AddressPlan plan) {
    int at = line;
    long start = 0;
    for (; text[at] != '-'; at++) {
      start = start << 4 | Hex.digit(text[at]);
    }
    long end = 0;
    for (at++; text[at] != ' '; at++) {
      end = end << 4 | Hex.digit(text[at]);
    }
    return pageSet(start, end, plan);
  }

  /** The arena's units in an area; bit n is unit n. */
  private static long pageSet(long start, long end, AddressPlan plan) {
    long first = Math.max(0, (start - AddressPlan.BASE) / AddressPlan.PAGE_SIZE);
    long past = Math.min(plan.arenaPages(), (end - AddressPlan.BASE) / AddressPlan.PAGE_SIZE);
    if (end <= AddressPlan.BASE || first >= past) {
      return 0;
    }
    int firstUnit = plan.areaUnit((int) first);
    int pastUnit = plan.areaUnit((int) past - 1) + 1;
    if (plan.firstPage(firstUnit) != first || plan.firstPage(pastUnit) != past) {
      throw new HarnessException(
          "an area of the pages " + first + " to " + past + ", which are no whole units");
    }
    return (-1L >>> (64 - (pastUnit - firstUnit))) << firstUnit;
  }

  /** Adds an area of these pages; its line goes on {@code rw-p 00000000 fe:00 1234 /bin/sh}. */
  private void add(long pages, byte[] text, int attributes) {
    mapped |= pages;
    starts |= Long.lowestOneBit(pages);
    readable |= text[attributes] == 'r' ? pages : 0;
    writable |= text[attributes + 1] == 'w' ? pages : 0;
    int at = attributes;
    for (int spaces = 0; spaces < SPACES_BEFORE_INODE; at++) {
      spaces += text[at] == ' ' ? 1 : 0;
    }
    file |= text[at] == '0' ? 0 : pages;
  }
}
