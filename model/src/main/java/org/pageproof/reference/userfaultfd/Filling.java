package org.pageproof.reference.userfaultfd;

import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Reply;

/**
 * What COPY and ZEROPAGE do to the pages of a good destination, one after another until one fails.
 * mm/userfaultfd.c, mfill_atomic().
 */
final class Filling {
  private final UffdState state;
  private final int fd;
  private final PageRange range;
  private final String outField;
  private final Content content;

  /** What a fill puts into its k-th page. */
  interface Content {
    /** Zeros, which need no source. */
    Content ZEROS =
        new Content() {
          @Override
          public long word(int k) {
            return 0;
          }

          @Override
          public boolean fillable(int k, int bits) {
            return bits == 0;
          }

          @Override
          public int bits() {
            return Pages.PRESENT;
          }
        };

    /** The word that fills page k. */
    long word(int k);

    /** Whether page k can be filled, whose entry has these bits; the source is read before. */
    boolean fillable(int k, int bits);

    /** The bits of a filled page. */
    int bits();
  }

  Filling(UffdState state, int fd, PageRange range, String outField, Content content) {
    this.state = state;
    this.fd = fd;
    this.range = range;
    this.outField = outField;
    this.content = content;
  }

  /** Whether the first page can be filled, but not all of them. */
  boolean isPartial() {
    int filled = filled();
    return filled > 0 && filled < range.count();
  }

  /** Whether every page can be filled. */
  boolean isWhole() {
    return filled() == range.count();
  }

  /** The pages up to the first that fails are filled, and their waiters woken unless declined. */
  void allow(boolean dontWake, AllowedSteps<UffdState> steps) {
    int filled = filled();
    boolean whole = filled == range.count();
    Steps.wake(
        steps,
        filledState(filled),
        waiters(filled, dontWake),
        whole ? Reply.ZERO : Reply.refused(Errno.EAGAIN),
        out(whole ? range.length() : (long) filled * AddressPlan.PAGE_SIZE));
  }

  /** Whether protected empty entries are replaced by pages that are not protected. */
  boolean unprotects() {
    return (content.bits() & Pages.UFFD_WP) == 0 && Marks.in(state, filledSet(filled())) != 0;
  }

  private List<Waiter> waiters(int filled, boolean dontWake) {
    return dontWake ? List.of() : state.waiters().of(fd, filledSet(filled));
  }

  /** The fill whose result cannot be stored: the pages stay, and nobody is woken. */
  void allowUnstorable(AllowedSteps<UffdState> steps) {
    UffdState next = filledState(filled());
    List<OutField> out = List.of(OutField.untouched(outField));
    Steps.change(steps, next, Reply.refused(Errno.EFAULT), out);
  }

  /** How many pages can be filled. */
  private int filled() {
    int filled = 0;
    while (filled < range.count()
        && content.fillable(filled, state.pages().bits(first() + filled))) {
      filled++;
    }
    return filled;
  }

  private UffdState filledState(int filled) {
    Pages pages = state.pages();
    for (int k = 0; k < filled; k++) {
      long word = content.word(k);
      pages = pages.with(first() + k, content.bits(), word, word);
    }
    return state.withPages(pages, state.unseen().without(filledSet(filled)));
  }

  private long filledSet(int filled) {
    return filled == 0
        ? 0
        : PageRange.of(range.region(), range.page(), filled).pageSet(state.plan());
  }

  private int first() {
    return range.firstPage(state.plan());
  }

  private List<OutField> out(long value) {
    return List.of(new OutField(outField, value));
  }
}
