package org.pageproof.sut.worker;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.jna.Libc;

/** Verifies that sequences leave no descriptors of one kind behind. */
public final class DescriptorLeaks {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private final String kind;
  private final int kept;
  private int lowestFree;

  /**
   * Those that are open now may stay.
   *
   * @param kind how the descriptors' links in {@code /proc/self/fd} begin
   */
  public DescriptorLeaks(String kind) {
    this.kind = kind;
    this.kept = count();
    this.lowestFree = lowestFreeDescriptor();
  }

  /**
   * Checks; {@code more} descriptors than at the start may be open. A leaked descriptor has taken
   * the lowest free number. The machine's own files take numbers too (a jar is opened, a proc file
   * is kept), so a change is only the reason to look closer.
   *
   * @throws HarnessException if there are more than there were
   */
  public void check(int more) {
    int free = lowestFreeDescriptor();
    if (free == lowestFree) {
      return;
    }
    int leaked = count() - kept - more;
    if (leaked != 0) {
      throw new HarnessException("leak: " + leaked + " descriptors of " + kind + " are still open");
    }
    lowestFree = free;
  }

  private int count() {
    int count = 0;
    try (DirectoryStream<Path> links = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path link : links) {
        boolean open =
            Files.isSymbolicLink(link); // the stream's own is closed when it is looked at
        count += open && Files.readSymbolicLink(link).toString().startsWith(kind) ? 1 : 0;
      }
    } catch (IOException e) {
      throw new HarnessException(DESCRIPTORS + " cannot be listed: " + e.getMessage(), e);
    }
    return count;
  }

  private static int lowestFreeDescriptor() {
    int free = Libc.fcntl(0, Libc.F_DUPFD_CLOEXEC, 0);
    if (free < 0) {
      throw new HarnessException("no descriptor is free: " + Libc.errno());
    }
    Libc.close(free);
    return free;
  }
}
