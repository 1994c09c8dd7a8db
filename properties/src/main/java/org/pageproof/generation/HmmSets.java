package org.pageproof.generation;

import java.util.BitSet;
import java.util.function.IntPredicate;
import org.pageproof.reference.hmm.HmmState;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.MirrorView;
import org.pageproof.vocabulary.PageBytes;
import org.pageproof.vocabulary.Pages;

/** The arena pages of a state that commands are drawn for. */
record HmmSets(HmmState state) {

  private static BitSet where(int pages, IntPredicate holds) {
    long[] words = new long[(pages + Long.SIZE - 1) / Long.SIZE];
    for (int page = 0; page < pages; page++) {
      words[page / Long.SIZE] |= holds.test(page) ? 1L << page : 0;
    }
    return BitSet.valueOf(words);
  }

  /** The pages that show any of these bits. */
  private static BitSet showing(Pages pages, int bits) {
    return where(pages.size(), page -> (pages.bits(page) & bits) != 0);
  }

  /** The pages of these units. */
  private BitSet of(long units) {
    AddressPlan plan = state.plan();
    if (!plan.huge()) {
      return BitSet.valueOf(new long[] {units});
    }
    BitSet set = new BitSet();
    for (long rest = units; rest != 0; rest &= rest - 1) {
      int unit = Long.numberOfTrailingZeros(rest);
      set.set(plan.firstPage(unit), plan.firstPage(unit + 1));
    }
    return set;
  }

  BitSet mapped() {
    return of(state.layout().mapped());
  }

  boolean isMapped(int page) {
    return (state.layout().mapped() >>> state.plan().areaUnit(page) & 1) != 0;
  }

  /** Mapped pages that are not a file's. */
  BitSet anonymous() {
    return of(state.layout().mapped() & ~state.layout().file());
  }

  /** Pages that a device may read. */
  BitSet readable() {
    return of(state.layout().readable());
  }

  /** Pages that the CPU may load from; a writable page can always be read. */
  BitSet loadable() {
    return of(state.layout().readable() | state.layout().writable());
  }

  BitSet writable() {
    return of(state.layout().writable());
  }

  /** Mapped pages that user code may not read and write. */
  BitSet restricted() {
    return of(state.layout().mapped() & ~(state.layout().readable() & state.layout().writable()));
  }

  BitSet present() {
    return showing(state.pages(), Pages.PRESENT);
  }

  /** Mapped pages without any entry. */
  BitSet empty() {
    BitSet empty = mapped();
    empty.andNot(showing(state.pages(), -1));
    return empty;
  }

  /** Pages in some device's memory, private or coherent. */
  BitSet onDevice() {
    Pages pages = state.pages();
    PageBytes seen = state.mirrorView().snapshots().get(0);
    return where(pages.size(), page -> isOnDevice(pages, seen, page));
  }

  boolean isAnyOnDevice() {
    Pages pages = state.pages();
    PageBytes seen = state.mirrorView().snapshots().get(0);
    for (int page = 0; page < pages.size(); page++) {
      if (isOnDevice(pages, seen, page)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOnDevice(Pages pages, PageBytes seen, int page) {
    return (pages.bits(page) & Pages.DEVICE) != 0 || isCoherent(seen.get(page));
  }

  private static boolean isCoherent(int shown) {
    int memory = shown & ~(MirrorView.READ | MirrorView.WRITE);
    return memory == MirrorView.COHERENT_LOCAL || memory == MirrorView.COHERENT_REMOTE;
  }

  /** Pages that some device has exclusively. */
  BitSet exclusive() {
    return showing(state.pages(), Pages.EXCLUSIVE);
  }

  /** Pages that the mirror in a slot has an entry of. */
  BitSet mirrored(int slot) {
    return where(state.pages().size(), page -> state.mirrored(slot, page));
  }

  /** Pages of the child that are not in the state in which they are of no interest. */
  BitSet ofChild() {
    return state.childPages().map(child -> showing(child, -1)).orElseGet(BitSet::new);
  }

  /** Whether one entry maps all of region 0. */
  boolean huge() {
    return state.plan().huge()
        && state.mirrorView().snapshots().stream().anyMatch(seen -> isHuge(seen.get(0)));
  }

  private static boolean isHuge(int shown) {
    return shown != MirrorView.ERROR && (shown & MirrorView.PMD) != 0;
  }

  boolean open(int slot) {
    return state.device(slot) >= 0;
  }
}
