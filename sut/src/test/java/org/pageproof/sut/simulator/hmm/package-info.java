@NullMarked
package org.pageproof.sut.simulator.hmm;

import org.jspecify.annotations.NullMarked;
