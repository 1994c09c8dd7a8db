package org.pageproof.reference.hmm;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.MirrorView;
import org.pageproof.vocabulary.PageBytes;
import org.pageproof.vocabulary.Pages;

/**
 * The memory of a process: for each arena page its area, its entry and what the page holds. The
 * arrays are never changed; {@link SpaceDraft} makes changed copies. Views are made when they are
 * first asked for.
 */
final class AddressSpace {
  /** The page is not in an area of both processes. */
  static final int NO_KIN = -1;

  /** A device that owns no page. */
  private static final int NO_DEVICE = -2;

  /** The area has never had a page of its own: fork(2) does not copy its entries. */
  static final int NO_FAMILY = 0;

  /** How region 0 is mapped. */
  final Directory directory;

  /** {@link Area} bits. */
  final byte[] area;

  /**
   * Which page of which file or shared memory an area's page is. Of anonymous memory: 0, or if it
   * was moved after its area had had a page of its own, one more than the page it came from: areas
   * are merged only if they are continuous in this respect too.
   */
  final long[] backing;

  /**
   * The family ({@code anon_vma}) of the area's own pages, {@link #NO_FAMILY} before it has had
   * one: who looks for all that map a page looks into all areas of its family. Kept at the page
   * whose fault began it; see {@link Areas#spread}.
   */
  final byte[] family;

  /**
   * When the bounds of the area last changed or it was moved, in changes of areas, as far as areas
   * were {@linkplain Areas#spread spread}. Who looks for all that map a page comes to areas that
   * begin at the same place in this order.
   */
  final short[] since;

  /** {@link CpuEntry} bytes. */
  final byte[] entry;

  /** {@link Home} bytes of own pages. */
  final byte[] home;

  /** The first word of what the page holds, seen or not. */
  final long[] head;

  /** The other words of what the page holds. */
  final long[] tail;

  /** The page of the other process whose area is the copy of this page's, or the origin of it. */
  final short[] kin;

  /** Whether anonymous memory may have been moved, as {@link #backing} tells. */
  final boolean hasMoved;

  private @Nullable Pages pages;
  private @Nullable List<PageBytes> snapshots;

  AddressSpace(
      Directory directory,
      byte[] area,
      long[] backing,
      byte[] family,
      short[] since,
      byte[] entry,
      byte[] home,
      long[] head,
      long[] tail,
      short[] kin,
      boolean hasMoved) {
    this.directory = directory;
    this.area = area;
    this.backing = backing;
    this.family = family;
    this.since = since;
    this.entry = entry;
    this.home = home;
    this.head = head;
    this.tail = tail;
    this.kin = kin;
    this.hasMoved = hasMoved;
  }

  /** Nothing is mapped. */
  static AddressSpace empty(AddressPlan plan) {
    int pages = plan.arenaPages();
    short[] kin = new short[pages];
    Arrays.fill(kin, (short) NO_KIN);
    return new AddressSpace(
        plan.huge() ? Directory.NONE : Directory.TABLE,
        new byte[pages],
        new long[pages],
        new byte[pages],
        new short[pages],
        new byte[pages],
        new byte[pages],
        new long[pages],
        new long[pages],
        kin,
        false);
  }

  /**
   * The entries are those of another memory, so that what was seen there need not be made again.
   *
   * @param sameWords whether the pages hold the same, too
   * @param sameAreas whether the areas are the same, too
   */
  void looksLike(AddressSpace other, boolean sameWords, boolean sameAreas) {
    if (sameWords) {
      pages = other.pages;
    }
    if (sameAreas) {
      snapshots = other.snapshots;
    }
  }

  int size() {
    return entry.length;
  }

  /** What pagemap and loads show. */
  Pages pages(HmmFacts facts) {
    if (pages == null) {
      int n = size();
      byte[] bits = new byte[n];
      long[] heads = head;
      long[] tails = tail;
      for (int page = 0; page < n; page++) {
        int shown = bits(page, facts);
        bits[page] = (byte) shown;
        if (!showsWords(page, shown) && (head[page] | tail[page]) != 0) {
          heads = heads == head ? head.clone() : heads; // only where something is hidden
          tails = tails == tail ? tail.clone() : tails;
          heads[page] = 0;
          tails[page] = 0;
        }
      }
      pages = Pages.sharing(bits, heads, tails);
    }
    return pages;
  }

