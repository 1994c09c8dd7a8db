package org.pageproof.reference.hmm;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.reference.hmm.Outcome.Result;
import org.pageproof.vocabulary.PageWords;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.hmm.Request;

/**
 * READ and WRITE: pages are accessed in order through the mirror's entries; at the first that
 * cannot be, all the rest is faulted in, chunk by chunk; a huge page that is split thereby takes
 * entries away again, so that it may take more than one round. dmirror_read(), dmirror_fault().
 */
final class DeviceAccess {
  /** The last page of a page table, whose pages are 512; the arena begins with one. */
  private static final int LAST_OF_TABLE = 511;

  private final Draft draft;
  private final SpaceDraft space;
  private final Request request;
  private final int mirror;
  private final int device;
  private final int first;
  private final int end;

  /** Whether the driver should do as it is promised to, and not as it is known to. */
  private final boolean ideal;

  private boolean stale;

  DeviceAccess(HmmState state, Request request, boolean ideal) {
    this.draft = new Draft(state);
    this.space = draft.parent;
    this.request = request;
    this.mirror = request.mirror();
    this.device = state.device(mirror);
    this.first = Execution.first(state, request);
    this.end = first + request.count();
    this.ideal = ideal;
    if (ideal) {
      MirrorData.forgetBad(draft, mirror, first, request.count());
    }
  }

  /** The device reads. */
  Outcome read() {
    List<PageWords> data = new ArrayList<>(request.count());
    int faults = 0;
    int page = first;
    while (page < end) {
      int entry = draft.entry(mirror, page);
      if (MirrorEntry.isRaw(entry)) {
        return Outcome.refused(Result.DIED, draft.build());
      }
      if (entry == MirrorEntry.NONE) {
        Result fault = fault(page, false);
        if (fault != Result.OK) {
          return Outcome.refused(fault, draft.build());
        }
        faults++;
      } else {
        stale |= MirrorEntry.isStale(entry);
        data.add(MirrorData.words(space, page));
        page++;
      }
    }
    Result result = stale ? Result.STALE : Result.OK;
    return new Outcome(result, draft.build(), request.count(), faults, data, 0);
  }

  /** The device writes the tokens of a command. */
  Outcome write(int id) {
    return writeAll(id).withCorrupted(stale);
  }

  private Outcome writeAll(int id) {
    int faults = 0;
    int page = first;
    while (page < end) {
      int entry = draft.entry(mirror, page);
      if (!MirrorEntry.isWritable(entry)) {
        Result fault = fault(page, true);
        if (fault != Result.OK) {
          long taint = fault == Result.WARNED ? draft.warn() : 0;
          return new Outcome(fault, draft.build(), 0, 0, List.of(), taint);
        }
        faults++;
      } else if (MirrorEntry.isRaw(entry)) {
        return Outcome.refused(Result.DIED, draft.build());
      } else {
        write(page, entry, Token.of(id, page - first));
        page++;
      }
    }
    return new Outcome(Result.OK, draft.build(), request.count(), faults, List.of(), 0);
  }

  private void write(int page, int entry, long token) {
    if (MirrorEntry.isStale(entry)) {
      stale = true;
    } else {
      draft.store(space, page, token, token);
    }
  }

  private Result fault(int from, boolean write) {
    int chunk = draft.facts.faultChunk();
    for (int start = from; start < end; start += chunk) {
      int next = Math.min(end, start + chunk);
      for (int page = start; page < next; page++) {
        Result result = resolve(page, next, write);
        if (result != Result.OK) {
          return result;
        }
      }
      for (int page = start; page < next; page++) {
        if (!map(page, write)) {
          return Result.WARNED;
        }
      }
    }
    return Result.OK;
  }

  /**
   * Makes the CPU's entry of a page one that the device can use. Where it is not yet, all pages of
   * the area from there on are faulted in, also those whose entries the device could use: its own
   * come back to system memory. hmm_vma_walk_pmd(), hmm_vma_fault().
   *
   * @param next the end of the chunk
   */
  private Result resolve(int page, int next, boolean write) {
    int area = space.area(page);
    if ((area & Area.READABLE) == 0) {
      return (area & Area.MAPPED) == 0 ? Result.UNMAPPED : Result.UNREADABLE;
    }
    if (isUsable(page, write)) {
      return Result.OK;
    }
    if (write && (area & Area.WRITABLE) == 0) {
      return Result.READ_ONLY;
    }
    int behind = Math.min(draft.areaEnd(page), (page | LAST_OF_TABLE) + 1);
    boolean more;
    do {
      more = !CpuFault.isCpus(space, page);
      if (!faultOnce(page, Math.min(next, behind), write)) {
        return Result.NO_MEMORY;
      }
    } while (more && !isUsable(page, write));
    return Result.OK;
  }

  /** Each page is faulted in once. handle_mm_fault(). */
  private boolean faultOnce(int from, int behind, boolean write) {
    for (int page = from; page < behind; page++) {
      if (staysOnDevice(page)) {
        HugePages.splitFolio(draft, space);
      } else if (!CpuFault.once(draft, space, page, write)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a fault only splits the large folio that an own page is a part of: it takes another one
   * to bring the page back, and nobody asks for that. Seen on 7.2.13.
   */
  private boolean staysOnDevice(int page) {
    return !ideal && isMine(page) && space.isPart(page);
  }

  private boolean isUsable(int page, boolean write) {
    boolean writable = space.isWritable(page);
    return switch (space.kind(page)) {
      case CpuEntry.ZERO -> !write;
      case CpuEntry.CACHE -> !write || writable;
      case CpuEntry.OWN ->
          isMine(page)
              ? !write || writable || !ideal
              : !space.isPrivate(page) && (!write || writable);
      default -> false;
    };
  }

  /** Whether the page lies in the private memory of the device itself. */
  private boolean isMine(int page) {
    return space.isPrivate(page) && space.device(page) == device;
  }

  /** Stores the mirror's entry; false if the kernel warns instead. dmirror_do_fault(). */
  private boolean map(int page, boolean write) {
    boolean writable = space.isWritable(page);
    if (write && !writable) {
      return false;
    }
    boolean raw = isMine(page) && !ideal;
    draft.setEntry(mirror, page, raw ? MirrorEntry.raw(writable) : MirrorEntry.of(writable));
    return true;
  }
}
