package org.pageproof.sut.worker;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.pageproof.sut.HarnessException;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Layout;

/**
 * Observes in which modes the areas of the arena are registered, from the line {@code VmFlags} of
 * each area in {@code /proc/self/smaps}. That file is dear, and only few commands can change the
 * modes, so it is read only after those and when the areas themselves have changed; and no further
 * than the arena, whose areas are its first.
 */
final class ModeObserver {
  /** More than {@value Long#SIZE} areas take, each of which has some 700 bytes. */
  private static final int CAPACITY = 1 << 16;

  /** What an area takes about, until the first was seen. */
  private static final int AREA_BYTES = 700;

  /** What is read if the areas take more than they did. */
  private static final int REST = 64;

  private static final byte[] FLAGS = "VmFlags:".getBytes(StandardCharsets.US_ASCII);

  private final ProcFile smaps = new ProcFile("/proc/self/smaps", CAPACITY);
  private final byte[] text = new byte[CAPACITY];

  /** How many bytes so many areas took the last time; the kernel makes no text that is not read. */
  private final int[] expected = new int[Long.SIZE + 1];

  /** How far behind an area's first line its flags were; the lines between are of fixed width. */
  private int flagsOffset;

  private long missing;
  private long protectable;

  ModeObserver() {
    Arrays.setAll(expected, areas -> areas * AREA_BYTES);
  }

  /** The areas with the modes they are registered in. */
  Layout observe(Layout areas, AddressPlan plan) {
    int wanted = Long.bitCount(areas.starts());
    int length = 0;
    int parsed = 0;
    while (parsed < wanted) {
      length += read(length, Math.max(expected[wanted] - length, REST), wanted);
      parsed = parse(length, wanted, plan);
    }
    return wanted == 0 ? areas.withModes(0, 0) : areas.withModes(missing, protectable);
  }

  private int read(int offset, int more, int wanted) {
    int length = smaps.read(offset, Math.min(more, CAPACITY - offset));
    if (length == 0) {
      throw new HarnessException("/proc/self/smaps: not all " + wanted + " areas have VmFlags");
    }
    smaps.bytes().get(0, text, offset, length);
    return length;
  }

  /** Reads areas and returns how many of the arena were complete. */
  private int parse(int length, int wanted, AddressPlan plan) {
    missing = 0;
    protectable = 0;
    int area = 0;
    int found = 0;
    while (found < wanted) {
      int flags = flags(area, length);
      int end = endOfLine(flags, length);
      if (end >= length) {
        return found;
      }
      long pages = LayoutObserver.pageSet(text, area, plan);
      if (pages != 0) {
        addModes(flags, end, pages);
        found++;
      }
      area = end + 1;
    }
    expected[wanted] = area;
    return wanted;
  }

  /** Where the flags of an area are, or a place behind the text. */
  private int flags(int area, int length) {
    int body = endOfLine(area, length) + 1;
    if (areFlags(body + flagsOffset, length)) {
      return body + flagsOffset;
    }
    int line = body;
    while (line < length && !areFlags(line, length)) {
      line = endOfLine(line, length) + 1;
    }
    flagsOffset = line < length ? line - body : flagsOffset;
    return line;
  }

  private boolean areFlags(int line, int length) {
    int end = line + FLAGS.length;
    return end <= length && Arrays.equals(text, line, end, FLAGS, 0, FLAGS.length);
  }

  private int endOfLine(int from, int length) {
    int at = from;
    while (at < length && text[at] != '\n') {
      at++;
    }
    return at;
  }

  /** The line goes {@code VmFlags: rd wr mr mw me um uw ac}. */
  private void addModes(int line, int end, long pages) {
    for (int at = line + FLAGS.length; at + 2 < end; at++) {
      if (text[at] == ' ' && text[at + 1] == 'u') {
        missing |= text[at + 2] == 'm' ? pages : 0;
        protectable |= text[at + 2] == 'w' ? pages : 0;
      }
    }
  }
}
