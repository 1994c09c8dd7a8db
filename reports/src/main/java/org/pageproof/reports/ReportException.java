package org.pageproof.reports;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A report could not be written or read. The message is one line that can be shown to a user. */
public final class ReportException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With a one-line message. */
  public ReportException(String message) {
    super(oneLine(message));
  }

  /** With a one-line message and what lies behind it. */
  public ReportException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  /** A file that could not be written. */
  public static ReportException cannotWrite(Path file, IOException cause) {
    return new ReportException(
        "cannot write " + file + ": " + why(cause, "no such directory"), cause);
  }

  /** A file that could not be read. */
  public static ReportException cannotRead(Path file, IOException cause) {
    return new ReportException("cannot read " + file + ": " + why(cause, "no such file"), cause);
  }

  private static String why(IOException cause, String missing) {
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (cause instanceof NoSuchFileException) {
      return missing;
    }
    if (cause instanceof FileAlreadyExistsException) {
      return "a file is in the place of a directory";
    }
    @Nullable String reason =
        cause instanceof FileSystemException failure ? failure.getReason() : cause.getMessage();
    return reason == null ? cause.getClass().getSimpleName() : reason;
  }

  private static String oneLine(String message) {
    return message.replaceAll("\\p{Cntrl}+", " ");
  }
}
