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
 * Observes the descriptor slots: {@code /proc/self/fdinfo/N} and poll(2). An open fdinfo file
 * follows the number, not the descriptor, so it is kept for every number that was ever used.
 */
final class DescriptorObserver {
  private static final int FDINFO_BYTES = 512;
  private static final int POLLFD_BYTES = 8; // struct pollfd: int fd, short events, short revents
  private static final int REVENTS = 6;

  private final DescriptorSlots slots;
  private final Map<Integer, ProcFile> infoFiles = new HashMap<>();
  private final NativeMemory pollMemory = NativeMemory.allocate(4096);
  private final ByteBuffer pollFds = pollMemory.bytes();
  private final DescriptorView[] views = {DescriptorView.CLOSED, DescriptorView.CLOSED};
  private final ProcFile[] current;
  private final int[] currentNumber = new int[Observation.DESCRIPTORS];
  private final int[] pending = new int[Observation.DESCRIPTORS];
  private final int[] total = new int[Observation.DESCRIPTORS];
  private final long[] features = new long[Observation.DESCRIPTORS];
  private List<DescriptorView> list = List.of(views);

  DescriptorObserver(DescriptorSlots slots) {
    this.slots = slots;
    ProcFile unused = new ProcFile("/proc/self/fdinfo/0", FDINFO_BYTES);
    infoFiles.put(0, unused);
    this.current = new ProcFile[] {unused, unused};
  }

  /** What was seen of a slot last. */
  DescriptorView last(int slot) {
    return views[slot];
  }

  /** The waiters that the open descriptors counted when they were read last. */
  int totalWaiters() {
    int sum = 0;
    for (int slot = 0; slot < views.length; slot++) {
      sum += slots.isOpen(slot) ? total[slot] : 0;
    }
    return sum;
  }

  /** The counts for people. */
  String describeCounts() {
    StringBuilder text = new StringBuilder();
    for (int slot = 0; slot < views.length; slot++) {
      text.append(slot == 0 ? "" : ", ").append("fd").append(slot).append(' ');
      if (slots.isOpen(slot)) {
        text.append("pending ").append(pending[slot]).append(" total ").append(total[slot]);
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
        ProcFile file = infoFile(slot);
        parse(slot, file.bytes(), file.read());
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
        int events = anyOpen ? pollFds.getShort(slot * POLLFD_BYTES + REVENTS) & 0xffff : 0;
        if (!same(slot, old, events)) {
          views[slot] =
              new DescriptorView(true, pending[slot], total[slot], features[slot], events);
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

  private boolean same(int slot, DescriptorView view, int events) {
    return view.open()
        && view.pending() == pending[slot]
        && view.total() == total[slot]
        && view.features() == features[slot]
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

  private ProcFile infoFile(int slot) {
    int number = slots.number(slot);
    if (currentNumber[slot] != number) {
      currentNumber[slot] = number;
      current[slot] =
          infoFiles.computeIfAbsent(
              number, n -> new ProcFile("/proc/self/fdinfo/" + n, FDINFO_BYTES));
    }
    return current[slot];
  }

  /**
   * Reads the lines {@code pending:\t1}, {@code total:\t1} and {@code API:\taa:80000000:1ff}
   * (fs/userfaultfd.c, userfaultfd_show_fdinfo).
   */
  private void parse(int slot, ByteBuffer text, int length) {
    for (int line = 0; line < length; line = nextLine(text, line, length)) {
      switch (text.get(line)) {
        case 'p' -> {
          if (text.get(line + 1) == 'e') {
            pending[slot] = (int) number(text, line + 9, 10);
          }
        }
        case 't' -> total[slot] = (int) number(text, line + 7, 10);
        case 'A' -> features[slot] = number(text, line + 8, 16);
        default -> {}
      }
    }
  }

  private static int nextLine(ByteBuffer text, int from, int length) {
    int at = from;
    while (at < length && text.get(at) != '\n') {
      at++;
    }
    return at + 1;
  }

  private static long number(ByteBuffer text, int from, int radix) {
    long value = 0;
    int at = from;
    for (int digit = Hex.digit(text.get(at)); digit >= 0; digit = Hex.digit(text.get(++at))) {
      value = value * radix + digit;
    }
    return value;
  }
}
