package org.pageproof.sut.simulator.hmm;

import org.jspecify.annotations.Nullable;
import org.pageproof.sut.simulator.areas.Area;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.hmm.DontNeed;
import org.pageproof.vocabulary.hmm.Map;
import org.pageproof.vocabulary.hmm.Protect;
import org.pageproof.vocabulary.hmm.Remap;
import org.pageproof.vocabulary.hmm.Unmap;

/** mmap(2), munmap(2), madvise(2), mprotect(2) and mremap(2). */
final class MemoryCalls {
  private final HmmConfig config;
  private final Turns turns;
  private final AddressPlan plan;
  private final AddressSpace space;

  MemoryCalls(Memory memory, AddressPlan plan, AddressSpace space) {
    this.config = memory.config();
    this.turns = memory.turns();
    this.plan = plan;
    this.space = space;
  }

  Answer map(Map command) {
    int start = plan.arenaPage(command.region(), 0);
    int end = start + command.pages();
    if (start == end) {
      return Answer.refused(Errno.EINVAL);
    }
    if (space.intersects(start, end)) {
      return Answer.refused(Errno.EEXIST); // MAP_FIXED_NOREPLACE
    }
    CachedFile file = file(command);
    boolean isPrivate = file == null || !file.isShared();
    int flags = Area.ACCESS | (isPrivate ? Area.ACCOUNT : 0);
    space.map(new Vma(start, end, file == null ? start : 0, flags, file, turns));
    if (file == null && plan.huge() && command.pages() == PageTable.TABLE_PAGES) {
      space.reflag(space.firstEndingAfter(start), start, end, flags | Area.HUGE); // MADV_HUGEPAGE
    }
    return Answer.success();
  }

  private static @Nullable CachedFile file(Map command) {
    return switch (command.backing()) {
      case ANONYMOUS -> null;
      case SHARED -> new CachedFile(command.pages(), true);
      case PRIVATE_FILE -> {
        CachedFile file = new CachedFile(command.pages(), false);
        for (int page = 0; page < command.pages(); page++) {
          long word = Token.of(command.id(), page);
          file.page(page).fill(word, word);
        }
        yield file;
      }
    };
  }

  Answer unmap(Unmap command) {
    int start = command.range().firstPage(plan);
    space.unmap(start, start + command.range().count());
    return Answer.success();
  }

  /** MADV_DONTNEED drops what is mapped of a range with holes, and then says ENOMEM. */
  Answer dontNeed(DontNeed command) {
    int start = command.range().firstPage(plan);
    int end = start + command.range().count();
    int next = start;
    boolean whole = true;
    for (int i = space.firstEndingAfter(start);
        i < space.size() && space.at(i).start() < end;
        i++) {
      Vma area = space.at(i);
      whole &= area.start() <= next;
      int from = Math.max(start, area.start());
      next = Math.min(end, area.end());
      space.invalidate(from, next);
      space.zap(from, next);
      if (config.reclaimsTables()) {
        space.reclaimTables(from, next);
      }
    }
    return whole && next == end ? Answer.success() : Answer.refused(Errno.ENOMEM);
  }

  /** Goes up to the first hole. */
  Answer protect(Protect command) {
    int start = command.range().firstPage(plan);
    int end = start + command.range().count();
    int access =
        (command.protection().isReadable() ? Area.READ : 0)
            | (command.protection().isWritable() ? Area.WRITE : 0);
    int next = start;
    for (int i = space.firstEndingAfter(start);
        i < space.size() && space.at(i).start() <= next && next < end;
        i++) {
      i = protectPart(i, next, Math.min(end, space.at(i).end()), access);
      next = space.at(i).end(); // beyond the end if it merged with the area above
    }
    return next >= end ? Answer.success() : Answer.refused(Errno.ENOMEM);
  }

  /** Changes the part [start, end) of an area; the index of the area that then holds it. */
  private int protectPart(int index, int start, int end, int access) {
    Vma area = space.at(index);
    int flags = (area.flags() & ~Area.ACCESS) | access;
    if (flags == area.flags()) {
      return index;
    }
    boolean write = (access & Area.WRITE) != 0;
    if (write && !area.isShared() && !area.isWritable()) {
      flags |= Area.ACCOUNT;
    } else if (!write
        && area.file() == null
        && area.anonVma() == null
        && config.unaccountsUnwritten()) {
      flags &= ~Area.ACCOUNT;
    }
    boolean shared = area.isShared();
    int part = space.reflag(index, start, end, flags);
    if (config.protectsByGigabyte() || space.hasTables(start, end)) {
      space.invalidate(start, end);
    }
    changeEntries(start, end, write, shared);
    return part;
  }

  /**
   * Lets entries follow what their area permits. A page that is known to have no other user is
   * writable at once, but not one that a device has.
   */
  private void changeEntries(int start, int end, boolean write, boolean shared) {
    PageTable table = space.table();
    for (int page = start; page < end; page++) {
      switch (table.kind(page)) {
        case PRESENT -> {
          Frame frame = table.frame(page);
          boolean direct = shared || (frame.isAnonymous() && frame.isExclusive());
          table.setWritable(page, write && direct);
        }
        case DEVICE, EXCLUSIVE -> table.setWritable(page, false);
        case NONE, MIGRATION -> {}
      }
    }
  }

  Answer remap(Remap command) {
    PageRange range = command.range();
    int from = range.firstPage(plan);
    int end = from + range.count();
    Vma area = space.lookup(from);
    if (area == null || end > Math.min(area.end(), plan.arenaPages())) {
      return Answer.withheld(Withholding.NOT_ONE_AREA);
    }
    int to = plan.arenaPage(command.target(), 0);
    if (end > to && to + range.count() > from) {
      return Answer.refused(Errno.EINVAL);
    }
    space.unmap(to, to + range.count());
    move(space.at(space.firstEndingAfter(from)), from, end, to);
    return Answer.success();
  }

  /** Copies an area, moves its entries and unmaps the old place. */
  private void move(Vma source, int from, int end, int to) {
    boolean untouched = source.file() == null && source.anonVma() == null;
    int offset = untouched ? to : source.offsetOf(from);
    space.cutHuge(from);
    space.cutHuge(end);
    space.mapCopy(source.elsewhere(to, to + end - from, offset));
    space.invalidate(from, end);
    for (int page = from; page < end; page++) {
      space.table().move(page, to + page - from);
    }
    space.unmap(from, end);
  }
}
