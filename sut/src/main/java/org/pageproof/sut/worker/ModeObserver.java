package org.pageproof.sut.worker;

import org.pageproof.sut.HarnessException;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Layout;

/**
 * Observes in which modes the areas of the arena are registered, from the line {@code VmFlags} of
 * each area in {@code /proc/self/smaps}. That file is dear, and only few commands can change the
 * modes, so it is read only after those and when the areas themselves have changed.
 */
final class ModeObserver {
  /** Enough for what one read returns: whole areas, together about a page of text. */
  private static final int CAPACITY = 1 << 14;

  private final ProcFile smaps = new ProcFile("/proc/self/smaps", CAPACITY);
  private long missing;
  private long protectable;

  /** The areas with the modes they are registered in. */
  Layout observe(Layout areas, AddressPlan plan) {
    missing = 0;
    protectable = 0;
    int wanted = Long.bitCount(areas.starts());
    int offset = 0;
    for (int found = 0; found < wanted; ) {
      int length = smaps.read(offset, CAPACITY);
      if (length == 0) {
        throw new HarnessException(
            "/proc/self/smaps: " + found + " of " + wanted + " areas have VmFlags");
      }
      found += parse(smaps.copied(length), length, plan);
      offset += length;
    }
    return areas.withModes(missing, protectable);
  }

  /** Reads whole areas and returns how many of the arena there were. */
  private int parse(byte[] text, int length, AddressPlan plan) {
    int found = 0;
    long pages = 0;
    int end;
    for (int line = 0; (end = endOfLine(text, line, length)) < length; line = end + 1) {
      byte first = text[line];
      if (first == 'V' && text[line + 2] == 'F') { // VmFlags:, the last line of an area
        if (pages != 0) {
          addModes(text, line, end, pages);
          found++;
        }
      } else if (first < 'A' || first >= 'a') { // an address: 10000000-10004000 rw-p ...
        pages = LayoutObserver.pageSet(text, line, plan);
      }
    }
    return found;
  }

  private static int endOfLine(byte[] text, int from, int length) {
    int at = from;
    while (at < length && text[at] != '\n') {
      at++;
    }
    return at;
  }

  /** The line goes {@code VmFlags: rd wr mr mw me um uw ac}. */
  private void addModes(byte[] text, int line, int end, long pages) {
    for (int at = line; at + 2 < end; at++) {
      if (text[at] == ' ' && text[at + 1] == 'u') {
        missing |= text[at + 2] == 'm' ? pages : 0;
        protectable |= text[at + 2] == 'w' ? pages : 0;
      }
    }
  }
}
