/** The commands of the HMM test driver and their operands: data without rules. */
@NullMarked
package org.pageproof.vocabulary.hmm;

import org.jspecify.annotations.NullMarked;
