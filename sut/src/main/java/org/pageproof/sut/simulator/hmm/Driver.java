package org.pageproof.sut.simulator.hmm;

import java.util.List;
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
    migration.setUp(space, area, page, page + 1, Selection.PRIVATE, user.device());
    boolean copied = copyToSystem(user, page);
    if (copied) {
      migration.move();
    }
    migration.finish();
    return copied;
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
      Frame source = migration.source(i);
      page.backing().copyFrom(source == null ? memory.zero() : source);
      page.remember();
      migration.setTarget(i, page);
    }
  }

  /**
   * Moves pages of [start, end), which lie inside one area, from the mirror's device to system
   * memory.
   *
   * @return how many moved; -1 if there was not enough memory
   */
  int migrateToSystem(Mirror mirror, Vma area, int start, int end) {
    Device device = mirror.device();
    migration.setUp(mirror.space(), area, start, end, device.selection(), device);
    boolean copied = copyToSystem(mirror, start);
    if (copied) {
      migration.move();
    }
    int moved = 0;
    for (int i = 0; i < migration.count(); i++) {
      moved += migration.isSelected(i) && migration.source(i) != null ? 1 : 0;
    }
    migration.finish();
    return copied ? moved : -1;
  }

  /** Copies what was collected, and erases it from the mirror; false if memory ran out. */
  private boolean copyToSystem(Mirror mirror, int start) {
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

  private Frame systemCopy(DevicePage page) {
    if (config.has(Fault.MIGRATE_BACK_STALE)) {
      page.recall();
    }
    Frame copy = Frame.copyOf(page.backing());
    copy.get();
    return copy;
  }

  /** Moves all pages of a device to system memory, of all processes. */
  void evict(Device device) {
    migration.setUpEviction(device);
    for (int i = 0; i < migration.count(); i++) {
      if (migration.isSelected(i) && migration.source(i) instanceof DevicePage page) {
        migration.setTarget(i, systemCopy(page));
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
