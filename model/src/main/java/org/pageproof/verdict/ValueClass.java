package org.pageproof.verdict;

import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.PageWords;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;

/** The classes that fingerprints name values by, so that seeds and command ids do not matter. */
public final class ValueClass {
  private ValueClass() {}

  /** The class of page-table bits. */
  static String ofBits(int bits) {
    return switch (bits) {
      case 0 -> "absent";
      case Pages.PRESENT -> "present";
      case Pages.PRESENT | Pages.UFFD_WP -> "protected";
      case Pages.SWAPPED | Pages.UFFD_WP -> "marker";
      case Pages.PRESENT | Pages.FILE -> "file page";
      case Pages.SWAPPED | Pages.DEVICE -> "device page, read-only";
      case Pages.SWAPPED | Pages.DEVICE | Pages.WRITABLE -> "device page";
      case Pages.SWAPPED | Pages.EXCLUSIVE -> "exclusive entry, read-only";
      case Pages.SWAPPED | Pages.EXCLUSIVE | Pages.WRITABLE -> "exclusive entry";
      default -> "bits " + Integer.toHexString(bits);
    };
  }

  /** The class of a page's contents, as fingerprints name it. */
  public static String of(Pages pages, int page) {
    if (pages.tail(page) == Pages.TORN) {
      return "torn";
    }
    return wordClass(pages.head(page)) + "/" + wordClass(pages.tail(page));
  }

  /** The class of a page of a buffer, as fingerprints name it. */
  public static String of(PageWords page) {
    if (page.equals(PageWords.UNTOUCHED)) {
      return "untouched";
    }
    if (page.tail() == Pages.TORN) {
      return "torn";
    }
    return wordClass(page.head()) + "/" + wordClass(page.tail());
  }

  private static String wordClass(long word) {
    if (word == 0) {
      return "zero";
    }
    return Token.isToken(word) ? "token" : "foreign";
  }

  /** The class of what was observed; of the same class it is another value. */
  static String other(String expectedClass, String observedClass) {
    return observedClass.equals(expectedClass) ? "other " + observedClass : observedClass;
  }

  /** The class of an out-field. */
  static String of(OutField field) {
    boolean number = field.value() >= 0 || field.value() <= -4096;
    return number && !field.isUntouched() ? "number" : field.describe();
  }

  /** The class of a reply, as fingerprints name it. */
  public static String of(Reply reply) {
    if (reply instanceof Reply.Returned returned) {
      return Token.isToken(returned.value()) ? "token" : "value";
    }
    return reply instanceof Reply.Hung ? "hung" : ValueText.of(reply);
  }
}
