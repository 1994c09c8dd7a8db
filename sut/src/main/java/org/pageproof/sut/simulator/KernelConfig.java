package org.pageproof.sut.simulator;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.pageproof.vocabulary.Profile;

/**
 * Which kernel is simulated: its profile, what follows from its release, and the bugs planted in
 * it. What the profile has a question for is asked there; what only this simulator needs is here.
 */
final class KernelConfig {
  private final Profile profile;
  private final Set<Fault> faults;
  private final MergeRules mergeRules;
  private final boolean locksPerArea;

  KernelConfig(Profile profile, Collection<Fault> faults) {
    this.profile = profile;
    this.faults = EnumSet.noneOf(Fault.class);
    this.faults.addAll(faults);
    this.mergeRules = MergeRules.of(profile.release());
    this.locksPerArea = profile.release().atLeast(6, 9);
  }

  Profile profile() {
    return profile;
  }

  boolean has(Fault fault) {
    return faults.contains(fault);
  }

  MergeRules mergeRules() {
    return mergeRules;
  }

  /**
   * Whether the fills lock one area instead of all memory. They then prepare the area's anon_vma
   * before they check anything else about it ({@code uffd_lock_vma}, since 6.9).
   */
  boolean locksPerArea() {
    return locksPerArea;
  }

  /** Whether descriptors are opened read-only, as they have been since 6.1. */
  boolean opensReadOnly() {
    return profile.release().atLeast(6, 1);
  }

  /** Whether there is a {@code /dev/userfaultfd}. */
  boolean hasDevice() {
    return profile.release().atLeast(6, 1);
  }

  /**
   * Whether a fill without a registered area is ENOENT; EINVAL before 4.11 (ioctl_userfaultfd(2)).
   */
  boolean tellsUnregistered() {
    return profile.release().atLeast(4, 11);
  }
}
