package org.pageproof.sut.worker;

/**
 * What {@code /proc/PID/fdinfo/N} says of a userfaultfd. The file is kept open: it follows the
 * number, not the descriptor.
 */
final class FdInfo implements AutoCloseable {
  private static final int CAPACITY = 512;

  private final ProcFile file;
  private int pending;
  private int total;
  private long features;

  /** Opens the file of a descriptor number; {@code process} is a process id or {@code self}. */
  FdInfo(String process, int number) {
    file = new ProcFile("/proc/" + process + "/fdinfo/" + number, CAPACITY);
  }

  /** Waiters whose message was not read, when the file was read last. */
  int pending() {
    return pending;
  }

  /** All waiters. */
  int total() {
    return total;
  }

  /** The feature word. */
  long features() {
    return features;
  }

  /**
   * Reads the lines {@code pending:\t1}, {@code total:\t1} and {@code API:\taa:80000000:1ff}
   * (fs/userfaultfd.c, userfaultfd_show_fdinfo).
   */
  void read() {
    int length = file.read();
    byte[] text = file.copied(length);
    for (int line = 0; line < length; line = nextLine(text, line, length)) {
      switch (text[line]) {
        case 'p' -> {
          if (text[line + 1] == 'e') {
            pending = (int) number(text, line + 9, 10);
          }
        }
        case 't' -> total = (int) number(text, line + 7, 10);
        case 'A' -> features = number(text, line + 8, 16);
        default -> {}
      }
    }
  }

  private static int nextLine(byte[] text, int from, int length) {
    int at = from;
    while (at < length && text[at] != '\n') {
      at++;
    }
    return at + 1;
  }

  private static long number(byte[] text, int from, int radix) {
    long value = 0;
    int at = from;
    for (int digit = Hex.digit(text[at]); digit >= 0; digit = Hex.digit(text[++at])) {
      value = value * radix + digit;
    }
    return value;
  }

  @Override
  public void close() {
    file.close();
  }
}
