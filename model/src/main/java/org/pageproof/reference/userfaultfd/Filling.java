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
          public boolean readable(int k) {
            return true;
          }
        };

    /** The word that fills page k. */
    long word(int k);

    /** Whether the source of page k can be read. */
    boolean readable(int k);
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

  /** All pages are filled; their waiters are woken unless that is declined. */
  void allowWhole(boolean dontWake, AllowedSteps<UffdState> steps) {
    UffdState next = state.withPages(pages(range.count()));
    Steps.wake(steps, next, waiters(range.count(), dontWake), Reply.ZERO, out(range.length()));
  }

  /** The pages up to the first that fails are filled, and their waiters woken unless declined. */
  void allowPartial(boolean dontWake, AllowedSteps<UffdState> steps) {
    int filled = filled();
    long bytes = (long) filled * AddressPlan.PAGE_SIZE;
    Steps.wake(
        steps,
        state.withPages(pages(filled)),
        waiters(filled, dontWake),
        Reply.refused(Errno.EAGAIN),
        out(bytes));
  }

  private List<Waiter> waiters(int filled, boolean dontWake) {
    return dontWake ? List.of() : state.waiters().of(fd, filledSet(filled));
  }

  /** The fill whose result cannot be stored: the pages stay, and nobody is woken. */
  void allowUnstorable(AllowedSteps<UffdState> steps) {
    UffdState next = state.withPages(pages(filled()));
    List<OutField> out = List.of(OutField.untouched(outField));
    Steps.change(steps, next, Reply.refused(Errno.EFAULT), out);
  }

  /** How many pages can be filled; the source is read before the destination is looked at. */
  private int filled() {
    int filled = 0;
    while (filled < range.count()
        && content.readable(filled)
        && !state.pages().present(first() + filled)) {
      filled++;
    }
    return filled;
  }

  private Pages pages(int filled) {
    Pages pages = state.pages();
    for (int k = 0; k < filled; k++) {
      long word = content.word(k);
      pages = pages.with(first() + k, Pages.PRESENT, word, word);
    }
    return pages;
  }

  private long filledSet(int filled) {
    return PageRange.of(range.region(), range.page(), filled).pageSet(state.plan());
  }

  private int first() {
    return range.firstPage(state.plan());
  }

  private List<OutField> out(long value) {
    return List.of(new OutField(outField, value));
  }
}
