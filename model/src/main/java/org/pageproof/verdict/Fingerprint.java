package org.pageproof.verdict;

/**
 * The identity of a divergence, the same for every seed, machine and address layout.
 *
 * @param command the kind of command
 * @param rule the id of the nearest rule
 * @param field what differed
 * @param expected the class of what the rule allows
 * @param observed the class of what was observed
 */
public record Fingerprint(
    String command, String rule, String field, String expected, String observed) {
  /** One line, such as {@code copy UFFD-COPY-OK page-bits: present -> absent}. */
  @Override
  public String toString() {
    return command + " " + rule + " " + field + ": " + expected + " -> " + observed;
  }

  /** A name for files: lower case letters, digits and hyphens. */
  public String slug() {
    return (rule + "-" + field + "-" + expected + "-" + observed)
        .toLowerCase(java.util.Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "-")
        .replaceAll("^-|-$", "");
  }
}
