package org.pageproof.sut.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.jna.Libc;

/** The virtio serial port that leads out of a guest, to the driver. */
final class GuestPort {
  /** What the driver calls the port. */
  private static final String NAME = "cmd";

  private static final Path PORTS = Path.of("/sys/class/virtio-ports");
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(5);

  private final int fd;

  private GuestPort(int fd) {
    this.fd = fd;
  }

  /**
   * Opens the port, which the kernel may still be about to find.
   *
   * @throws HarnessException if it finds none
   */
  static GuestPort open() {
    long begin = System.nanoTime();
    Optional<Path> device = device();
    while (device.isEmpty()) {
      if (System.nanoTime() - begin > LIMIT.toNanos()) {
        throw new HarnessException(
            "no virtio serial port: the kernel needs CONFIG_VIRTIO_PCI and CONFIG_VIRTIO_CONSOLE,"
                + " or their modules");
      }
      LockSupport.parkNanos(LOOK.toNanos());
      device = device();
    }
    int fd = Libc.open(device.get().toString(), Libc.O_RDWR | Libc.O_CLOEXEC);
    if (fd < 0) {
      throw new HarnessException(device.get() + " cannot be opened: " + Libc.errno());
    }
    return new GuestPort(fd);
  }

  private static Optional<Path> device() {
    if (!Files.isDirectory(PORTS)) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> ports = Files.newDirectoryStream(PORTS)) {
      for (Path port : ports) {
        Path name = port.resolve("name");
        Path device = Path.of("/dev").resolve(port.getFileName());
        if (Files.exists(name)
            && Files.readString(name).strip().equals(NAME)
            && Files.exists(device)) {
          return Optional.of(device);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new HarnessException(PORTS + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** What the driver says; it ends when the driver goes. */
  InputStream input() {
    return new FileInput(fd);
  }

  /** What the driver hears. */
  OutputStream output() {
    return new FileOutput(fd);
  }
}
