/**
 * The reference state machines and the oracle. Only what judges or draws may import this: the
 * systems under test and the reports may not, so that model and simulator stay independent.
 */
@NullMarked
package org.pageproof.reference;

import org.jspecify.annotations.NullMarked;
