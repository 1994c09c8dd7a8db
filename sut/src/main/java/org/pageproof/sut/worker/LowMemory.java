package org.pageproof.sut.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.jna.NativeMemory;
import org.pageproof.vocabulary.AddressPlan;

/**
 * The low addresses that the arena and a source page need; nothing of the machine may lie there.
 */
public final class LowMemory {
  private static final long END = AddressPlan.BASE + 0x40_0000;

  /**
   * Where the fence stands: beyond the largest arena of a plan that is not huge, below the source
   * page.
   */
  private static final long FENCE = AddressPlan.BASE + 0x8_0000;

  private static final int FENCE_AREAS = 8;

  private LowMemory() {}

  /**
   * Maps some empty areas behind the arena, which stay. A read of {@code /proc/self/smaps} returns
   * about a page of text, and all areas in it are walked page by page: without the fence the Java
   * heap would be among them, each time.
   */
  static void fence() {
    for (int i = 0; i < FENCE_AREAS; i++) {
      NativeMemory.allocateAt(FENCE + 2L * i * AddressPlan.PAGE_SIZE, AddressPlan.PAGE_SIZE);
    }
  }

  /**
   * Checks that the addresses are free.
   *
   * @throws HarnessException if something is mapped there
   */
  public static void checkFree() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
        int dash = line.indexOf('-');
        long start = Long.parseUnsignedLong(line.substring(0, dash), 16);
        long end = Long.parseUnsignedLong(line.substring(dash + 1, line.indexOf(' ')), 16);
        if (start < END && end > AddressPlan.BASE) {
          throw new HarnessException(
              "the arena's addresses are occupied in the worker: "
                  + line
                  + "; try again, or without JAVA_TOOL_OPTIONS");
        }
      }
    } catch (IOException e) {
      throw new HarnessException("/proc/self/maps cannot be read: " + e.getMessage(), e);
    }
  }
}
