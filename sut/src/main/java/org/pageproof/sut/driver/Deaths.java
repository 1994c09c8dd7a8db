package org.pageproof.sut.driver;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process died of. */
public final class Deaths {
  /** In the Java machine's crash report: {@code # SIGBUS (0x7) at pc=0x...}. */
  private static final Pattern SIGNAL = Pattern.compile("#\\s+(SIG[A-Z]+) \\(0x[0-9a-f]+\\).*");

  private static final int SIGNALLED = 128;

  /** The signals that end processes from outside (asm-generic/signal.h). */
  private static final Map<Integer, String> SIGNALS =
      Map.of(
          1, "SIGHUP", 2, "SIGINT", 4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", 9,
          "SIGKILL", 11, "SIGSEGV", 15, "SIGTERM");

  private Deaths() {}

  /**
   * The signal's name, or {@code exit n}. The Java machine turns a signal into an exit status of
   * its own, so its crash report comes first.
   */
  public static String describe(int exitStatus, List<String> crashReport) {
    for (String line : crashReport) {
      Matcher matcher = SIGNAL.matcher(line);
      if (matcher.matches()) {
        return matcher.group(1);
      }
    }
    return SIGNALS.getOrDefault(exitStatus - SIGNALLED, "exit " + exitStatus);
  }
}
