package org.pageproof.reference;

import org.pageproof.verdict.Expectation;

/**
 * One thing the system under test may do.
 *
 * @param expectation what is observed then
 * @param next the state after it
 */
public record AllowedStep<S>(Expectation expectation, S next) {}
