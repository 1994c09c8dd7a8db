/**
 * What is shared by everything that draws, executes, judges or reports: commands, operands,
 * observations, traces. Plain immutable data without rules; the rules live in {@code
 * org.pageproof.reference}, which the systems under test and the reports may not import.
 */
@NullMarked
package org.pageproof.vocabulary;

import org.jspecify.annotations.NullMarked;
