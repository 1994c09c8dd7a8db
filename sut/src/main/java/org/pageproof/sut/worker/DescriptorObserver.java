package org.pageproof.sut.worker;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.jna.NativeMemory;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Observation;

/**
 * Observes the descriptor slots: {@code /proc/self/fdinfo/N}, kept open for every number that was
 * ever used, and poll(2).
 */
final class DescriptorObserver {
  private static final int POLLFD_BYTES = 8; // struct pollfd: int fd, short events, short revents
  private static final int REVENTS = 6;

  private final DescriptorSlots slots;
  private final Map<Integer, FdInfo> infos = new HashMap<>();
  private final NativeMemory pollMemory = NativeMemory.allocate(4096);
  private final ByteBuffer pollFds = pollMemory.bytes();
  private final DescriptorView[] views = {DescriptorView.CLOSED, DescriptorView.CLOSED};
  private final FdInfo[] current;
  private final int[] currentNumber = new int[Observation.DESCRIPTORS];
  private List<DescriptorView> list = List.of(views);

  DescriptorObserver(DescriptorSlots slots) {
    this.slots = slots;
    FdInfo unused = new FdInfo("self", 0);
    infos.put(0, unused);
    this.current = new FdInfo[] {unused, unused};
  }

  /** What was seen of a slot after the previous step; closed if it is closed now. */
  DescriptorView last(int slot) {
    return slots.isOpen(slot) ? views[slot] : DescriptorView.CLOSED;
  }

  /** The waiters that the open descriptors counted when they were read last. */
  int totalWaiters() {
    int sum = 0;
    for (int slot = 0; slot < views.length; slot++) {
      sum += slots.isOpen(slot) ? current[slot].total() : 0;
    }
    return sum;
  }

  /** The counts for people. */
  String describeCounts() {
    StringBuilder text = new StringBuilder();
    for (int slot = 0; slot < views.length; slot++) {
      text.append(slot == 0 ? "" : ", ").append("fd").append(slot).append(' ');
      if (slots.isOpen(slot)) {
        text.append("pending ").append(current[slot].pending());
        text.append(" total ").append(current[slot].total());
      } else {
        text.append("closed");
      }
    }
    return text.toString();
  }

  /** Reads the fdinfo of the open slots. */
  void readCounts() {
    for (int slot = 0; slot < views.length; slot++) {
      if (slots.isOpen(slot)) {
        info(slot).read();
      }
    }
  }

  /** The views of the slots, with the counts as read last and the events of now. */
  List<DescriptorView> observe() {
    boolean anyOpen = poll();
    boolean changed = false;
    for (int slot = 0; slot < views.length; slot++) {
      DescriptorView old = views[slot];
      if (slots.isOpen(slot)) {
        FdInfo info = current[slot];
        int events = anyOpen ? pollFds.getShort(slot * POLLFD_BYTES + REVENTS) & 0xffff : 0;
        if (!same(info, old, events)) {
          views[slot] =
              new DescriptorView(true, info.pending(), info.total(), info.features(), events);
        }
      } else {
        views[slot] = DescriptorView.CLOSED;
      }
      changed |= !old.equals(views[slot]);
    }
    if (changed) {
      list = List.of(views);
    }
    return list;
  }

  private static boolean same(FdInfo info, DescriptorView view, int events) {
    return view.open()
        && view.pending() == info.pending()
        && view.total() == info.total()
        && view.features() == info.features()
        && view.poll() == events;
  }

  /** Polls the open slots in one call; poll(2) ignores negative descriptors. */
  private boolean poll() {
    boolean anyOpen = false;
    for (int slot = 0; slot < views.length; slot++) {
      boolean open = slots.isOpen(slot);
      anyOpen |= open;
      pollFds.putInt(slot * POLLFD_BYTES, open ? slots.number(slot) : -1);
      pollFds.putInt(slot * POLLFD_BYTES + 4, DescriptorView.POLLIN); // revents = 0
    }
    if (anyOpen) {
      Libc.poll(pollMemory.address(), views.length, 0);
    }
    return anyOpen;
  }

  private FdInfo info(int slot) {
    int number = slots.number(slot);
    if (currentNumber[slot] != number) {
      currentNumber[slot] = number;
      current[slot] = infos.computeIfAbsent(number, n -> new FdInfo("self", n));
    }
    return current[slot];
  }
}
