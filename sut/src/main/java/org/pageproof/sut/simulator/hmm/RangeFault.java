package org.pageproof.sut.simulator.hmm;

import org.jspecify.annotations.Nullable;
import org.pageproof.sut.simulator.Fault;
import org.pageproof.vocabulary.Errno;

/** How a device gets at pages that its mirror has no entry for (mm/hmm.c, and the driver's use). */
final class RangeFault {
  /** The pages that one page table maps; a walk goes table by table. */
  private static final int TABLE_PAGES = 512;

  /** More than any page needs; the kernel gives up after a second. */
  private static final int MAX_ATTEMPTS = 8;

  private final Memory memory;
  private final HmmConfig config;
  private final FaultHandler handler;
  private final @Nullable Frame[] frames;
  private final boolean[] writable;

  RangeFault(Memory memory, FaultHandler handler) {
    this.memory = memory;
    this.config = memory.config();
    this.handler = handler;
    this.frames = new @Nullable Frame[config.faultChunk()];
    this.writable = new boolean[frames.length];
  }

  /**
   * Makes entries for the pages of [start, end), chunk by chunk.
   *
   * @return what went wrong; null if nothing did
   */
  @Nullable Errno fault(Mirror mirror, int start, int end, boolean write) {
    Errno refusal = null;
    for (int from = start; from < end && refusal == null; from += frames.length) {
      int to = Math.min(end, from + frames.length);
      refusal = walk(mirror, from, to, write);
      if (refusal == null) {
        refusal = store(mirror, from, to, write);
      }
    }
    return refusal;
  }

  /** Goes over a chunk until the device can use all pages of it (hmm_range_fault). */
  private @Nullable Errno walk(Mirror mirror, int start, int end, boolean write) {
    AddressSpace space = mirror.space();
    int page = start;
    int attempts = 0;
    while (page < end) {
      Vma area = space.lookup(page);
      if (area == null || !area.isReadable()) {
        return Errno.EFAULT;
      }
      if (isUsable(mirror, area, page, write)) {
        frames[page - start] = space.table().frame(page);
        writable[page - start] = mayWrite(space.table(), area, page);
        page++;
        attempts = 0;
        continue;
      }
      if (attempts == MAX_ATTEMPTS) {
        return Errno.EBUSY;
      }
      attempts++;
      Errno refusal = fault(space, area, page, Math.min(end, tableEnd(page)), write);
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private static int tableEnd(int page) {
    return (page / TABLE_PAGES + 1) * TABLE_PAGES;
  }

  /**
   * Whether a page needs no fault. A page in the memory of the mirror's own device never does,
   * whatever its entry permits.
   */
  private boolean isUsable(Mirror mirror, Vma area, int page, boolean write) {
    PageTable table = mirror.space().table();
    return switch (table.kind(page)) {
      case PRESENT -> !write || mayWrite(table, area, page);
      case DEVICE ->
          table.frame(page) instanceof DevicePage here && here.device() == mirror.device();
      case NONE, EXCLUSIVE, MIGRATION -> false;
    };
  }

  private boolean mayWrite(PageTable table, Vma area, int page) {
    if (table.isWritable(page)) {
      return true;
    }
    if (!config.has(Fault.DEVWRITE_READONLY)
        || area.isWritable()
        || table.kind(page) != EntryKind.PRESENT) {
      return false;
    }
    Frame frame = table.frame(page);
    return area.isShared() || (frame.isAnonymous() && frame.isExclusive());
  }

  /** Faults a page and all after it, as far as one area and one page table go. */
  private @Nullable Errno fault(AddressSpace space, Vma area, int page, int end, boolean write) {
    if (write && !area.isWritable() && !config.has(Fault.DEVWRITE_READONLY)) {
      return Errno.EPERM;
    }
    if (space.table().kind(page) == EntryKind.DEVICE && !config.fetchesForeignPages()) {
      return Errno.EFAULT;
    }
    for (int next = page; next < Math.min(end, area.end()); next++) {
      if (!handler.handle(space, area, next, write)) {
        return Errno.EFAULT;
      }
    }
    return null;
  }

  /**
   * Makes the entries of a chunk. They point to what the walk found, which is not the data where a
   * page is in the device's own private memory.
   */
  private @Nullable Errno store(Mirror mirror, int start, int end, boolean write) {
    for (int page = start; page < end; page++) {
      Frame frame = frames[page - start];
      if (frame == null) {
        throw new IllegalStateException("the walk left out page " + page);
      }
      if (write && !writable[page - start]) {
        memory.warn();
        return Errno.EFAULT;
      }
      mirror.store(page, frame, writable[page - start] ? Mirror.Access.WRITE : Mirror.Access.READ);
    }
    return null;
  }
}
