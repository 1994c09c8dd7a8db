package org.pageproof.trace;

import org.pageproof.vocabulary.AddressPlan;

/** Names runs of pages that are alike: {@code r0p1} for one, {@code r0p1+3} for three. */
record PageRuns(AddressPlan plan) {
  /** The name of the pages [first, end). */
  String name(int first, int end) {
    return plan.describe(first) + (end == first + 1 ? "" : "+" + (end - first));
  }

  /** The first page of a run. */
  int first(String name) {
    int plus = name.indexOf('+');
    return plan.parse(plus < 0 ? name : name.substring(0, plus));
  }

  /**
   * The end (exclusive) of a run that begins at this arena page.
   *
   * @throws TraceFormatException if it lies outside the arena
   */
  int end(String name, int first) {
    int plus = name.indexOf('+');
    int count = plus < 0 ? 1 : Integer.parseInt(name.substring(plus + 1));
    if (count < 1 || first + count > plan.arenaPages()) {
      throw new TraceFormatException("no such pages in this plan: " + name);
    }
    return first + count;
  }
}
