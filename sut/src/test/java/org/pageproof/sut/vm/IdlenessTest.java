package org.pageproof.sut.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which processes do nothing. */
@Timeout(60)
class IdlenessTest {
  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final int LOOKS = 10;

  /** In how many of ten looks a process was idle. */
  private static int idleLooks(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).start();
    try {
      Idleness idleness = new Idleness(process.pid());
      int idle = 0;
      for (int i = 0; i <= LOOKS; i++) {
        assertThat(process.waitFor(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
        boolean now = idleness.look();
        idle += i > 0 && now ? 1 : 0; // the first interval is that of its start
      }
      return idle;
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void whatSleepsIsIdle() throws IOException, InterruptedException {
    assertThat(idleLooks("sleep", "60")).isEqualTo(LOOKS);
  }

  @Test
  void whatRunsIsNot() throws IOException, InterruptedException {
    assertThat(idleLooks("sh", "-c", "while :; do :; done")).isZero();
  }

  /** It would run if it could, as what waits for a processor on a busy machine would. */
  @Test
  void whatIsStoppedIsNot() throws IOException, InterruptedException {
    assertThat(idleLooks("sh", "-c", "kill -STOP $$; sleep 60")).isZero();
  }

  @Test
  void whatHasEndedIsNot() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("true").start();
    Idleness idleness = new Idleness(process.pid());
    process.waitFor();
    assertThat(idleness.look()).isFalse();
  }
}
