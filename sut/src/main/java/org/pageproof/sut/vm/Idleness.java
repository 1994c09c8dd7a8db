package org.pageproof.sut.vm;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Looks from time to time whether a process does nothing. One that wants to run and does not get a
 * processor, or that is stopped, is not idle: its threads do not sleep. Used by one thread.
 */
final class Idleness {
  /** How much of the time an idle guest may run: its kernel's clock ticks, its JVM looks around. */
  private static final int BUSY_PERCENT = 10;

  private static final long NANOS_PER_TICK = Duration.ofMillis(10).toNanos(); // USER_HZ is 100

  // Fields of /proc/PID/task/TID/stat behind the name, which may hold anything (proc(5)).
  private static final int STATE = 0;
  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;

  private final Path tasks;
  private long lastLook = System.nanoTime();
  private long lastTicks;

  /** Looks at a process. */
  Idleness(long pid) {
    this.tasks = Path.of("/proc", Long.toString(pid), "task");
  }

  /** Whether all of its threads sleep, and hardly one has run since this was last asked. */
  boolean look() {
    long now = System.nanoTime();
    long ticks = 0;
    boolean asleep = true;
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
      for (Path thread : threads) {
        String stat = Files.readString(thread.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        asleep &= fields[STATE].equals("S");
        ticks += Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
      }
    } catch (IOException | DirectoryIteratorException e) {
      return false; // a thread has just ended, or all have
    }
    long ran = (ticks - lastTicks) * NANOS_PER_TICK;
    boolean idle = asleep && ran * 100 <= (now - lastLook) * BUSY_PERCENT;
    lastLook = now;
    lastTicks = ticks;
    return idle;
  }
}
