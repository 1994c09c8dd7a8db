package org.pageproof.sut.worker;

import org.pageproof.sut.HarnessException;
import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.jna.NativeMemory;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Pages;

/**
 * Reads pages in native code, so that Java code never touches the arena. It keeps a copy of what
 * they held; runs of pages are compared with it in one call, word for word.
 */
public final class CopiedContents implements PageContents, AutoCloseable {
  private static final int PAGE = AddressPlan.PAGE_SIZE;

  private final AddressPlan plan;
  private final ProcFile memory;
  private final NativeMemory copy;
  private final PageMemory[] pages;

  /** The pages whose copy is what was read last. */
  private final boolean[] known;

  /** Reads what cannot be read in place through a file that somebody else opened and closes. */
  public CopiedContents(AddressPlan plan, ProcFile memory) {
    this.plan = plan;
    this.memory = memory;
    copy = NativeMemory.allocate(plan.arenaPages() * PAGE);
    known = new boolean[plan.arenaPages()];
    pages = new PageMemory[plan.arenaPages()];
    for (int page = 0; page < pages.length; page++) {
      pages[page] = new PageMemory(copy.bytes(), page * PAGE);
    }
  }

  @Override
  public boolean read(byte[] bits, long readable, long[] head, long[] tail) {
    boolean changed = false;
    int first = 0;
    while (first < bits.length) {
      int end = first + 1;
      if (isPresent(bits[first])) {
        boolean inPlace = isIn(readable, plan.areaUnit(first));
        while (end < bits.length
            && isPresent(bits[end])
            && known[end] == known[first]
            && isIn(readable, plan.areaUnit(end)) == inPlace) {
          end++;
        }
        changed |= readRun(first, end, inPlace, head, tail);
      } else {
        known[first] = false;
        changed |= set(first, 0, 0, head, tail);
      }
      first = end;
    }
    return changed;
  }

  private static boolean isPresent(byte bits) {
    return (bits & Pages.PRESENT) != 0;
  }

  private static boolean isIn(long readable, int unit) {
    return (readable >>> unit & 1) != 0;
  }

  /** Reads present pages of which all copies are known, or none. */
  private boolean readRun(int first, int end, boolean inPlace, long[] head, long[] tail) {
    long at = copy.address() + (long) first * PAGE;
    int bytes = (end - first) * PAGE;
    long source = inPlace ? plan.address(first) : fetch(first, bytes);
    if (known[first] && Libc.memcmp(at, source, bytes) == 0) {
      return false;
    }
    Libc.memcpy(at, source, bytes);
    boolean changed = false;
    for (int page = first; page < end; page++) {
      known[page] = true;
      changed |= set(page, pages[page].head(), pages[page].tail(), head, tail);
    }
    return changed;
  }

  private long fetch(int first, int bytes) {
    if (memory.read(plan.address(first), bytes) != bytes) {
      throw new HarnessException(memory + ": short read of page " + plan.describe(first));
    }
    return memory.address();
  }

  private static boolean set(int page, long newHead, long newTail, long[] head, long[] tail) {
    if (head[page] == newHead && tail[page] == newTail) {
      return false;
    }
    head[page] = newHead;
    tail[page] = newTail;
    return true;
  }

  @Override
  public void close() {
    copy.close();
  }
}
