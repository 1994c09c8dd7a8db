package org.pageproof.verdict;

/** How binding a rule is. */
public enum RuleStatus {
  /** Promised by the documentation, or relied on. */
  DOCUMENTED,
  /** Undocumented and harmless: nobody who trusts the manual loses data, protection or time. */
  QUIRK,
  /** A crash, a hang, lost or stale data, leaked state or a broken promise: a known divergence. */
  DEFECT,
  /** Not the kernel's: the worker withholds a command that could not be executed. */
  HARNESS
}
