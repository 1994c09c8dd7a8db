package org.pageproof.sut.vm;

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

  /** {@code [ 12.345678] }, and of some configurations {@code [ T123] } after it. */
  private static final Pattern STAMP = Pattern.compile("^\\[ *\\d+\\.\\d+\\](\\[ *[TC]\\d+\\])? ");

  /**
   * How complaints begin (arch/x86/mm/fault.c, arch/x86/kernel/traps.c and dumpstack.c,
   * kernel/panic.c, lib/bug.c, lib/list_debug.c, mm/page_alloc.c, kernel/watchdog.c).
   */
  private static final Pattern COMPLAINT =
      Pattern.compile(
          "BUG: |kernel BUG at |WARNING: |Oops: |general protection fault|divide error"
              + "|invalid opcode|stack segment: |double fault: |list_(add|del) corruption"
              + "|INFO: (task|rcu_)|rcu: INFO|watchdog: |Kernel panic - not syncing: ");

  /** Where an instruction was: {@code RIP: 0010:function+0x12/0x34 [module]}. */
  private static final Pattern FUNCTION = Pattern.compile("RIP: [0-9a-f]{4}:([\\w.]+)\\+0x.*");

  /**
   * {@code WARNING: CPU: 0 PID: 1 at mm/file.c:12 function+0x12/0x34}, or, of later kernels, {@code
   * WARNING: mm/file.c:12 at function+0x12/0x34, CPU#0: name/1}.
   */
  private static final Pattern WARNING =
      Pattern.compile(
          "WARNING: (?:CPU: \\d+ PID: \\d+ at )?([^ :]+):\\d+ (?:at )?([\\w.]+)\\+0x.*");

  /** {@code general protection fault, probably for non-canonical address 0x12: 0000 [#1] SMP}. */
  private static final Pattern TRAP = Pattern.compile("(?:Oops: )?([a-z ]+)[,:].* \\[#\\d+\\].*");

  /** What follows a complaint. */
  private static final Pattern END =
      Pattern.compile("---\\[ end |Kernel panic - not syncing: |Kernel Offset: |Rebooting in ");

  private static final String PANIC = "Kernel panic - not syncing: ";

  private final List<String> lines;
  private final int first;

  /** Reads what was printed. */
  KernelLog(String console) {
    lines = console.lines().map(KernelLog::unstamped).toList();
    first = firstComplaint();
  }

  private static String unstamped(String line) {
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

  /** All lines, without the time stamps. */
  List<String> lines() {
    return lines;
  }

  /** What the kernel panicked of, in its words. */
  Optional<String> panic() {
    return lines.stream()
        .filter(line -> line.startsWith(PANIC))
        .map(line -> line.substring(PANIC.length()))
        .findFirst();
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
      return Optional.of("WARNING at " + warning.group(1) + " in " + warning.group(2));
    }
    return Optional.of(classOf(line) + function().map(name -> " in " + name).orElse(""));
  }

  private static String classOf(String line) {
    Matcher trap = TRAP.matcher(line);
    if (trap.matches()) {
      return trap.group(1).strip();
    }
    return line.replaceFirst("^" + PANIC, "")
        .replaceAll(",? (for |at )?address:?.*", "")
        .replaceAll("\\+0x[0-9a-f]+/0x[0-9a-f]+|:\\d+|\\b(0x)?[0-9a-f]{8,16}\\b", "")
        .replaceAll("\\b(pid|PID|CPU|pfn)[:#=]? ?\\w+", "")
        .replaceAll("\\s+", " ")
        .replaceAll("[ ,:!]+$", "");
  }

  /** The function that the first complaint is about. */
  private Optional<String> function() {
    return complaintLines().stream()
        .map(FUNCTION::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .findFirst();
  }

  private List<String> complaintLines() {
    int end = first + 1;
    while (end < lines.size() && !END.matcher(lines.get(end)).lookingAt()) {
      end++;
    }
    return lines.subList(first, end);
  }

  /** The first complaint to the end of its call trace; empty if there is none. */
  String excerpt() {
    return first < 0 ? "" : limited(complaintLines());
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
