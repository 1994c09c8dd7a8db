package org.pageproof.sut.simulator.hmm;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pageproof.sut.simulator.Fault;

/** How the driver moves pages between its devices and system memory (lib/test_hmm.c). */
final class Driver implements DeviceFaults {
  private final Memory memory;
  private final HmmConfig config;
  private final Migration migration;

  Driver(Memory memory) {
    this.memory = memory;
    this.config = memory.config();
    this.migration = new Migration(memory);
  }

  @Override
  public boolean fetch(AddressSpace space, Vma area, int page) {
    DevicePage moved = (DevicePage) space.table().frame(page);
    Mirror user = moved.user();
    if (user.isClosed()) {
      throw KernelLost.panic("use after free of the mirror that moved a page to the device");
    }
    boolean huge = space.table().isHuge(page);
    boolean part = !huge && moved.folio() != null;
    int start = huge ? PageTable.tableStart(page) : page;
    int end = huge ? start + PageTable.TABLE_PAGES : page + 1;
    migration.setUp(space, area, start, end, Selection.PRIVATE, user.device());
    if (part) {
      migration.finish(); // split, but not moved: the fault itself refers to the page
      return true;
    }
    boolean handled = true;
    if (migration.isWhole() && user.takeFailure()) {
      giveUp(user, space, start);
    } else {
      handled = copyToSystem(user, start);
      if (handled) {
        migration.move();
      }
    }
    migration.finish();
    return handled;
  }

  /**
   * Makes small entries of a huge one that was to come back as small pages: none of them does yet,
   * because the fault itself refers to the huge page.
   */
  private static void giveUp(Mirror user, AddressSpace space, int start) {
    for (int i = 0; i < PageTable.TABLE_PAGES; i++) {
      user.erase(start + i);
    }
    space.splitHuge(start);
  }

  /** Moves pages of [start, end), which lie inside one area, to the mirror's device. */
  void migrateToDevice(Mirror mirror, Vma area, int start, int end) {
    migration.setUp(mirror.space(), area, start, end, Selection.SYSTEM, mirror.device());
    copyToDevice(mirror);
    migration.move();
    for (int i = 0; i < migration.count(); i++) {
      if (migration.isSelected(i) && migration.target(i) instanceof DevicePage page) {
        boolean made = migration.source(i) == null;
        boolean write =
            made ? area.isWritable() && config.writesNewDevicePages() : migration.isWritable(i);
        mirror.store(start + i, page.backing(), write ? Mirror.Access.WRITE : Mirror.Access.READ);
      }
    }
    migration.finish();
  }

  private void copyToDevice(Mirror mirror) {
    if (migration.isWhole()) {
      copyHugeToDevice(mirror);
      return;
    }
    for (int i = 0; i < migration.count(); i++) {
      if (!migration.isSelected(i) || mirror.takeFailure()) {
        continue;
      }
      DevicePage page = mirror.device().allocate(mirror);
      if (page == null) {
        if (mirror.device().isCoherent()) {
          memory.warn(); // there is no second chunk of coherent memory
        }
        continue;
      }
      fill(i, page);
    }
  }

  /** Copies to a huge page or, if there is none, to as many small ones. */
  private void copyHugeToDevice(Mirror mirror) {
    Device device = mirror.device();
    boolean fails = mirror.takeFailure();
    if (!fails && device.isCoherent()) {
      memory.warn(); // its memory has no huge pages
    }
    Folio folio = fails ? null : device.allocateHuge(mirror);
    for (int i = 0; i < migration.count(); i++) {
      DevicePage page = folio == null ? device.allocate(mirror) : (DevicePage) folio.frame(i);
      if (page != null) {
        fill(i, page);
      }
    }
  }

  private void fill(int i, DevicePage page) {
    Frame source = migration.source(i);
    page.backing().copyFrom(source == null ? memory.zero() : source);
    page.remember();
    migration.setTarget(i, page);
  }

  /**
   * Moves pages of [start, end), which lie inside one area, from the mirror's device to system
   * memory.
   *
   * @return how many moved, a huge page counting as one; -1 if there was not enough memory
   */
  int migrateToSystem(Mirror mirror, Vma area, int start, int end) {
    Device device = mirror.device();
    migration.setUp(mirror.space(), area, start, end, device.selection(), device);
    boolean copied = copyToSystem(mirror, start);
    if (copied) {
      migration.move();
    }
    int moved = 0;
    for (int i = 0; i < (migration.isWhole() ? 1 : migration.count()); i++) {
      moved += migration.isSelected(i) && migration.source(i) != null ? 1 : 0;
    }
    migration.finish();
    return copied ? moved : -1;
  }

  /** Copies what was collected, and erases it from the mirror; false if memory ran out. */
  private boolean copyToSystem(Mirror mirror, int start) {
    if (migration.isWhole()) {
      copyHugeToSystem(mirror, start);
      return true;
    }
    for (int i = 0; i < migration.count(); i++) {
      if (migration.isSelected(i) && migration.source(i) instanceof DevicePage page) {
        if (mirror.takeFailure()) {
          return false;
        }
        mirror.erase(start + i);
        migration.setTarget(i, systemCopy(page));
      }
    }
    return true;
  }

  /** Copies to a huge page or, if that is to fail, to as many small ones. */
  private void copyHugeToSystem(Mirror mirror, int start) {
    Folio folio = mirror.takeFailure() ? null : Folio.ofSystemMemory();
    for (int i = 0; i < migration.count(); i++) {
      if (migration.source(i) instanceof DevicePage page) {
        mirror.erase(start + i);
        migration.setTarget(i, folio == null ? systemCopy(page) : copy(page, folio.frame(i)));
      }
    }
  }

  private Frame systemCopy(DevicePage page) {
    return copy(page, new Frame());
  }

  private Frame copy(DevicePage page, Frame target) {
    if (config.has(Fault.MIGRATE_BACK_STALE)) {
      page.recall();
    }
    target.copyFrom(page.backing());
    target.get();
    return target;
  }

  /** Moves all pages of a device to system memory, of all processes. */
  void evict(Device device) {
    migration.setUpEviction(device);
    Map<Folio, Folio> copies = new HashMap<>();
    for (int i = 0; i < migration.count(); i++) {
      if (migration.isSelected(i) && migration.source(i) instanceof DevicePage page) {
        if (page.isUncopyable()) {
          throw KernelLost.panic("a copy of the first page of a split device folio never ends");
        }
        Folio folio = page.folio();
        Frame target =
            folio == null
                ? new Frame()
                : copies
                    .computeIfAbsent(folio, whole -> Folio.ofSystemMemory())
                    .frame(page.position());
        migration.setTarget(i, copy(page, target));
      }
    }
    migration.move();
    migration.finish();
  }

  /** Frees all memory of a device. */
  void release(Device device) {
    device.beginRemoval();
    evict(device);
    List<DevicePage> pages = device.pages();
    for (DevicePage page : pages) {
      if (page.references() > 0) {
        throw KernelLost.hang("the removal of device memory waits for a page that stays in use");
      }
    }
    device.endRemoval();
  }

  /** Ends a mirror, and with it the device's memory as far as the kernel knows to. */
  void close(Mirror mirror) {
    mirror.space().mirrors().remove(mirror);
    if (config.evictsOnClose()) {
      evict(mirror.device());
    }
    mirror.close();
  }
}
