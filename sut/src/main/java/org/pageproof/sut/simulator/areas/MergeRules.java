package org.pageproof.sut.simulator.areas;

import org.jspecify.annotations.Nullable;
import org.pageproof.vocabulary.KernelRelease;

/**
 * Which neighbouring areas become one. Areas that are alike and whose offsets continue always may,
 * as far as their anon_vmas agree: two areas with an anon_vma each stay apart, because the reverse
 * mapping of their pages differs. The rest changed over time (mm/vma.c, before 6.10 mm/mmap.c).
 *
 * @param spreadsAnonVma an area that has none takes over the anon_vma of the changed area that
 *     joins it (since 6.16; before, the two stayed apart)
 * @param joinsBelowFirst a new mapping that could join either neighbour, but not both, joins the
 *     lower one (before 6.1 and since 6.12; between, the upper one)
 * @param joinsTails the tail of an area whose registration changed can join the area above (since
 *     6.4; before, userfaultfd passed the wrong page offset, and it never could)
 * @param growsOverGaps an area that mremap(2) enlarges up to the next one can join it (since 6.0)
 */
public record MergeRules(
    boolean spreadsAnonVma, boolean joinsBelowFirst, boolean joinsTails, boolean growsOverGaps) {
  /** The rules of a release. */
  public static MergeRules of(KernelRelease release) {
    return new MergeRules(
        release.atLeast(6, 16),
        release.atLeast(6, 12) || !release.atLeast(6, 1),
        release.atLeast(6, 4),
        release.atLeast(6, 0));
  }

  /** Whether {@code target} may grow over {@code source}. */
  boolean mayAbsorb(@Nullable AnonVma target, @Nullable AnonVma source) {
    return target == source || source == null || (target == null && spreadsAnonVma);
  }

  /** Whether two areas may become one when what lies between them joins both. */
  static boolean mayMeet(@Nullable AnonVma below, @Nullable AnonVma above) {
    return below == above || below == null || above == null;
  }
}
