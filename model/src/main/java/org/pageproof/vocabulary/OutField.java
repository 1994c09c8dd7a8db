package org.pageproof.vocabulary;

/**
 * A field of an ioctl's argument that the kernel writes.
 *
 * @param name the field's name in the kernel's header
 * @param value what it holds after the call; {@link #UNTOUCHED} if it still holds the filler that
 *     every caller puts there first
 */
public record OutField(String name, long value) {
  /** The filler that is in every out-field before the call. */
  public static final long UNTOUCHED = 0x7777_7777_7777_7777L;

  /** A field the kernel did not write. */
  public static OutField untouched(String name) {
    return new OutField(name, UNTOUCHED);
  }

  /** Whether the field still holds the filler. */
  public boolean isUntouched() {
    return value == UNTOUCHED;
  }

  /** The value for people: {@code untouched}, {@code -EEXIST} or a number. */
  public String describe() {
    if (isUntouched()) {
      return "untouched";
    }
    if (value < 0 && value > -4096) {
      return "-" + new Errno((int) -value).name();
    }
    return value > 0xffff ? "0x" + Long.toHexString(value) : Long.toString(value);
  }
}
