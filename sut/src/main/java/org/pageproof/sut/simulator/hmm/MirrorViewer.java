package org.pageproof.sut.simulator.hmm;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.MirrorView;
import org.pageproof.vocabulary.PageBytes;

/** Looks at what the devices and mirrors show; what did not change is not made again. */
final class MirrorViewer {
  private final Device[] devices;
  private final Descriptors descriptors;
  private final Snapshots snapshots;
  private final AddressSpace space;
  private final byte[][] bytes;
  private final PageBytes[] seen;
  private final PageBytes nothingExclusive;
  private final PageBytes[] exclusive = new PageBytes[MirrorView.MIRRORS];
  private final @Nullable Mirror[] lookedAt = new @Nullable Mirror[MirrorView.MIRRORS];
  private MirrorView view;

  MirrorViewer(
      AddressPlan plan,
      Device[] devices,
      Descriptors descriptors,
      Snapshots snapshots,
      AddressSpace space) {
    this.devices = devices;
    this.descriptors = descriptors;
    this.snapshots = snapshots;
    this.space = space;
    this.bytes = new byte[devices.length][plan.arenaPages()];
    this.seen = new PageBytes[devices.length];
    PageBytes unmapped = PageBytes.filled(plan, MirrorView.ERROR);
    this.nothingExclusive = PageBytes.filled(plan, 0);
    for (byte[] row : bytes) {
      Arrays.fill(row, (byte) MirrorView.ERROR);
    }
    Arrays.fill(seen, unmapped);
    Arrays.fill(exclusive, nothingExclusive);
    this.view =
        new MirrorView(
            Collections.nCopies(devices.length, unmapped),
            Collections.nCopies(MirrorView.MIRRORS, nothingExclusive));
  }

  /** What is shown now; the same object as long as nothing looks different. */
  MirrorView look() {
    boolean different = false;
    for (int d = 0; d < devices.length; d++) {
      different |= lookAtDevice(d);
    }
    for (int slot = 0; slot < exclusive.length; slot++) {
      different |= lookAtMirror(slot);
    }
    if (different) {
      view = new MirrorView(List.of(seen), List.of(exclusive));
    }
    return view;
  }

  private boolean lookAtDevice(int d) {
    Changes changes = space.changes();
    byte[] row = bytes[d];
    boolean different = false;
    int index = changes.isEmpty() ? 0 : space.firstEndingAfter(changes.first());
    for (int page = changes.first(); page < changes.end(); page++) {
      while (index < space.size() && space.at(index).end() <= page) {
        index++;
      }
      boolean mapped = index < space.size() && space.at(index).start() <= page;
      Vma area = mapped ? space.at(index) : null;
      byte now = (byte) snapshots.look(devices[d], space, area, page);
      different |= now != row[page];
      row[page] = now;
    }
    if (different) {
      seen[d] = PageBytes.of(row);
    }
    return different;
  }

  private boolean lookAtMirror(int slot) {
    Mirror mirror = descriptors.get(slot);
    boolean same = lookedAt[slot] == mirror;
    lookedAt[slot] = mirror;
    if (same && (mirror == null || !mirror.takeExclusiveChanged())) {
      return false;
    }
    exclusive[slot] =
        mirror == null || mirror.exclusivePages() == 0 ? nothingExclusive : pagesOf(mirror);
    return true;
  }

  private PageBytes pagesOf(Mirror mirror) {
    byte[] pages = new byte[nothingExclusive.size()];
    for (int page = 0; page < pages.length; page++) {
      pages[page] = (byte) (mirror.isExclusive(page) ? 1 : 0);
    }
    return PageBytes.of(pages);
  }
}
