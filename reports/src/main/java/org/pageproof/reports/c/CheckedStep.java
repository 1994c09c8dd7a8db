package org.pageproof.reports.c;

import java.util.List;
import org.pageproof.verdict.Leeway;

/**
 * The checks of one step: for each thing that may change, the values it may have afterwards.
 *
 * @param lines the lines of code
 * @param hasChoice whether some value is the kernel's choice, so that another run may take another
 *     way
 * @param open what this step and earlier ones leave to the kernel
 */
record CheckedStep(List<String> lines, boolean hasChoice, Leeway open) {
  /** Copies the list. */
  CheckedStep {
    lines = List.copyOf(lines);
  }
}
