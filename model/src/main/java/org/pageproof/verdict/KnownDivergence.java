package org.pageproof.verdict;

/**
 * A step that only a rule of status {@link RuleStatus#DEFECT} allows.
 *
 * @param step the index of the step
 * @param rule the rule
 * @param ends whether nothing can be foretold of what follows, in this sequence and in this kernel
 */
public record KnownDivergence(int step, RuleText rule, boolean ends) {}
