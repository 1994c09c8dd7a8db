/**
 * The reference state machine of the HMM test driver: page tables of a process and its child,
 * devices and mirrors. The rules of a command are in one file; what kernels differ in is in {@link
 * org.pageproof.reference.hmm.HmmFacts}.
 */
@NullMarked
package org.pageproof.reference.hmm;

import org.jspecify.annotations.NullMarked;
