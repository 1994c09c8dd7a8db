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

  /** The fill with a result that can be stored: the waiters of the filled pages are woken. */
  void allow(boolean dontWake, AllowedSteps<UffdState> steps) {
    int filled = filled();
    UffdState next = state.withPages(pages(filled));
    List<Waiter> woken =
        dontWake || filled == 0 ? List.of() : state.waiters().of(fd, filledSet(filled));
    if (filled == range.count()) {
      Steps.wake(steps, next, woken, Reply.ZERO, out(range.length()));
    } else if (filled > 0) {
      long bytes = (long) filled * AddressPlan.PAGE_SIZE;
      Steps.wake(steps, next, woken, Reply.refused(Errno.EAGAIN), out(bytes));
    } else {
      Errno errno = failure(0);
      Steps.refuse(steps, state, errno, out(-errno.number()));
    }
  }

  /** The fill whose result cannot be stored: the pages stay, and nobody is woken. */
  void allowUnstorable(AllowedSteps<UffdState> steps) {
    UffdState next = state.withPages(pages(filled()));
    List<OutField> out = List.of(OutField.untouched(outField));
    Steps.change(steps, next, Reply.refused(Errno.EFAULT), out);
  }

  private int filled() {
    int filled = 0;
    while (filled < range.count() && failure(filled).equals(NONE)) {
      filled++;
    }
    return filled;
  }

  private static final Errno NONE = new Errno(0);

  /** Why page k cannot be filled; the source is read before the destination is looked at. */
  private Errno failure(int k) {
    if (!content.readable(k)) {
      return Errno.EFAULT;
    }
    return state.pages().present(first() + k) ? Errno.EEXIST : NONE;
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
