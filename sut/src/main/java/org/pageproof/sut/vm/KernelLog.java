package org.pageproof.sut.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a guest's kernel printed, without the time stamps: the first complaint in it, and a line
 * that says of what class that is.
 */
final class KernelLog {
  /** The longest excerpt in characters. */
  static final int EXCERPT_MAX = 4096;

  /** {@code [ 12.345678] } and, of some configurations, {@code [ T123] } after it. */
  private static final Pattern STAMP =
      Pattern.compile("^(<\\d>)?\\[ *\\d+\\.\\d+\\](\\[ *[TC]\\d+\\])? ");

  /**
   * How a complaint begins (arch/x86/mm/fault.c, traps.c, dumpstack.c; kernel/panic.c; lib/bug.c).
   */
  private static final Pattern COMPLAINT =
      Pattern.compile(
          "(BUG: |kernel BUG at |WARNING: |general protection fault|divide error|invalid opcode"
              + "|stack segment|double fault|Oops|int3|traps: |INFO: task |INFO: rcu|watchdog: "
              + "|list_(add|del) corruption|Kernel panic - not syncing: |Bad page state|Bad rss-counter"
              + "|page:[0-9a-f]+ ).*");

  /** Where an instruction was: {@code RIP: 0010:function+0x12/0x34 [module]}. */
  private static final Pattern FUNCTION = Pattern.compile("RIP: [0-9a-f]{4}:(\\w[\\w.]*)\\+0x.*");

  /**
   * {@code WARNING: CPU: 0 PID: 1 at mm/file.c:12 function+0x12/0x34 [module]}; no CPU since 6.19.
   */
  private static final Pattern WARNING =
      Pattern.compile(
          "WARNING: (?:CPU: \\d+ PID: \\d+ at )?([\\w./-]+\\.[ch]):\\d+(?: at)?(?: ([\\w.]+)\\+0x.*)?.*");

  /** The last line of a complaint. */
  private static final Pattern END =
      Pattern.compile(
          "(---\\[ end trace |---\\[ end Kernel panic|Rebooting in |Modules linked in).*");

  private static final String PANIC = "Kernel panic - not syncing: ";

  private final List<String> lines = new ArrayList<>();
  private final int first;

  /** Reads what was printed. */
  KernelLog(String console) {
    console.lines().map(KernelLog::unstamped).forEach(lines::add);
    first = firstComplaint();
  }

  static String unstamped(String line) {
    return STAMP.matcher(line).replaceFirst("").stripTrailing();
  }

  private int firstComplaint() {
    for (int i = 0; i < lines.size(); i++) {
      if (COMPLAINT.matcher(lines.get(i)).lookingAt()) {
        return i;
      }
    }
    return -1;
  }

  /** Whether the kernel panicked. */
  boolean panicked() {
    return panic().isPresent();
  }

  /** What the kernel panicked of. */
  Optional<String> panic() {
    return lines.stream()
        .filter(line -> line.startsWith(PANIC))
        .map(line -> line.substring(PANIC.length()))
        .findFirst();
  }

  /** All lines, without the time stamps. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  /**
   * What the first complaint is, such as {@code BUG: kernel NULL pointer dereference in function}:
   * without addresses, line numbers and whatever else changes from run to run; empty if there is no
   * complaint.
   */
  Optional<String> complaint() {
    if (first < 0) {
      return Optional.empty();
    }
    String line = lines.get(first);
    Matcher warning = WARNING.matcher(line);
    if (warning.matches()) {
      String function = warning.group(2) == null ? "" : " in " + warning.group(2);
      return Optional.of("WARNING at " + warning.group(1) + function);
    }
    return Optional.of(classOf(line) + function().map(name -> " in " + name).orElse(""));
  }

  private static String classOf(String line) {
    return line.replaceFirst("^" + PANIC, "")
        .replaceAll("(for|at)? ?address:?.*", "")
        .replaceAll("[:,] (probably|maybe) for non-canonical.*", "")
        .replaceAll(":\\d+!?$", "")
        .replaceAll(":? [0-9a-f]{4} \\[#\\d+\\].*", "")
        .replaceAll("\\b(0x)?[0-9a-f]{8,16}\\b", "")
        .replaceAll("\\bpid[:=] ?\\d+", "")
        .replaceAll("\\s+", " ")
        .replaceAll("[ ,:]+$", "");
  }

  private Optional<String> function() {
    for (int i = first; i < lines.size(); i++) {
      Matcher matcher = FUNCTION.matcher(lines.get(i));
      if (matcher.matches()) {
        return Optional.of(matcher.group(1));
      }
      if (i > first && END.matcher(lines.get(i)).lookingAt()) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** The first complaint to the end of its call trace; empty if there is none. */
  String excerpt() {
    if (first < 0) {
      return "";
    }
    int end = first + 1;
    while (end < lines.size() && !END.matcher(lines.get(end)).lookingAt()) {
      end++;
    }
    return limited(lines.subList(first, end));
  }

  /** Lines as a text, cut where it gets too long. */
  static String limited(List<String> lines) {
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      if (text.length() + line.length() + 1 > EXCERPT_MAX) {
        return text.toString();
      }
      text.append(text.length() == 0 ? "" : "\n").append(line);
    }
    return text.toString();
  }
}