  private boolean showsWords(int page, int shown) {
    return (shown & Pages.PRESENT) != 0 && CpuEntry.kind(entry[page]) != CpuEntry.ZERO;
  }

  private int bits(int page, HmmFacts facts) {
    int value = entry[page];
    int writable = CpuEntry.isWritable(value) ? Pages.WRITABLE : 0;
    return switch (CpuEntry.kind(value)) {
      case CpuEntry.NONE -> 0;
      case CpuEntry.ZERO -> isHuge(page) ? Pages.PRESENT | Pages.FILE : Pages.PRESENT;
      case CpuEntry.CACHE -> Pages.PRESENT | Pages.FILE;
      case CpuEntry.OWN ->
          Home.isPrivate(home[page]) ? Pages.SWAPPED | Pages.DEVICE | writable : Pages.PRESENT;
      default -> Pages.SWAPPED | Pages.EXCLUSIVE | (facts.exclusiveKinds() ? writable : 0);
    };
  }

  /** What SNAPSHOT of each device says. */
  List<PageBytes> snapshots(int devices) {
    if (snapshots == null) {
      int owning = 0;
      for (int page = 0; page < size(); page++) {
        owning |= home[page] == Home.SYSTEM ? 0 : 1 << Home.device(home[page]);
      }
      // Devices see the same but for their own memory.
      PageBytes others = makeSnapshot(NO_DEVICE);
      PageBytes[] made = new PageBytes[devices];
      for (int device = 0; device < devices; device++) {
        made[device] = (owning >>> device & 1) != 0 ? makeSnapshot(device) : others;
      }
      snapshots = List.of(made);
    }
    return snapshots;
  }

  private PageBytes makeSnapshot(int device) {
    byte[] bytes = new byte[size()];
    for (int page = 0; page < bytes.length; page++) {
      bytes[page] = (byte) snapshotOf(page, device);
    }
    return PageBytes.sharing(bytes);
  }

  /** What SNAPSHOT of a device says of a page, which may lie behind the arena. */
  int snapshotOf(int page, int device) {
    if (page >= area.length || (area[page] & Area.READABLE) == 0) {
      return MirrorView.ERROR;
    }
    int value = entry[page];
    int access = CpuEntry.isWritable(value) ? MirrorView.WRITE : MirrorView.READ;
    if (isHuge(page)) {
      return hugeSnapshot(page, device, access | MirrorView.PMD);
    }
    return switch (CpuEntry.kind(value)) {
      case CpuEntry.ZERO -> MirrorView.READ | MirrorView.ZERO;
      case CpuEntry.CACHE -> access;
      case CpuEntry.OWN -> ownSnapshot(home[page], device, access);
      default -> MirrorView.NOTHING;
    };
  }

  /** The huge page of zeros is not told from others. */
  private int hugeSnapshot(int page, int device, int access) {
    boolean far = Home.isPrivate(home[page]) && Home.device(home[page]) != device;
    return far ? MirrorView.ERROR : ownSnapshot(home[page], device, access);
  }

  /** Whether one entry maps all pages of region 0, and a page is one of them. */
  boolean isHuge(int page) {
    return page < AddressPlan.HUGE_PAGES && directory.isHuge();
  }

  private static int ownSnapshot(int home, int device, int access) {
    if (home == Home.SYSTEM) {
      return access;
    }
    boolean local = Home.device(home) == device;
    if (Home.isPrivate(home)) {
      return local ? access | MirrorView.PRIVATE_LOCAL : MirrorView.NOTHING;
    }
    return access | (local ? MirrorView.COHERENT_LOCAL : MirrorView.COHERENT_REMOTE);
  }

  @Override
  public boolean equals(Object o) {
    return this == o
        || (o instanceof AddressSpace other
            && directory.equals(other.directory)
            && Arrays.equals(area, other.area)
            && Arrays.equals(backing, other.backing)
            && Arrays.equals(family, other.family)
            && Arrays.equals(since, other.since)
            && Arrays.equals(entry, other.entry)
            && Arrays.equals(home, other.home)
            && Arrays.equals(head, other.head)
            && Arrays.equals(tail, other.tail)
            && Arrays.equals(kin, other.kin));
  }

  @Override
  public int hashCode() {
    int hash = 31 * Arrays.hashCode(area) + Arrays.hashCode(entry);
    return 31 * (31 * hash + Arrays.hashCode(home)) + Arrays.hashCode(head);
  }
}
