package org.pageproof.verdict;

/**
 * A step that only a rule of status {@link RuleStatus#DEFECT} allows.
 *
 * @param step the index of the step
 * @param rule the rule
 */
public record KnownDivergence(int step, RuleText rule) {}
