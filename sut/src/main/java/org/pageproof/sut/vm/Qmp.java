package org.pageproof.sut.vm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.driver.Interruption;
import org.pageproof.sut.vm.QmpMessage.Failed;
import org.pageproof.sut.vm.QmpMessage.Greeting;
import org.pageproof.sut.vm.QmpMessage.Happened;
import org.pageproof.sut.vm.QmpMessage.Returned;

/** The machine protocol's connection to one QEMU. A thread reads; one thread may ask. */
final class Qmp {
  /** QEMU answers at once, unless it is stopped; no outcome depends on it. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final UnixSocket socket;
  private final BlockingQueue<Optional<QmpMessage>> incoming = new LinkedBlockingQueue<>();
  private final List<Happened> events = new ArrayList<>();
  private boolean ended;

  /**
   * Takes QEMU's greeting and answers it.
   *
   * @throws HarnessException if QEMU does not speak the protocol
   */
  Qmp(UnixSocket socket) {
    this.socket = socket;
    Thread reader = new Thread(this::read, "qmp");
    reader.setDaemon(true);
    reader.start();
    await(message -> message instanceof Greeting, "greet", LIMIT);
    execute("qmp_capabilities", Map.of());
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(socket.input(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        incoming.add(Optional.of(QmpMessage.parse(line)));
      }
    } catch (IOException e) {
      incoming.add(Optional.empty()); // QEMU is gone, as below
    } catch (HarnessException e) {
      incoming.add(Optional.of(new Failed(String.valueOf(e.getMessage()))));
    }
    incoming.add(Optional.empty());
  }

  /**
   * Executes a command.
   *
   * @throws HarnessException if QEMU refuses it, does not answer, or is gone
   */
  void execute(String command, Map<String, ?> arguments) {
    try {
      byte[] line =
          (QmpMessage.command(command, arguments) + "\n").getBytes(StandardCharsets.UTF_8);
      socket.output().write(line);
    } catch (IOException e) {
      throw new HarnessException("QEMU is gone before " + command, e);
    }
    QmpMessage answer =
        await(
            message -> message instanceof Returned || message instanceof Failed,
            "answer " + command,
            LIMIT);
    if (answer instanceof Failed failed) {
      throw new HarnessException("QEMU refuses " + command + ": " + failed.why());
    }
  }

  /**
   * Waits until a migration of the machine's state is complete.
   *
   * @throws HarnessException if it fails or QEMU ends
   */
  void awaitMigration() {
    Happened end = awaitEvent("MIGRATION", status -> !status.matches("setup|active|device"));
    if (!end.data().equals("completed")) {
      throw new HarnessException("QEMU ends a migration with " + end.data());
    }
  }

  private Happened awaitEvent(String name, Predicate<String> data) {
    for (Happened event : events) {
      if (event.event().equals(name) && data.test(event.data())) {
        return event;
      }
    }
    QmpMessage message =
        await(
            m -> m instanceof Happened h && h.event().equals(name) && data.test(h.data()),
            "end a " + name,
            LIMIT);
    return (Happened) message;
  }

  private QmpMessage await(Predicate<QmpMessage> wanted, String what, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!ended) {
      Optional<QmpMessage> next = next(deadline - System.nanoTime());
      if (next.isPresent() && wanted.test(next.get())) {
        return next.get();
      }
    }
    throw new HarnessException("QEMU is gone before it did " + what);
  }

  /** The next message, which is kept if it is an event; empty if there are no more. */
  private Optional<QmpMessage> next(long nanos) {
    try {
      Optional<QmpMessage> message = incoming.poll(Math.max(nanos, 0), TimeUnit.NANOSECONDS);
      if (message == null) {
        throw new HarnessException("QEMU does not answer");
      }
      ended = message.isEmpty();
      if (message.isPresent() && message.get() instanceof Happened event) {
        events.add(event);
      }
      return message;
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }

  /** Why the guest was shut down or reset, in QEMU's words, once QEMU has ended. */
  Optional<String> shutdownReason() {
    while (!ended) {
      Optional<QmpMessage> unused = next(LIMIT.toNanos());
    }
    return events.stream()
        .filter(event -> event.event().equals("SHUTDOWN"))
        .map(Happened::data)
        .findFirst();
  }
}
