package org.pageproof.reports.words;

import java.util.List;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Reply;

/**
 * What the kernel logged while the system under test died: the lines of {@link Reply.Died#how}
 * after the first, which is the kind of death.
 */
public final class KernelLog {
  private KernelLog() {}

  /** The lines, empty if nothing died or nothing was logged. */
  public static List<String> of(Observation observation) {
    return observation.reply() instanceof Reply.Died died
        ? died.how().lines().skip(1).toList()
        : List.of();
  }
}
