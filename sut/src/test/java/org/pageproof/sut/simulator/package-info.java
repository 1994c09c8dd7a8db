/** Tests of the simulator: what it must answer, and what each planted fault changes. */
@NullMarked
package org.pageproof.sut.simulator;

import org.jspecify.annotations.NullMarked;
