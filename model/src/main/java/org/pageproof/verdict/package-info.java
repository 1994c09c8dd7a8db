/**
 * What judging a trace yields: verdicts, divergences, fingerprints, and the expectation of each
 * step. Data that reports render; the rules behind it live in {@code org.pageproof.reference}.
 */
@NullMarked
package org.pageproof.verdict;

import org.jspecify.annotations.NullMarked;
