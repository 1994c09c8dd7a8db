/**
 * Reduces a diverging sequence to a small one with the same fingerprint. The order is shortlex on
 * (commands, threads, descriptors, pages, operand weight).
 */
@NullMarked
package org.pageproof.shrinking;

import org.jspecify.annotations.NullMarked;
