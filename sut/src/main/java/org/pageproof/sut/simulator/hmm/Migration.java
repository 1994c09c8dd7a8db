package org.pageproof.sut.simulator.hmm;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pageproof.sut.simulator.Fault;

/**
 * The phases of a migration to or from device memory (mm/migrate_device.c): collecting and
 * unmapping the pages, which the driver then copies, moving them, and mapping them where they are
 * now.
 */
final class Migration {
  private final Memory memory;
  private final Splitter splitter;
  private boolean[] selected = new boolean[0];
  private boolean[] writable = new boolean[0];
  private @Nullable Frame[] sources = new @Nullable Frame[0];
  private @Nullable Frame[] targets = new @Nullable Frame[0];
  private int count;
  private int start;
  private boolean whole;
  private @Nullable AddressSpace space;
  private @Nullable Vma area;
  private @Nullable Device device;

  Migration(Memory memory) {
    this.memory = memory;
    this.splitter = new Splitter(memory);
  }

  /**
   * Collects and unmaps the pages of [from, end), which lie inside one area.
   *
   * @param owner the device whose driver migrates
   */
  void setUp(AddressSpace where, Vma vma, int from, int end, Selection selection, Device owner) {
    begin(end - from);
    space = where;
    area = vma;
    start = from;
    device = owner;
    where.invalidateForMigration(from, end, owner);
    whole = new Collector(memory, splitter, this, where, vma, from, selection, owner).collect(end);
    unmap();
  }

  /** Collects and unmaps all used pages of a device. */
  void setUpEviction(Device owner) {
    List<DevicePage> pages = owner.pages();
    begin(pages.size());
    space = null;
    area = null;
    device = owner;
    for (int i = 0; i < count; i++) {
      DevicePage page = pages.get(i);
      if (page.references() > 0) {
        page.get();
        select(i, page, false);
      }
    }
    unmap();
  }

  private void begin(int pages) {
    count = pages;
    whole = false;
    if (selected.length < pages) {
      selected = new boolean[pages];
      writable = new boolean[pages];
      sources = new @Nullable Frame[pages];
      targets = new @Nullable Frame[pages];
      return;
    }
    Arrays.fill(selected, 0, pages, false);
    Arrays.fill(writable, 0, pages, false);
    Arrays.fill(sources, 0, pages, null);
    Arrays.fill(targets, 0, pages, null);
  }

  /** Decides that the i-th page is to migrate. */
  void select(int i, @Nullable Frame source, boolean write) {
    selected[i] = true;
    sources[i] = source;
    writable[i] = write;
  }

  /** Unmaps the collected pages wherever else they are mapped; who refers to more keeps them. */
  private void unmap() {
    for (int i = 0; i < count; i++) {
      Frame source = sources[i];
      if (source == null) {
        continue;
      }
      Folio folio = source.folio();
      if (source.mappings() > 0 && folio != null) {
        memory.unmap(folio, (where, first, end) -> where.freeze(folio, first, end));
      } else if (source.mappings() > 0) {
        memory.unmap(source, (where, page) -> unmap(where, page, source));
      }
      int expected = source.file() == null ? 1 : 2; // this migration and the cache
      if (source.references() != expected) {
        selected[i] = false;
        mapAgain(source, source);
        sources[i] = null;
        source.put();
      }
    }
  }

  private static void unmap(AddressSpace where, int page, Frame frame) {
    where.invalidate(page, page + 1);
    PageTable table = where.table();
    if (table.refersTo(page, frame) && table.kind(page) != EntryKind.MIGRATION) {
      table.freeze(page); // an exclusive entry, too, where it counts as a mapping
    }
  }

  int count() {
    return count;
  }

  /** Whether all that is collected is one huge page or, on the way to a device, is to be one. */
  boolean isWhole() {
    return whole;
  }

  /** Whether the i-th page is to migrate and, after {@link #move}, whether it did. */
  boolean isSelected(int i) {
    return selected[i];
  }

  /** What migrates; null where a page is to be made, or where nothing is selected. */
  @Nullable Frame source(int i) {
    return sources[i];
  }

  /** Whether the page could be written where it was collected. */
  boolean isWritable(int i) {
    return writable[i];
  }

  /** Where the i-th page goes; null if it has no place to go. */
  @Nullable Frame target(int i) {
    return targets[i];
  }

  /** Says where a page goes; the migration takes over the caller's reference. */
  void setTarget(int i, Frame target) {
    targets[i] = target;
  }

  /** Lets the pages be what their targets are; those that cannot go there stay. */
  void move() {
    if (whole && space != null && targets[0] != null && targets[0].folio() == null) {
      divide(space);
    }
    boolean told = false;
    for (int i = 0; i < count; i++) {
      Frame source = sources[i];
      Frame target = targets[i];
      if (target == null) {
        selected[i] = false;
      } else if (source == null) {
        if (!told && space != null && device != null) {
          told = true;
          space.invalidateForMigration(start + i, start + count, device);
        }
        insert(i, target);
      } else if (target instanceof DevicePage && source.file() != null) {
        selected[i] = false; // files stay in system memory
      } else {
        target.label(source.anonVma(), source.index());
      }
    }
    if (whole && space != null && selected[0] && sources[0] == null) {
      space.table().join(start);
    }
  }

  /** Lets the pages of a huge one go on their own, because there was no huge page for them. */
  private void divide(AddressSpace where) {
    whole = false;
    where.splitHuge(start);
    Folio folio = sources[0] == null ? null : sources[0].folio();
    if (folio == null) {
      return;
    }
    for (AddressSpace other : memory.spaces()) {
      if (other != where && other.table().isHuge(start) && isMapping(other.table(), folio)) {
        throw KernelLost.panic("a huge entry is left of a huge page that is none any more");
      }
    }
    folio.dissolve();
  }

  private boolean isMapping(PageTable table, Folio folio) {
    return table.refersTo(start, folio.frame(0));
  }

  /** Maps a page that was made in device memory. */
  private void insert(int i, Frame target) {
    if (space == null || area == null) {
      throw new IllegalStateException("an eviction makes no pages");
    }
    int page = start + i;
    if (!whole) {
      space.splitHuge(page);
    }
    space.prepareAnonVma(area);
    target.label(area.anonVma(), area.offsetOf(page));
    target.setExclusive(true);
    space.table().map(page, target, area.isWritable());
  }

  /** Maps all pages again, where they are now, and gives up what is not used. */
  void finish() {
    for (int i = 0; i < count; i++) {
      Frame source = sources[i];
      Frame target = targets[i];
      if (source != null) {
        mapAgain(source, selected[i] && target != null ? target : source);
        source.put();
      }
      if (target != null) {
        target.put();
      }
    }
  }

  /** Replaces the migration entries of a frame. */
  private void mapAgain(Frame source, Frame target) {
    boolean forgetful =
        source instanceof DevicePage
            && source != target
            && memory.config().has(Fault.PRIVATE_FORK_CHILD_ZERO);
    AddressSpace here = space;
    memory.walk(
        source,
        (where, page) -> {
          PageTable table = where.table();
          if (!table.refersTo(page, source)) {
            return;
          }
          if (table.kind(page) == EntryKind.EXCLUSIVE) {
            table.mistake(page);
          } else if (table.kind(page) == EntryKind.MIGRATION) {
            if (forgetful && here != null && where != here) {
              table.forget(page);
            } else {
              table.thaw(page, target);
            }
          }
        });
  }
}
