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

  private BitSet where(IntPredicate holds) {
    BitSet set = new BitSet();
    for (int page = 0; page < state.pages().size(); page++) {
      set.set(page, holds.test(page));
    }
    return set;
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
    return where(page -> state.pages().present(page));
  }

  /** Mapped pages without any entry. */
  BitSet empty() {
    BitSet empty = mapped();
    empty.andNot(where(page -> state.pages().bits(page) != 0));
    return empty;
  }

  /** Pages in some device's memory, private or coherent. */
  BitSet onDevice() {
    BitSet set = where(page -> (state.pages().bits(page) & Pages.DEVICE) != 0);
    PageBytes seen = state.mirrorView().snapshots().get(0);
    set.or(where(page -> isCoherent(seen.get(page))));
    return set;
  }

  private static boolean isCoherent(int shown) {
    int memory = shown & ~(MirrorView.READ | MirrorView.WRITE);
    return memory == MirrorView.COHERENT_LOCAL || memory == MirrorView.COHERENT_REMOTE;
  }

  /** Pages that some device has exclusively. */
  BitSet exclusive() {
    return where(page -> (state.pages().bits(page) & Pages.EXCLUSIVE) != 0);
  }

  /** Pages that the mirror in a slot has an entry of. */
  BitSet mirrored(int slot) {
    return where(page -> state.mirrored(slot, page));
  }

  /** Pages of the child that are not in the state in which they are of no interest. */
  BitSet ofChild() {
    return where(page -> state.childPages().map(child -> child.bits(page) != 0).orElse(false));
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
