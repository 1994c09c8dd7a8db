package org.pageproof.shrinking;

import java.util.Comparator;

/**
 * How large a sequence is; smaller is better, the first difference decides.
 *
 * @param commands the number of commands
 * @param threads the number of thread slots used
 * @param descriptors the number of descriptor slots used
 * @param pages the number of pages named
 * @param weight how far the operands are from the simplest ones
 */
public record Size(int commands, int threads, int descriptors, int pages, int weight)
    implements Comparable<Size> {
  private static final Comparator<Size> ORDER =
      Comparator.comparingInt(Size::commands)
          .thenComparingInt(Size::threads)
          .thenComparingInt(Size::descriptors)
          .thenComparingInt(Size::pages)
          .thenComparingInt(Size::weight);

  /**
   * The inverse of {@link #toString()}.
   *
   * @throws IllegalArgumentException if the text is no size
   */
  public static Size parse(String text) {
    String[] numbers = text.split(",", -1);
    if (numbers.length != 5) {
      throw new IllegalArgumentException("not a size: " + text);
    }
    return new Size(
        Integer.parseInt(numbers[0]),
        Integer.parseInt(numbers[1]),
        Integer.parseInt(numbers[2]),
        Integer.parseInt(numbers[3]),
        Integer.parseInt(numbers[4]));
  }

  @Override
  public int compareTo(Size other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return commands + "," + threads + "," + descriptors + "," + pages + "," + weight;
  }
}
