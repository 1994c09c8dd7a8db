package org.pageproof.verdict;

/**
 * What a rule says, for people.
 *
 * @param id such as {@code UFFD-COPY-EEXIST}
 * @param sentence one sentence
 * @param source where the rule comes from
 * @param status how binding it is
 * @param evidence for what no document promises, the kernels it was seen on; empty otherwise
 * @param profiles the profiles it holds for, in words; {@code all} for every profile
 */
public record RuleText(
    String id,
    String sentence,
    String source,
    RuleStatus status,
    String profiles,
    String evidence) {
  /** A rule that needs no evidence of its own. */
  public RuleText(String id, String sentence, String source, RuleStatus status, String profiles) {
    this(id, sentence, source, status, profiles, "");
  }
}
