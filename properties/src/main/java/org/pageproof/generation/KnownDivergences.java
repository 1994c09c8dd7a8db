package org.pageproof.generation;

/** Whether sequences may meet what the model tolerates only as a known divergence. */
public enum KnownDivergences {
  /** They are drawn like everything else. */
  MET,
  /** The model steers the sequences around them, so that what follows can be tested. */
  AVOIDED
}
