package org.pageproof.reports.words;

import org.pageproof.vocabulary.Pages;

/** A page in words: entries that name a page of a device are spelled out. */
public final class PageText {
  private PageText() {}

  /** The page, such as {@code #3.0}, {@code absent} or {@code in device memory}. */
  public static String of(Pages pages, int page) {
    return switch (pages.bits(page)) {
      case Pages.SWAPPED | Pages.DEVICE | Pages.WRITABLE -> "in device memory";
      case Pages.SWAPPED | Pages.DEVICE -> "in device memory (read-only)";
      case Pages.SWAPPED | Pages.EXCLUSIVE | Pages.WRITABLE -> "exclusive (writable)";
      case Pages.SWAPPED | Pages.EXCLUSIVE -> "exclusive";
      default -> pages.describe(page);
    };
  }
}
