package org.pageproof.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/**
 * Whether stdout took all that was printed: a {@link java.io.PrintStream} says only that it did
 * not.
 */
final class Stdout {
  /** What the C library says of EPIPE; in another language than English the failure is told. */
  private static final String READER_GONE = "Broken pipe";

  private Stdout() {}

  /**
   * The exit code of a process that was to end with this one. A reader that has seen enough, such
   * as {@code head}, is no failure: the code stays what it is, for a run's verdict does not depend
   * on who reads it, and its report is written all the same.
   */
  static int check(int code) {
    if (!System.out.checkError() || readerIsGone()) {
      return code;
    }
    System.err.println("pageproof: cannot write to stdout");
    return ExitCode.HARNESS;
  }

  /** Writes once more to see why it fails; on a disk that has room again, an end of the line. */
  private static boolean readerIsGone() {
    try {
      unbuffered().write('\n');
      return false;
    } catch (IOException e) {
      return READER_GONE.equals(e.getMessage());
    }
  }

  /** Not to be closed: the descriptor is the process's. */
  private static FileOutputStream unbuffered() {
    return new FileOutputStream(FileDescriptor.out);
  }
}
