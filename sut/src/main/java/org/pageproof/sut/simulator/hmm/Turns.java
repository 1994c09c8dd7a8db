package org.pageproof.sut.simulator.hmm;

/**
 * Numbers the areas of all processes in the order in which the reverse mapping got to know them.
 */
final class Turns {
  private int last;

  int next() {
    last++;
    return last;
  }
}
