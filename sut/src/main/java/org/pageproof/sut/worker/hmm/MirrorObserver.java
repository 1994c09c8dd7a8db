package org.pageproof.sut.worker.hmm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.jna.AliasedMemory;
import org.pageproof.sut.worker.ProcFile;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.MirrorView;
import org.pageproof.vocabulary.PageBytes;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.hmm.HmmKind;
import org.pageproof.vocabulary.hmm.IoctlNumbers;
import org.pageproof.vocabulary.hmm.Request.Buffer;

/**
 * Observes what the driver shows of the arena. Each device has a descriptor that does nothing else
 * and stays open: closing it would evict the device's memory.
 */
final class MirrorObserver {
  private static final int NOBODY = -1;
  private static final Reply EXCLUSIVE = Reply.refused(Errno.EPERM);

  private final MirrorSlots slots;
  private final int snapshotNumber;
  private final int checkNumber;
  private final int[] observers;
  private final MirrorStruct struct = new MirrorStruct();
  private final AliasedMemory buffer = AliasedMemory.allocate(AddressPlan.PAGE_SIZE);

  private AddressPlan plan = new AddressPlan(1);
  private byte[] bytes = new byte[0];
  private byte[][] snapshots = {};
  private byte[][] exclusive = {};
  private MirrorView last;

  MirrorObserver(MirrorDriver driver, MirrorSlots slots) {
    this.slots = slots;
    snapshotNumber = IoctlNumbers.number(HmmKind.SNAPSHOT, driver);
    checkNumber = IoctlNumbers.number(HmmKind.CHECK, driver);
    observers = new int[driver.devices()];
    for (int device = 0; device < observers.length; device++) {
      observers[device] = ProcFile.moved(MirrorProbe.open(device), MirrorCalls.DEVICE + device);
    }
    last = begin(plan);
  }

  /** Begins a sequence and returns what is seen while nothing is mapped. */
  MirrorView begin(AddressPlan newPlan) {
    plan = newPlan;
    bytes = new byte[plan.arenaPages()];
    snapshots = new byte[observers.length][plan.arenaPages()];
    for (byte[] snapshot : snapshots) {
      Arrays.fill(snapshot, (byte) MirrorView.ERROR);
    }
    exclusive = new byte[MirrorView.MIRRORS][plan.arenaPages()];
    last = MirrorView.initial(plan, observers.length);
    return last;
  }

  /**
   * What the driver shows now; the same object as before if that did not change.
   *
   * <p>A snapshot depends on areas, on page-table entries, and on whose memory a page lies in. Of
   * the entries pagemap tells all but whether a present page may be written, and that is the same
   * for all devices: as long as neither changes, the first device stands for the others. No page
   * lies in the memory of devices that nobody has opened in this sequence: one of them stands for
   * the others.
   *
   * @param tablesChanged whether areas or the pagemap are not as they were
   */
  MirrorView observe(boolean tablesChanged) {
    boolean changed = observeSnapshots(tablesChanged);
    for (int slot = 0; slot < exclusive.length; slot++) {
      changed |= observeExclusive(slot);
    }
    if (changed) {
      last = new MirrorView(views(snapshots, last.snapshots()), views(exclusive, last.exclusive()));
    }
    return last;
  }

  private static List<PageBytes> views(byte[][] now, List<PageBytes> before) {
    List<PageBytes> views = new ArrayList<>(now.length);
    for (int i = 0; i < now.length; i++) {
      PageBytes view = PageBytes.of(now[i]);
      views.add(view.equals(before.get(i)) ? before.get(i) : view);
    }
    return views;
  }

  private boolean observeSnapshots(boolean tablesChanged) {
    boolean changed = observeSnapshot(0);
    if (!changed && !tablesChanged) {
      return false;
    }
    int bystander = slots.isUsed(0) ? NOBODY : 0;
    for (int device = 1; device < observers.length; device++) {
      if (slots.isUsed(device)) {
        changed |= observeSnapshot(device);
      } else if (bystander == NOBODY) {
        changed |= observeSnapshot(device);
        bystander = device;
      } else {
        changed |= keep(snapshots[bystander], snapshots[device]);
      }
    }
    return changed;
  }

  private boolean observeSnapshot(int device) {
    struct.fill(plan.address(0), bytes.length, buffer.address());
    Reply reply = struct.call(observers[device], snapshotNumber, Buffer.VALID);
    if (!reply.equals(Reply.ZERO)) {
      throw new HarnessException(
          "SNAPSHOT of the arena by " + MirrorCalls.DEVICE + device + ": " + reply);
    }
    buffer.bytes().get(0, bytes);
    return keep(bytes, snapshots[device]);
  }

  private static boolean keep(byte[] now, byte[] last) {
    if (Arrays.equals(now, last)) {
      return false;
    }
    System.arraycopy(now, 0, last, 0, now.length);
    return true;
  }

  /** Asks for the pages that were exclusive one by one, and for the runs between them at once. */
  private boolean observeExclusive(int slot) {
    byte[] seen = exclusive[slot];
    Arrays.fill(bytes, (byte) 0);
    if (slots.mayBeExclusive(slot)) {
      int first = 0;
      while (first < seen.length) {
        int end = first + 1;
        while (seen[first] == 0 && end < seen.length && seen[end] == 0) {
          end++;
        }
        check(slots.number(slot), first, end);
        first = end;
      }
    }
    return keep(bytes, seen);
  }

  /** Marks the pages of a range that the mirror has exclusively. */
  private void check(int fd, int first, int end) {
    struct.fill(plan.address(first), end - first, buffer.address());
    Reply reply = struct.call(fd, checkNumber, Buffer.VALID);
    if (reply.equals(Reply.ZERO)) {
      return;
    }
    if (!reply.equals(EXCLUSIVE)) {
      throw new HarnessException("CHECK_EXCLUSIVE of " + plan.describe(first) + ": " + reply);
    }
    if (end - first == 1) {
      bytes[first] = 1;
      return;
    }
    int middle = (first + end) / 2;
    check(fd, first, middle);
    check(fd, middle, end);
  }
}
