package org.pageproof.sut.simulator.hmm;

import org.jspecify.annotations.Nullable;
import org.pageproof.vocabulary.Errno;

/**
 * How a device takes pages for itself (make_device_exclusive in mm/rmap.c, and the driver's use).
 */
final class ExclusiveAccess {
  private static final Errno EOPNOTSUPP = new Errno(95);
  private static final int CHUNK = 64;

  private final Memory memory;
  private final HmmConfig config;
  private final FaultHandler handler;

  ExclusiveAccess(Memory memory, FaultHandler handler) {
    this.memory = memory;
    this.config = memory.config();
    this.handler = handler;
  }

  /**
   * Takes the pages of [start, end).
   *
   * @return what went wrong; null if nothing did
   */
  @Nullable Errno take(Mirror mirror, int start, int end) {
    Errno refusal = null;
    if (config.givesPagesSingly()) {
      for (int page = start; page < end && refusal == null; page++) {
        refusal = takePage(mirror, page);
      }
      return refusal;
    }
    for (int page = start; page < end && refusal == null; page += CHUNK) {
      refusal = takeChunk(mirror, page, Math.min(end, page + CHUNK));
    }
    return refusal;
  }

  private @Nullable Errno takePage(Mirror mirror, int page) {
    AddressSpace space = mirror.space();
    Vma area = space.lookup(page);
    if (area == null || !area.isWritable()) {
      return Errno.EFAULT;
    }
    Frame frame = handler.getSmall(space, area, page);
    if (frame == null) {
      return Errno.ENOMEM;
    }
    if (!frame.isAnonymous()) {
      return EOPNOTSUPP;
    }
    space.invalidate(page, page + 1);
    space.table().makeExclusive(page, true);
    mirror.store(page, frame, Mirror.Access.EXCLUSIVE);
    return null;
  }

  /** All pages of a chunk are faulted in before the first one is taken. */
  private @Nullable Errno takeChunk(Mirror mirror, int start, int end) {
    AddressSpace space = mirror.space();
    @Nullable Frame[] frames = new @Nullable Frame[end - start];
    int got = getPages(space, start, frames);
    for (int i = 0; i < got; i++) {
      frames[i] = takeMapped(space, start + i, frames[i]);
    }
    if (got < frames.length) {
      if (config.usesUnfilledPages()) {
        throw KernelLost.panic("Oops: a page pointer that nobody filled in");
      }
      return Errno.EBUSY;
    }
    int stored = 0;
    for (int i = 0; i < frames.length; i++) {
      Frame frame = frames[i];
      if (frame != null) {
        mirror.store(start + i, frame, Mirror.Access.EXCLUSIVE);
        stored++;
      }
    }
    return stored == frames.length ? null : Errno.EBUSY;
  }

  /** Faults pages in for writing up to the first that cannot be; how many there are. */
  private int getPages(AddressSpace space, int start, @Nullable Frame[] frames) {
    for (int i = 0; i < frames.length; i++) {
      Vma area = space.lookup(start + i);
      frames[i] = area == null ? null : handler.getSmall(space, area, start + i);
      if (frames[i] == null) {
        return i;
      }
    }
    return frames.length;
  }

  /** Takes a page that is mapped; null if it is not anonymous, or not the first of its folio. */
  private @Nullable Frame takeMapped(AddressSpace space, int page, @Nullable Frame frame) {
    if (frame == null || !frame.isAnonymous()) {
      return null;
    }
    Folio folio = frame.folio();
    if (folio != null) {
      return frame.position() == 0 && takeFolio(space, page, folio) ? frame : null;
    }
    memory.unmap(
        frame,
        (where, mapped) -> {
          where.invalidate(mapped, mapped + 1);
          if (where == space && mapped == page) {
            space.table().makeExclusive(page, false);
          }
        });
    return frame;
  }

  /**
   * Takes all pages of a folio that are mapped, up to one that was taken before.
   *
   * @return whether the given page was among them and none is mapped any more
   */
  private boolean takeFolio(AddressSpace space, int page, Folio folio) {
    memory.unmap(
        folio,
        (where, start, end) -> {
          where.invalidate(start, end);
          return takeMapped(where.table(), folio, start, end);
        });
    return space.table().kind(page) == EntryKind.EXCLUSIVE && folio.mappedFrame() == null;
  }

  /** Takes the pages of a folio in [start, end); false if it came to one that was taken before. */
  private static boolean takeMapped(PageTable table, Folio folio, int start, int end) {
    for (int page = start; page < end; page++) {
      if (table.kind(page) == EntryKind.EXCLUSIVE && table.frame(page).folio() == folio) {
        return false;
      }
      if (table.kind(page) == EntryKind.PRESENT && table.frame(page).folio() == folio) {
        table.makeExclusive(page, false);
      }
    }
    return true;
  }
}
