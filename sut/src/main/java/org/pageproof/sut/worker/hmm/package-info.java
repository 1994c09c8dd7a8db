/** The worker's part that executes the commands of the HMM test driver. */
@NullMarked
package org.pageproof.sut.worker.hmm;

import org.jspecify.annotations.NullMarked;
