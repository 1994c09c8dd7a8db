package org.pageproof.verdict;

/**
 * One field in which an observation differs from an expectation.
 *
 * @param field the field
 * @param expectedClass the class of the expected value, for fingerprints
 * @param observedClass the class of the observed value, for fingerprints
 * @param expected the expected value in words
 * @param observed the observed value in words
 */
public record Mismatch(
    Field field, String expectedClass, String observedClass, String expected, String observed) {
  /** The fields, those first whose difference explains the differences in later ones. */
  public enum Field {
    REPLY,
    OUT,
    DATA,
    MESSAGES,
    AREAS,
    PAGE_BITS,
    WAITERS,
    COMPLETIONS,
    PAGE_CONTENTS,
    CHILD_BITS,
    CHILD_CONTENTS,
    SNAPSHOT,
    EXCLUSIVE,
    FEATURES,
    POLL,
    TAINT;

    /** The name in fingerprints. */
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /** The same, of another class because of what else differs. */
  Mismatch with(String what) {
    return new Mismatch(field, expectedClass, observedClass + ", " + what, expected, observed);
  }
}
