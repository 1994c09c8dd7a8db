/**
 * The part of a small kernel that the HMM test driver exercises, written from what kernels do and
 * not from the reference model, so that the two can be compared. It is built as a kernel is:
 * counted frames and page tables at the bottom, areas and the reverse mapping above them, then the
 * fault handler, the phases of a migration and the walk of a device's fault; on top the driver,
 * whose mirrors hear of changes through notifiers and keep no reference to what they point to. So
 * what the driver gets wrong comes about by itself.
 */
@NullMarked
package org.pageproof.sut.simulator.hmm;

import org.jspecify.annotations.NullMarked;
