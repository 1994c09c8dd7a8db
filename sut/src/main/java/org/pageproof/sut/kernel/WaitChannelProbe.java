package org.pageproof.sut.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.pageproof.sut.driver.Interruption;
import org.pageproof.sut.jna.Libc;

/** Asks where a thread sleeps that certainly does. */
final class WaitChannelProbe {
  private static final long LIMIT_NS = 3_000_000_000L;

  private final CountDownLatch release = new CountDownLatch(1);
  private volatile int tid;

  /** The wait channel of a thread that waits, {@code 0} if the kernel does not tell. */
  String channelOfSleeper() {
    Thread sleeper = new Thread(this::sleep, "sleeper");
    sleeper.setDaemon(true);
    sleeper.start();
    long begin = System.nanoTime();
    String channel = "0";
    while (channel.equals("0") && System.nanoTime() - begin < LIMIT_NS) {
      Thread.onSpinWait();
      channel = tid == 0 ? "0" : read();
    }
    release.countDown();
    return channel;
  }

  private String read() {
    try {
      return Files.readString(Path.of("/proc/self/task/" + tid + "/wchan")).strip();
    } catch (IOException e) {
      return "? (" + e.getMessage() + ")";
    }
  }

  private void sleep() {
    tid = Libc.gettid();
    try {
      release.await();
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }
}
