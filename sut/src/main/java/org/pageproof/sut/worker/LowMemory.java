package org.pageproof.sut.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pageproof.sut.HarnessException;
import org.pageproof.vocabulary.AddressPlan;

/**
 * The low addresses that the arena and a source page need; nothing of the machine may lie there.
 */
final class LowMemory {
  private static final long END = CopySource.LONE_PAGE + 0x10_0000;

  private LowMemory() {}

  /**
   * Checks that the addresses are free.
   *
   * @throws HarnessException if something is mapped there
   */
  static void checkFree() {
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
