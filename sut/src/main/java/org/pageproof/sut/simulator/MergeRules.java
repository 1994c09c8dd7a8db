package org.pageproof.sut.simulator;

import org.jspecify.annotations.Nullable;
import org.pageproof.vocabulary.KernelRelease;

/**
 * Which neighbouring areas become one. Areas that are alike always may, as far as their anon_vmas
 * agree: two areas with an anon_vma each stay apart, because the reverse mapping of their pages
 * differs. The rest changed over time (mm/vma.c, before 6.10 mm/mmap.c).
 *
 * @param spreadsAnonVma an area that has none takes over the anon_vma of the changed area that
 *     joins it (since 6.16; before, the two stayed apart)
 * @param joinsBelowFirst a new mapping that could join either neighbour, but not both, joins the
 *     lower one (since 6.12; before, the upper one)
 * @param joinsTails the changed tail of an area can join the area above (since 6.4; before,
 *     userfaultfd passed the wrong page offset, and it never could)
 */
record MergeRules(boolean spreadsAnonVma, boolean joinsBelowFirst, boolean joinsTails) {
  static MergeRules of(KernelRelease release) {
    return new MergeRules(release.atLeast(6, 16), release.atLeast(6, 12), release.atLeast(6, 4));
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
