package org.pageproof.reports.words;

import java.util.List;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Trace;

/**
 * What the kernel logged: while the system under test died or hung, which is told in the lines of
 * {@link Reply.Died#how} and {@link Reply.Hung#evidence} after the first; otherwise about a new
 * taint.
 */
public final class KernelLog {
  private KernelLog() {}

  /** The lines, empty if nothing was logged. */
  public static List<String> of(Trace<?> trace) {
    List<Observation> seen = trace.observations();
    Reply last = seen.isEmpty() ? Reply.ZERO : seen.get(seen.size() - 1).reply();
    if (last instanceof Reply.Died died) {
      return afterTheFirst(died.how());
    }
    return last instanceof Reply.Hung hung ? afterTheFirst(hung.evidence()) : trace.kernelLog();
  }

  private static List<String> afterTheFirst(String lines) {
    return lines.lines().skip(1).toList();
  }
}
