package org.pageproof.properties;

import org.pageproof.verdict.Divergence;
import org.pageproof.verdict.Judgement;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.Trace;

/**
 * A divergence that repeats, shrunk.
 *
 * @param original the trace in which it was first seen
 * @param judgement the shrunk trace, explained
 * @param divergence how the shrunk trace diverges
 * @param executions how many candidates were executed to shrink it
 */
public record Finding<C extends Command>(
    Trace<C> original, Judgement<C> judgement, Divergence divergence, int executions) {}
