package org.pageproof.properties.jqwik;

import java.util.Random;

/** A property as jqwik runs it: samples are drawn and checked until one fails. */
public interface HostedProperty<T> {
  /** The seed of the randomness. */
  long seed();

  /** The number of samples. */
  int tries();

  /** Draws a sample from jqwik's randomness alone. */
  T draw(Random random);

  /** Whether the property holds for the sample. */
  boolean check(T sample);
}
