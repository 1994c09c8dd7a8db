package org.pageproof.sut.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.pageproof.sut.HarnessException;

/** Where a guest is that makes no progress. */
final class GuestHang {
  /** How the kernel begins the description of a task (kernel/sched/core.c, sched_show_task). */
  private static final Pattern TASK = Pattern.compile("task:(\\S+)\\s+state:(\\S+) .*");

  /** The tasks that execute commands, and whoever waits for what cannot be interrupted. */
  private static final Pattern WANTED =
      Pattern.compile("task:((commander|toucher-\\d+)\\s+state:\\S+|\\S+\\s+state:D) .*");

  private GuestHang() {}

  /**
   * Asks the guest by an NMI, of which it dies.
   *
   * @return where the processor is and where the worker's threads are; several lines
   */
  static String evidence(Guest guest) {
    if (guest.process().isStopped()) {
      return "QEMU itself is stopped; did something send it SIGSTOP?";
    }
    long before = guest.console().length();
    try {
      guest.qmp().execute("inject-nmi", Map.of());
    } catch (HarnessException e) {
      return "QEMU: " + e.getMessage();
    }
    boolean died = guest.process().awaitEnd();
    String said = describe(guest.console().since(before));
    return said.isEmpty() ? (died ? "the guest died silently" : "the guest ignores an NMI") : said;
  }

  /** The interesting part of what the kernel prints when it gets an unknown NMI. */
  static String describe(String console) {
    KernelLog kernel = new KernelLog(console);
    List<String> lines = new ArrayList<>();
    lines.addAll(tasks(kernel.lines()));
    lines.addAll(kernel.excerpt().lines().toList());
    return KernelLog.limited(lines);
  }

  private static List<String> tasks(List<String> lines) {
    List<String> wanted = new ArrayList<>();
    boolean inside = false;
    for (String line : lines) {
      if (TASK.matcher(line).matches()) {
        inside = WANTED.matcher(line).matches();
      } else if (!line.startsWith(" ") && !line.startsWith("Call Trace:")) {
        inside = false;
      }
      if (inside) {
        wanted.add(line);
      }
    }
    return wanted;
  }
}
