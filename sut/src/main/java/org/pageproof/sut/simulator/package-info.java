/**
 * A small kernel memory manager with userfaultfd, written from what kernels do and not from the
 * reference model, so that the two can be compared. It is built as a kernel is: frames and a page
 * table at the bottom, areas above them, contexts with wait queues, the fault handler, system calls
 * on top. It is deterministic, and each planted {@link org.pageproof.sut.simulator.Fault} is a
 * switch that is read in one place.
 */
@NullMarked
package org.pageproof.sut.simulator;

import org.jspecify.annotations.NullMarked;
