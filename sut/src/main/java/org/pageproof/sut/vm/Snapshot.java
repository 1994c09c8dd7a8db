package org.pageproof.sut.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.protocol.Frame;

/**
 * A guest whose worker has greeted, in files.
 *
 * @param directory where they are
 */
record Snapshot(Path directory) {
  /** What its kernel's memory holds; sparse. */
  Path ram() {
    return directory.resolve("ram");
  }

  /** The state of its devices. */
  Path devices() {
    return directory.resolve("devices");
  }

  private Path hello() {
    return directory.resolve("hello");
  }

  /**
   * Boots a machine and stores it when its worker greets.
   *
   * @throws EarlyDeathException if the guest ends before that
   * @throws HarnessException if that does not work out
   */
  static Snapshot take(Machine machine, Path directory) {
    Snapshot snapshot = new Snapshot(directory);
    try (Guest guest = Guest.start(machine, new Ram.Stored(snapshot.ram()))) {
      Frame hello = GuestWorker.booting(guest, machine.accelerator().bootLimit()).greetingFrame();
      guest.store(snapshot.devices());
      Files.write(snapshot.hello(), hello.payload());
      return snapshot;
    } catch (IOException e) {
      throw new HarnessException(
          "a guest cannot be stored in " + directory + ": " + e.getMessage(), e);
    }
  }

  /**
   * A guest that goes on where the stored one was.
   *
   * @throws HarnessException if it does not
   */
  GuestWorker restore(Machine machine) {
    Frame greeting = greeting();
    Guest guest = Guest.start(machine, new Ram.Loaded(ram()));
    boolean ready = false;
    try {
      guest.load(devices());
      guest.resume();
      GuestWorker worker = GuestWorker.resumed(guest, greeting);
      ready = true;
      return worker;
    } finally {
      if (!ready) {
        guest.end();
      }
    }
  }

  private Frame greeting() {
    try {
      return new Frame(Frame.Type.HELLO, Files.readAllBytes(hello()));
    } catch (IOException e) {
      throw new HarnessException(hello() + " cannot be read: " + e.getMessage(), e);
    }
  }
}
