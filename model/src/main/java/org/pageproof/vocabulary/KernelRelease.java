package org.pageproof.vocabulary;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kernel release.
 *
 * @param text as {@code uname -r} prints it
 * @param major the first number
 * @param minor the second number
 */
public record KernelRelease(String text, int major, int minor) {
  private static final Pattern FORM = Pattern.compile("(\\d+)\\.(\\d+).*");

  /**
   * Reads a release such as {@code 6.18.44-amd64}.
   *
   * @throws IllegalArgumentException if it does not begin with two numbers
   */
  public static KernelRelease parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a kernel release: " + text);
    }
    return new KernelRelease(
        text, Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /** Whether this release is the given one or later. */
  public boolean atLeast(int otherMajor, int otherMinor) {
    return major > otherMajor || (major == otherMajor && minor >= otherMinor);
  }
}
