package org.pageproof.properties;

/** Derives the seed of a round from the campaign's (Steele, Lea and Flood, SplitMix). */
final class SplitMix64 {
  private static final long GAMMA = 0x9e37_79b9_7f4a_7c15L;

  private SplitMix64() {}

  /** The {@code index}-th seed of the campaign; does not depend on the number of shards. */
  static long mix(long campaignSeed, long index) {
    long z = campaignSeed + (index + 1) * GAMMA;
    z = (z ^ (z >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d0_49bb_1331_11ebL;
    return z ^ (z >>> 31);
  }
}
