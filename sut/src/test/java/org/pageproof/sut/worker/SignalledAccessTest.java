package org.pageproof.sut.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.jna.NativeMemory;
import org.pageproof.sut.jna.Userfaultfd;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.Api;

/** Signals that become replies while a collector and a compiler are at work. */
@Timeout(120)
class SignalledAccessTest {
  private static final int PAGE = AddressPlan.PAGE_SIZE;
  private static final int LAST_WORD = PAGE - Long.BYTES;
  private static final int PAGES = 8;
  private static final int MISSING = 4;
  private static final int THREADS = 3;
  private static final int ACCESSES = 20_000;

  /** Registers the first pages with a context that signals; the others hold their number. */
  private static int signalMissing(NativeMemory arena) {
    for (int at = MISSING * PAGE; at < PAGES * PAGE; at += Long.BYTES) {
      arena.bytes().putLong(at, at / PAGE);
    }
    int fd = Userfaultfd.open(Libc.O_CLOEXEC | Userfaultfd.UFFD_USER_MODE_ONLY);
    Assumptions.assumeTrue(fd >= 0, "needs userfaultfd(2)");
    try (NativeMemory argument = NativeMemory.allocate(PAGE)) {
      ByteBuffer struct = argument.bytes();
      struct.putLong(0, Userfaultfd.UFFD_API).putLong(8, Api.FEATURE_SIGBUS).putLong(16, 0);
      assertThat(Libc.ioctl(fd, Userfaultfd.UFFDIO_API, argument.address())).isZero();
      struct.putLong(0, AddressPlan.BASE).putLong(8, MISSING * PAGE).putLong(16, 1);
      assertThat(Libc.ioctl(fd, Userfaultfd.UFFDIO_REGISTER, argument.address())).isZero();
    }
    return fd;
  }

  /** Random loads and stores of one thread; returns what was not as it had to be. */
  private static List<String> accesses(long seed) {
    SignalledAccess access = new SignalledAccess();
    Random random = new Random(seed);
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < ACCESSES; i++) {
      int page = random.nextInt(PAGES);
      long address = AddressPlan.BASE + (long) page * PAGE + (random.nextBoolean() ? LAST_WORD : 0);
      boolean store = random.nextInt(3) == 0;
      Reply stored = store ? Reply.ZERO : Reply.returned(page);
      Reply expected = page < MISSING ? Reply.SIGBUS : stored;
      Reply reply = store ? access.store(address, page) : access.load(address);
      if (!reply.equals(expected)) {
        wrong.add((store ? "store " : "load ") + page + ": " + reply);
      }
    }
    return wrong;
  }

  @Test
  void isNeitherLateNorWrongUnderLoad() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);
    AtomicBoolean done = new AtomicBoolean();
    try (NativeMemory arena = NativeMemory.allocateAt(AddressPlan.BASE, PAGES * PAGE)) {
      int fd = signalMissing(arena);
      Future<Long> garbage = threads.submit(() -> produceGarbage(done));
      List<Callable<List<String>>> tasks = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        long seed = thread;
        tasks.add(() -> accesses(seed));
      }
      List<Future<List<String>>> results = threads.invokeAll(tasks); // the arena stays until then
      done.set(true);
      for (Future<List<String>> result : results) {
        assertThat(result.get()).isEmpty();
      }
      assertThat(garbage.get()).isPositive();
      Libc.close(fd);
    } finally {
      done.set(true);
      threads.shutdown();
    }
  }

  private static long produceGarbage(AtomicBoolean done) {
    long bytes = 0;
    for (int i = 0; !done.get(); i++) {
      bytes += new byte[1000 + i % 5000].length;
      if (i % 5000 == 0) {
        System.gc();
      }
    }
    return bytes;
  }
}
