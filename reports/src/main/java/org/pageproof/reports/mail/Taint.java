package org.pageproof.reports.mail;

/** The kernel's taint mask in letters (Documentation/admin-guide/tainted-kernels.rst). */
final class Taint {
  private static final String LETTERS = "PFSRMBUDAWCIOELKXTN";

  private Taint() {}

  /**
   * The mask with the letters of its bits, such as {@code 512 (W)}.
   *
   * @param mask decimal digits; other text is given back as it is
   */
  static String text(String mask) {
    if (!mask.matches("[1-9]\\d{0,17}")) {
      return mask;
    }
    long bits = Long.parseLong(mask);
    StringBuilder letters = new StringBuilder();
    for (int bit = 0; bit < LETTERS.length(); bit++) {
      if ((bits >> bit & 1) != 0) {
        letters.append(letters.isEmpty() ? "" : " ").append(LETTERS.charAt(bit));
      }
    }
    return mask + " (" + letters + ")";
  }
}
