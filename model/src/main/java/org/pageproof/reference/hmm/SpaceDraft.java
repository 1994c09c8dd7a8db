package org.pageproof.reference.hmm;

import org.pageproof.vocabulary.AddressPlan;

/**
 * The memory of a process under change. Arrays are copied before their first change, and only those
 * that change: the next state shares the others, and what was seen of them.
 */
final class SpaceDraft {
  private final AddressSpace from;
  private Directory directory;
  private byte[] area;
  private long[] backing;
  private byte[] family;
  private short[] since;
  private byte[] entry;
  private byte[] home;
  private long[] head;
  private long[] tail;
  private short[] kin;
  private boolean ownsAreas;
  private boolean ownsHistory;
  private boolean ownsEntries;
  private boolean ownsHomes;
  private boolean ownsWords;
  private boolean ownsKin;
  private boolean moved;

  SpaceDraft(AddressSpace from) {
    this.from = from;
    this.directory = from.directory;
    this.area = from.area;
    this.backing = from.backing;
    this.family = from.family;
    this.since = from.since;
    this.entry = from.entry;
    this.home = from.home;
    this.head = from.head;
    this.tail = from.tail;
    this.kin = from.kin;
    this.moved = from.hasMoved;
  }

  /** The memory as it is now; nothing may be changed afterwards. */
  AddressSpace build() {
    boolean sameEntries = !ownsEntries && !ownsHomes && directory.equals(from.directory);
    boolean sameAreas = !ownsAreas && !ownsHistory && !ownsKin;
    if (sameEntries && sameAreas && !ownsWords) {
      return from;
    }
    AddressSpace built =
        new AddressSpace(
            directory, area, backing, family, since, entry, home, head, tail, kin, moved);
    if (sameEntries) {
      built.looksLike(from, !ownsWords, !ownsAreas);
    }
    return built;
  }

  int size() {
    return entry.length;
  }

  /** How region 0 is mapped, if a page lies there in a huge plan; otherwise by a table. */
  Directory.Kind directory(int page) {
    return page < AddressPlan.HUGE_PAGES ? directory.kind() : Directory.Kind.TABLE;
  }

  /** Whether there may be huge pages: a plan that is not huge has nothing but its table. */
  boolean hasDirectory() {
    return size() > AddressPlan.HUGE_PAGES;
  }

  /** Whether a page with an entry of its own is a part of a large folio. */
  boolean isPart(int page) {
    return directory.isPart(page);
  }

  /** Whether there is a large folio, whole or in parts. */
  boolean hasFolio() {
    return directory.hasFolio();
  }

  /** Whether the large folio is the one that the other process had at the fork. */
  boolean hasCommonFolio() {
    return directory.isCommon();
  }

  /** Whether a page is one of a large folio, however it is mapped. */
  boolean isOfFolio(int page) {
    return directory(page) == Directory.Kind.OWN || isPart(page);
  }

  /** How region 0 is mapped. */
  Directory directory() {
    return directory;
  }

  void setDirectory(Directory changed) {
    directory = changed;
  }

  /** {@link Area} bits; none for what lies outside the arena. */
  int area(int page) {
    return page < area.length ? area[page] & 0xff : 0;
  }

  boolean is(int page, int areaBit) {
    return (area(page) & areaBit) != 0;
  }

  int entry(int page) {
    return entry[page];
  }

  int kind(int page) {
    return CpuEntry.kind(entry[page]);
  }

  boolean isWritable(int page) {
    return CpuEntry.isWritable(entry[page]);
  }

  int home(int page) {
    return home[page];
  }

  long head(int page) {
    return head[page];
  }

  /** What a load of the first word of a page that has an entry yields. */
  long word(int page) {
    return kind(page) == CpuEntry.ZERO ? 0 : head[page];
  }

  long tail(int page) {
    return tail[page];
  }

  long backing(int page) {
    return backing[page];
  }

  /**
   * Whether anonymous memory may lie elsewhere than where it got its first page: otherwise no two
   * pages have the same place.
   */
  boolean hasMoved() {
    return moved;
  }

  /** The family of own pages, as far as it is known at this page. */
  int family(int page) {
    return family[page];
  }

  void setFamily(int page, int newFamily) {
    if (family[page] != newFamily) {
      ownHistory();
      family[page] = (byte) newFamily;
    }
  }

  /** When the area's bounds last changed, as far as it is known at this page. */
  int since(int page) {
    return since[page];
  }

  void setSince(int page, int time) {
    if (since[page] != time) {
      ownHistory();
      since[page] = (short) time;
    }
  }

  int kin(int page) {
    return kin[page];
  }

  /** Whether it is an own page in memory that the CPU cannot address. */
  boolean isPrivate(int page) {
    return kind(page) == CpuEntry.OWN && Home.isPrivate(home[page]);
  }

  /** The device that an own page lies on, -1 if it is none. */
  int device(int page) {
    int kind = kind(page);
    return kind == CpuEntry.OWN || kind == CpuEntry.EXCLUSIVE ? Home.device(home[page]) : -1;
  }

  void setArea(int page, int newArea, long newBacking) {
    if (!ownsAreas) {
      ownsAreas = true;
      area = area.clone();
      backing = backing.clone();
    }
    area[page] = (byte) newArea;
    backing[page] = newBacking;
    moved |= newBacking != 0 && Area.isAnonymous(newArea);
  }

  void setEntry(int page, int newEntry) {
    if (entry[page] != newEntry) {
      if (!ownsEntries) {
        ownsEntries = true;
        entry = entry.clone();
      }
      entry[page] = (byte) newEntry;
    }
  }

  void setHome(int page, int newHome) {
    if (home[page] != newHome) {
      if (!ownsHomes) {
        ownsHomes = true;
        home = home.clone();
      }
      if (page == 0) {
        setDirectory(directory.settled());
      }
      home[page] = (byte) newHome;
    }
  }

  void setWords(int page, long newHead, long newTail) {
    if (head[page] != newHead || tail[page] != newTail) {
      if (!ownsWords) {
        ownsWords = true;
        head = head.clone();
        tail = tail.clone();
      }
      head[page] = newHead;
      tail[page] = newTail;
    }
  }

  void setKin(int page, int other) {
    if (kin[page] != other) {
      if (!ownsKin) {
        ownsKin = true;
        kin = kin.clone();
      }
      kin[page] = (short) other;
    }
  }

  /** An own page of these words in system memory. */
  void setOwn(int page, int newEntry, long newHead, long newTail) {
    setEntry(page, newEntry);
    setHome(page, Home.SYSTEM);
    setWords(page, newHead, newTail);
  }

  /** Removes the entry; shared memory keeps its words. */
  void clear(int page) {
    setDirectory(directory.without(page));
    setEntry(page, CpuEntry.NONE);
    setHome(page, Home.SYSTEM);
    if (!is(page, Area.SHARED)) {
      setWords(page, 0, 0);
    }
  }

  private void ownHistory() {
    if (!ownsHistory) {
      ownsHistory = true;
      family = family.clone();
      since = since.clone();
    }
  }
}
