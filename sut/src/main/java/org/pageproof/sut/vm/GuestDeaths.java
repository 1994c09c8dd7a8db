package org.pageproof.sut.vm;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pageproof.sut.driver.Death;
import org.pageproof.sut.driver.Deaths;

/** What a guest died of. */
final class GuestDeaths {
  /** The kernel's words for the end of its first process, which is the worker (kernel/exit.c). */
  private static final Pattern INIT =
      Pattern.compile("Attempted to kill init! exitcode=0x([0-9a-f]+)");

  private static final int EXIT_SHIFT = 8;
  private static final int SIGNAL_MASK = 0x7f;
  private static final int SIGNALLED = 128;

  private GuestDeaths() {}

  /**
   * Classifies a death.
   *
   * @param console all that the guest printed
   * @param status QEMU's exit status
   * @param reset whether the guest reset or switched itself off, as QEMU says
   * @param log what QEMU printed
   */
  static Death of(String console, int status, boolean reset, String log) {
    KernelLog kernel = new KernelLog(console);
    Optional<String> panic = kernel.panic();
    Optional<Matcher> init = panic.map(INIT::matcher).filter(Matcher::find);
    if (init.isPresent()) {
      return new Death(worker(init.get(), kernel), Death.Cause.SEQUENCE);
    }
    if (panic.isPresent()) {
      String what = kernel.complaint().orElse(panic.get());
      return new Death("kernel panic: " + what + "\n" + kernel.excerpt(), Death.Cause.SEQUENCE);
    }
    if (reset) {
      String last = KernelLog.limited(tail(kernel.lines()));
      return new Death("the guest reset without a word\n" + last, Death.Cause.SEQUENCE);
    }
    String said = Guest.lastLine(log);
    return new Death(
        "QEMU: " + Deaths.describe(status, List.of()) + (said.isEmpty() ? "" : ": " + said),
        Death.Cause.OUTSIDE);
  }

  /** The worker ended, by itself or killed by an oops of which the kernel did not panic. */
  private static String worker(Matcher init, KernelLog kernel) {
    int code = Integer.parseUnsignedInt(init.group(1), 16);
    int signal = code & SIGNAL_MASK;
    int status = signal != 0 ? SIGNALLED + signal : code >> EXIT_SHIFT;
    String what = Deaths.describe(status, kernel.lines());
    List<String> report =
        kernel.lines().stream().filter(line -> line.startsWith("#")).limit(12).toList();
    return what + (report.isEmpty() ? "" : "\n" + KernelLog.limited(report));
  }

  private static List<String> tail(List<String> lines) {
    return lines.subList(Math.max(0, lines.size() - 12), lines.size());
  }
}
