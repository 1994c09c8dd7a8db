package org.pageproof.sut.worker;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.protocol.Journal;

/**
 * How a worker and its driver reach each other.
 *
 * @param in what the driver says
 * @param out what it hears
 * @param place where the journal is: a file, or {@code memory:} and an address
 */
public record Transport(InputStream in, OutputStream out, String place) {
  private static final String MEMORY = "memory:";

  /**
   * The way to the driver.
   *
   * @param journal a file, and then the driver is at the other end of the standard streams; or
   *     {@code memory:ADDRESS}, the physical address of memory that a guest's kernel leaves alone,
   *     and then the driver is at the other end of a port
   * @throws HarnessException if there is no such way
   */
  public static Transport open(String journal) {
    if (journal.startsWith(MEMORY)) {
      GuestPort port = GuestPort.open();
      return new Transport(port.input(), port.output(), journal);
    }
    return new Transport(
        new FileInputStream(FileDescriptor.in), FileOutput.takeStandardOutput(), journal);
  }

  /**
   * The journal that the driver sees too; to be called once.
   *
   * @throws HarnessException if it cannot be had
   */
  public Journal journal() {
    return place.startsWith(MEMORY)
        ? GuestMemory.journal(Long.decode(place.substring(MEMORY.length())))
        : Journal.open(Path.of(place));
  }
}
