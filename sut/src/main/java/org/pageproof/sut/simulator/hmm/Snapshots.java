package org.pageproof.sut.simulator.hmm;

import org.jspecify.annotations.Nullable;
import org.pageproof.sut.simulator.Fault;
import org.pageproof.vocabulary.MirrorView;

/** What a device can be told of pages without touching them. */
final class Snapshots {
  private final Memory memory;
  private final HmmConfig config;

  Snapshots(Memory memory) {
    this.memory = memory;
    this.config = memory.config();
  }

  /**
   * What a page is to a device ({@code HMM_DMIRROR_PROT_*}).
   *
   * @param area the area that holds the page; null if it is not mapped
   */
  int look(Device device, AddressSpace space, @Nullable Vma area, int page) {
    if (area == null || !area.isReadable()) {
      return MirrorView.ERROR;
    }
    PageTable table = space.table();
    return switch (table.kind(page)) {
      case NONE ->
          config.has(Fault.SNAP_UNTOUCHED_ZERO)
              ? MirrorView.ZERO | MirrorView.READ
              : MirrorView.NOTHING;
      case EXCLUSIVE, MIGRATION -> MirrorView.NOTHING;
      case PRESENT -> lookAtPresent(device, table, area, page);
      case DEVICE -> lookAtPrivate(device, table, page);
    };
  }

  private int lookAtPrivate(Device device, PageTable table, int page) {
    boolean own = table.frame(page) instanceof DevicePage here && here.device() == device;
    boolean huge = table.isHuge(page);
    if (!own && !config.has(Fault.SNAPSHOT_FOREIGN_VALID)) {
      return huge ? MirrorView.ERROR : MirrorView.NOTHING;
    }
    int place = isShownLocal(own) ? MirrorView.PRIVATE_LOCAL : MirrorView.PRIVATE_REMOTE;
    return place | access(table.isWritable(page)) | (huge ? MirrorView.PMD : 0);
  }

  private int lookAtPresent(Device device, PageTable table, Vma area, int page) {
    Frame frame = table.frame(page);
    if (frame == memory.zero()) {
      return MirrorView.ZERO | MirrorView.READ;
    }
    boolean write =
        config.has(Fault.SNAP_WRITE_ON_COW) ? area.isWritable() : table.isWritable(page);
    if (frame instanceof DevicePage here) {
      boolean local = isShownLocal(here.device() == device);
      return (local ? MirrorView.COHERENT_LOCAL : MirrorView.COHERENT_REMOTE) | access(write);
    }
    return access(write) | (table.isHuge(page) ? MirrorView.PMD : 0);
  }

  private boolean isShownLocal(boolean own) {
    return own != config.has(Fault.REMOTE_LOCAL_SWAPPED);
  }

  private static int access(boolean write) {
    return write ? MirrorView.WRITE : MirrorView.READ;
  }
}
