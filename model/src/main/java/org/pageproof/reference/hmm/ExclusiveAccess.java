package org.pageproof.reference.hmm;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.reference.hmm.Outcome.Result;
import org.pageproof.vocabulary.AddressPlan;
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

  /**
   * All pages are made writable, then replaced; only if all were found is any given an entry. Of a
   * large folio only the first page can be asked for, and is taken with all the others.
   */
  private Result chunk(int start, int next) {
    int found = start;
    Result result = Result.OK;
    while (found < next && result == Result.OK) {
      result = makeWritable(found);
      found += result == Result.OK ? 1 : 0;
    }
    List<Integer> taken = new ArrayList<>();
    for (int page = start; page < found; page++) {
      if (space.kind(page) == CpuEntry.OWN && (page == 0 || !space.isPart(page))) {
        if (takeFolio(page)) {
          taken.add(page);
        }
      }
    }
    if (found < next) {
      return result;
    }
    taken.forEach(page -> draft.setEntry(mirror, page, MirrorEntry.EXCLUSIVE));
    return taken.size() == next - start ? Result.OK : Result.NOT_ANONYMOUS;
  }

  /**
   * Takes a page, and with the first of a large folio the others up to one that is taken already.
   *
   * @return whether the CPU maps nothing of it any more
   */
  private boolean takeFolio(int page) {
    boolean large = space.isPart(page);
    ReverseMap.tellUpTo(draft, page);
    replace(page);
    return !large || takeRest(page);
  }

  /**
   * One area after the other is looked at until nobody maps the folio, and before that mirrors are
   * told of all of the area, whatever it maps. folio_make_device_exclusive().
   */
  private boolean takeRest(int page) {
    boolean stopped = false;
    boolean mapped = false;
    for (int other = 0; other < AddressPlan.HUGE_PAGES; other++) {
      boolean looksAt = !stopped && Families.isFirstOfKin(draft, page, other);
      if (looksAt && (draft.areaStart(other) <= page || isMappedFrom(other))) {
        draft.invalidate(other, draft.areaEnd(other));
      }
      if (other != page && space.isPart(other)) {
        stopped |= space.kind(other) == CpuEntry.EXCLUSIVE;
        if (!stopped) {
          replace(other);
        }
        mapped |= space.kind(other) == CpuEntry.OWN;
      }
    }
    return !mapped;
  }

  /** Whether somebody maps the folio, the pages before this one having been taken. */
  private boolean isMappedFrom(int first) {
    boolean mapped = draft.sharesFolio();
    for (int page = first; page < AddressPlan.HUGE_PAGES && !mapped; page++) {
      mapped = space.isPart(page) && space.kind(page) == CpuEntry.OWN;
    }
    return mapped;
  }

  /**
   * Makes a page present and writable by an entry of its own, as get_user_pages() with FOLL_WRITE
   * and FOLL_SPLIT_PMD does.
   */
  private Result makeWritable(int page) {
    int area = space.area(page);
    if ((area & Area.WRITABLE) == 0) {
      return (area & Area.MAPPED) == 0 ? Result.UNMAPPED : Result.READ_ONLY;
    }
    if (space.isPrivate(page) && !CpuFault.resolve(draft, space, page, false)) {
      return Result.NO_MEMORY;
    }
    if (space.kind(page) != CpuEntry.NONE) {
      splitEntryOf(page);
    }
    if (!CpuFault.resolve(draft, space, page, true)) {
      return Result.NO_MEMORY;
    }
    splitEntryOf(page);
    return Result.OK;
  }

  private void splitEntryOf(int page) {
    if (space.directory(page) != Directory.Kind.TABLE) {
      HugePages.splitEntry(draft, space);
    }
  }

  private void replace(int page) {
    int entry = space.entry(page);
    space.setEntry(page, (entry & ~CpuEntry.OWN) | CpuEntry.EXCLUSIVE);
  }
}
