package org.pageproof.sut.vm;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.driver.Deaths;
import org.pageproof.sut.driver.FrameChannel;
import org.pageproof.sut.protocol.Journal;

/** A guest that was switched on: QEMU, and the ways to it and into it. Used by one thread. */
final class Guest implements AutoCloseable {
  private final QemuProcess process;
  private final Qmp qmp;
  private final FrameChannel channel;
  private final Journal journal;
  private final GrowingText console;
  private final GrowingText log;

  private Guest(QemuProcess process, Qmp qmp, UnixSocket command, Journal journal, Texts texts) {
    this.process = process;
    this.qmp = qmp;
    this.channel = new FrameChannel("guest-" + process.pid(), command.input(), command.output());
    this.journal = journal;
    this.console = texts.console();
    this.log = texts.log();
  }

  /** What the guest and QEMU print. */
  private record Texts(GrowingText console, GrowingText log) {}

  /**
   * Switches a machine on.
   *
   * @throws HarnessException if QEMU does not run; the message has what it says
   */
  static Guest start(Machine machine, Ram ram) {
    RunFiles files = RunFiles.create();
    try {
      return start(machine, ram, files);
    } finally {
      files.delete(); // both have opened them
    }
  }

  private static Guest start(Machine machine, Ram ram, RunFiles files) {
    Journal journal = Journal.create(files.journal());
    Texts texts = new Texts(GrowingText.create(files.console()), GrowingText.create(files.log()));
    try (Listener command = Listener.at(files.command());
        Listener control = Listener.at(files.qmp())) {
      QemuProcess process =
          QemuProcess.start(
              machine.qemu(), machine.arguments(files, ram), files.directory(), files.log());
      boolean connected = false;
      try {
        UnixSocket port = command.accept(process::isAlive);
        Qmp qmp = new Qmp(control.accept(process::isAlive));
        connected = true;
        return new Guest(process, qmp, port, journal, texts);
      } catch (HarnessException e) {
        throw process.awaitEnd() ? ended(process, texts.log(), e) : e;
      } finally {
        if (!connected) {
          process.kill();
        }
      }
    }
  }

  private static HarnessException ended(
      QemuProcess process, GrowingText log, HarnessException cause) {
    return new HarnessException(
        "QEMU ended at its start with "
            + Deaths.describe(process.status(), List.of())
            + ": "
            + lastLine(log.text()),
        cause);
  }

  /** The last line of a text that says something. */
  static String lastLine(String text) {
    return text.lines().filter(line -> !line.isBlank()).reduce("", (before, line) -> line).strip();
  }

  FrameChannel channel() {
    return channel;
  }

  Journal journal() {
    return journal;
  }

  /** What the guest prints. */
  GrowingText console() {
    return console;
  }

  /** What QEMU prints. */
  GrowingText log() {
    return log;
  }

  /** The process that it is on this machine. */
  QemuProcess process() {
    return process;
  }

  /** The way to QEMU. */
  Qmp qmp() {
    return qmp;
  }

  /**
   * Stores the state of a guest whose memory is stored; it does not go on after that.
   *
   * @param devices where the rest of its state goes
   */
  void store(Path devices) {
    qmp.execute("stop", Map.of());
    leaveMemoryOut();
    qmp.execute("migrate", Map.of("uri", "exec:cat >" + shellQuoted(devices)));
    qmp.awaitMigration();
  }

  /** Loads the state of a guest whose memory is loaded. */
  void load(Path devices) {
    leaveMemoryOut();
    qmp.execute("migrate-incoming", Map.of("uri", "exec:cat " + shellQuoted(devices)));
    qmp.awaitMigration();
  }

  /** Lets a guest go on that was loaded. */
  void resume() {
    qmp.execute("cont", Map.of());
  }

  private void leaveMemoryOut() {
    qmp.execute(
        "migrate-set-capabilities",
        Map.of("capabilities", List.of(capability("x-ignore-shared"), capability("events"))));
  }

  private static Map<String, Object> capability(String name) {
    return Map.of("capability", name, "state", true);
  }

  /** A path as one word of a shell command. */
  static String shellQuoted(Path path) {
    return "'" + path.toString().replace("'", "'\\''") + "'";
  }

  /** Switches it off; tells whether QEMU has ended. */
  boolean end() {
    boolean ended = process.kill();
    channel.finish();
    console.close();
    log.close();
    return ended;
  }

  @Override
  public void close() {
    end();
  }
}
