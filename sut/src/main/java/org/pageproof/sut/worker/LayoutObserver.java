package org.pageproof.sut.worker;

import java.nio.ByteBuffer;
import org.pageproof.sut.HarnessException;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Layout;

/**
 * Observes the areas of the arena. The arena lies lower than everything else, so its areas are the
 * first lines of {@code /proc/self/maps}, and the read stops soon after them.
 */
final class LayoutObserver {
  private static final int CAPACITY = 1 << 14;

  /** Enough to see that the next line's start address lies beyond the arena. */
  private static final int NEXT_START = 20;

  private static final int GROWTH = 512;

  private final ProcFile maps = new ProcFile("/proc/self/maps", CAPACITY);
  private Layout last = Layout.EMPTY;
  private int arenaBytes;
  private long mapped;
  private long starts;

  /** The areas as they are now; the same object as before if they did not change. */
  Layout observe(AddressPlan plan) {
    int request = arenaBytes + NEXT_START;
    while (!parse(maps.bytes(), maps.read(0, request), plan)) {
      request += GROWTH;
      if (request > CAPACITY) {
        throw new HarnessException("/proc/self/maps: no area beyond the arena");
      }
    }
    if (last.mapped() != mapped || last.starts() != starts) {
      last = new Layout(mapped, starts);
    }
    return last;
  }

  /** Reads the areas and returns whether one beyond the arena was seen, so that they are all. */
  private boolean parse(ByteBuffer text, int length, AddressPlan plan) {
    mapped = 0;
    starts = 0;
    long arenaEnd = plan.address(plan.arenaPages());
    int at = 0;
    while (true) {
      int line = at;
      long start = 0;
      for (; at < length && text.get(at) != '-'; at++) {
        start = start << 4 | Hex.digit(text.get(at));
      }
      if (at >= length) {
        return false;
      }
      if (start >= arenaEnd) {
        arenaBytes = line;
        return true;
      }
      long end = 0;
      for (at++; at < length && text.get(at) != ' '; at++) {
        end = end << 4 | Hex.digit(text.get(at));
      }
      while (at < length && text.get(at) != '\n') {
        at++;
      }
      if (at >= length) {
        return false;
      }
      at++;
      add(start, end, plan);
    }
  }

  private void add(long start, long end, AddressPlan plan) {
    long first = Math.max(0, (start - AddressPlan.BASE) / AddressPlan.PAGE_SIZE);
    long past = Math.min(plan.arenaPages(), (end - AddressPlan.BASE) / AddressPlan.PAGE_SIZE);
    if (end > AddressPlan.BASE && first < past) {
      starts |= 1L << first;
      mapped |= (-1L >>> (64 - (past - first))) << first;
    }
  }
}
