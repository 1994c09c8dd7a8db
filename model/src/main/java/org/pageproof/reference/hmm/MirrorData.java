package org.pageproof.reference.hmm;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.reference.hmm.Outcome.Result;
import org.pageproof.vocabulary.PageWords;
import org.pageproof.vocabulary.hmm.Request;

/** What a device reads through a mirror without faulting. dmirror_do_read(). */
final class MirrorData {
  private MirrorData() {}

  /**
   * Reads all pages of a range through the entries that the mirror has.
   *
   * @param faults the out-field if it succeeds
   */
  static Outcome read(Draft draft, Request request, int faults) {
    int first = Execution.first(draft.from(), request);
    List<PageWords> data = new ArrayList<>(request.count());
    boolean stale = false;
    for (int k = 0; k < request.count(); k++) {
      int entry = draft.entry(request.mirror(), first + k);
      if (entry == MirrorEntry.NONE) {
        return Outcome.refused(Result.NO_ENTRY, draft.build());
      }
      if (MirrorEntry.isRaw(entry)) {
        return Outcome.refused(Result.DIED, draft.build());
      }
      stale |= MirrorEntry.isStale(entry);
      data.add(words(draft.parent, first + k));
    }
    Result result = stale ? Result.STALE : Result.OK;
    return new Outcome(result, draft.build(), request.count(), faults, data, 0);
  }

  /** What a page holds. */
  static PageWords words(SpaceDraft space, int page) {
    return space.kind(page) == CpuEntry.ZERO
        ? PageWords.filled(0)
        : new PageWords(space.head(page), space.tail(page));
  }

  /** The mirror is as if it had been told of everything: no entry is raw or stale. */
  static void forgetBad(Draft draft, int mirror, int first, int count) {
    for (int page = first; page < first + count; page++) {
      int entry = draft.entry(mirror, page);
      if (MirrorEntry.isRaw(entry) || MirrorEntry.isStale(entry)) {
        draft.erase(mirror, page, page);
      }
    }
  }
}
