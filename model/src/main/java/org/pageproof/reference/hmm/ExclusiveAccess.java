package org.pageproof.reference.hmm;

import org.pageproof.reference.hmm.Outcome.Result;
import org.pageproof.vocabulary.hmm.Request;

/** EXCLUSIVE: the CPU's entries are replaced by ones that only the device may use. */
final class ExclusiveAccess {
  /** How many pages are taken at once before 6.15. */
  private static final int CHUNK = 64;

  private final Draft draft;
  private final SpaceDraft space;
  private final Request request;
  private final int mirror;
  private final int first;
  private final int end;

  ExclusiveAccess(HmmState state, Request request) {
    this.draft = new Draft(state);
    this.space = draft.parent;
    this.request = request;
    this.mirror = request.mirror();
    this.first = Execution.first(state, request);
    this.end = first + request.count();
  }

  /** Takes the pages and reads them. */
  Outcome take() {
    Result result = draft.facts.exclusiveByPage() ? byPage() : byChunk();
    return result == Result.OK
        ? MirrorData.read(draft, request, 0)
        : Outcome.refused(result, draft.build());
  }

  private Result byPage() {
    for (int page = first; page < end; page++) {
      Result result = makeWritable(page);
      if (result != Result.OK) {
        return result;
      }
      if (space.kind(page) != CpuEntry.OWN) {
        return Result.NOT_ANONYMOUS;
      }
      draft.invalidate(page, page + 1);
      replace(page);
      draft.setEntry(mirror, page, MirrorEntry.EXCLUSIVE);
    }
    return Result.OK;
  }

  private Result byChunk() {
    for (int start = first; start < end; start += CHUNK) {
      Result result = chunk(start, Math.min(end, start + CHUNK));
      if (result != Result.OK) {
        return result;
      }
    }
    return Result.OK;
  }

  /** All pages are made writable, then replaced; only if all were found is any given an entry. */
  private Result chunk(int start, int next) {
    int found = start;
    Result result = Result.OK;
    while (found < next && result == Result.OK) {
      result = makeWritable(found);
      found += result == Result.OK ? 1 : 0;
    }
    boolean anonymous = true;
    for (int page = start; page < found; page++) {
      if (space.kind(page) == CpuEntry.OWN) {
        draft.invalidateAlike(page);
        replace(page);
      } else {
        anonymous = false;
      }
    }
    if (found < next) {
      return result;
    }
    for (int page = start; page < next; page++) {
      if (space.kind(page) == CpuEntry.EXCLUSIVE) {
        draft.setEntry(mirror, page, MirrorEntry.EXCLUSIVE);
      }
    }
    return anonymous ? Result.OK : Result.NOT_ANONYMOUS;
  }

  /** Makes a page present and writable, as get_user_pages() with FOLL_WRITE does. */
  private Result makeWritable(int page) {
    int area = space.area(page);
    if ((area & Area.WRITABLE) == 0) {
      return (area & Area.MAPPED) == 0 ? Result.UNMAPPED : Result.READ_ONLY;
    }
    return CpuFault.resolve(draft, space, page, true) ? Result.OK : Result.NO_MEMORY;
  }

  private void replace(int page) {
    int entry = space.entry(page);
    space.setEntry(page, (entry & ~CpuEntry.OWN) | CpuEntry.EXCLUSIVE);
  }
}
