package org.pageproof.verdict;

/**
 * What a rule says, for people.
 *
 * @param id such as {@code UFFD-COPY-EEXIST}
 * @param sentence one sentence
 * @param source where the rule comes from
 * @param status how binding it is
 * @param profiles the profiles it holds for, in words; {@code all} for every profile
 */
public record RuleText(
    String id, String sentence, String source, RuleStatus status, String profiles) {}
