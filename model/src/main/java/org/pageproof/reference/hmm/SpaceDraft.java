package org.pageproof.reference.hmm;

import org.pageproof.vocabulary.AddressPlan;

/** The memory of a process under change: the arrays are copied before the first change. */
final class SpaceDraft {
  private AddressSpace now;
  private boolean owned;
  private boolean areasOwned;

  SpaceDraft(AddressSpace from) {
    this.now = from;
  }

  /** The memory as it is now; nothing may be changed afterwards. */
  AddressSpace build() {
    return now;
  }

  int size() {
    return now.size();
  }

  /** How region 0 is mapped, if a page lies there in a huge plan; otherwise by a table. */
  Directory.Kind directory(int page) {
    return page < AddressPlan.HUGE_PAGES ? now.directory.kind() : Directory.Kind.TABLE;
  }

  /** Whether there may be huge pages: a plan that is not huge has nothing but its table. */
  boolean hasDirectory() {
    return size() > AddressPlan.HUGE_PAGES;
  }

  /** Whether a page with an entry of its own is a part of a large folio. */
  boolean isPart(int page) {
    return now.directory.isPart(page);
  }

  /** Whether there is a large folio, whole or in parts. */
  boolean hasFolio() {
    return now.directory.hasFolio();
  }

  /** Whether the large folio is the one that the other process had at the fork. */
  boolean hasCommonFolio() {
    return now.directory.isCommon();
  }

  /** Whether a page is one of a large folio, however it is mapped. */
  boolean isOfFolio(int page) {
    return directory(page) == Directory.Kind.OWN || isPart(page);
  }

  Directory directory() {
    return now.directory;
  }

  void setDirectory(Directory directory) {
    if (!now.directory.equals(directory)) {
      own();
      now =
          new AddressSpace(
              directory,
              now.area,
              now.backing,
              now.family,
              now.since,
              now.entry,
              now.home,
              now.head,
              now.tail,
              now.kin);
    }
  }

  /** {@link Area} bits; none for what lies outside the arena. */
  int area(int page) {
    return page < now.area.length ? now.area[page] & 0xff : 0;
  }

  boolean is(int page, int areaBit) {
    return (area(page) & areaBit) != 0;
  }

  int entry(int page) {
    return now.entry[page];
  }

  int kind(int page) {
    return CpuEntry.kind(now.entry[page]);
  }

  boolean isWritable(int page) {
    return CpuEntry.isWritable(now.entry[page]);
  }

  int home(int page) {
    return now.home[page];
  }

  long head(int page) {
    return now.head[page];
  }

  /** What a load of the first word of a page that has an entry yields. */
  long word(int page) {
    return kind(page) == CpuEntry.ZERO ? 0 : now.head[page];
  }

  long tail(int page) {
    return now.tail[page];
  }

  long backing(int page) {
    return now.backing[page];
  }

  /** The family of own pages, as far as it is known at this page. */
  int family(int page) {
    return now.family[page];
  }

  void setFamily(int page, int family) {
    if (now.family[page] != family) {
      ownAreas();
      now.family[page] = (byte) family;
    }
  }

  /** When the area's bounds last changed, as far as it is known at this page. */
  int since(int page) {
    return now.since[page];
  }

  void setSince(int page, int time) {
    if (now.since[page] != time) {
      ownAreas();
      now.since[page] = (short) time;
    }
  }

  int kin(int page) {
    return now.kin[page];
  }

  /** Whether it is an own page in memory that the CPU cannot address. */
  boolean isPrivate(int page) {
    return kind(page) == CpuEntry.OWN && Home.isPrivate(now.home[page]);
  }

  /** The device that an own page lies on, -1 if it is none. */
  int device(int page) {
    int kind = kind(page);
    return kind == CpuEntry.OWN || kind == CpuEntry.EXCLUSIVE ? Home.device(now.home[page]) : -1;
  }

  void setArea(int page, int area, long backing) {
    ownAreas();
    now.area[page] = (byte) area;
    now.backing[page] = backing;
  }

  void setEntry(int page, int entry) {
    if (now.entry[page] != entry) {
      own();
      now.entry[page] = (byte) entry;
    }
  }

  void setHome(int page, int home) {
    if (now.home[page] != home) {
      own();
      if (page == 0) {
        setDirectory(now.directory.settled());
      }
      now.home[page] = (byte) home;
    }
  }

  void setWords(int page, long head, long tail) {
    if (now.head[page] != head || now.tail[page] != tail) {
      own();
      now.head[page] = head;
      now.tail[page] = tail;
    }
  }

  void setKin(int page, int other) {
    if (now.kin[page] != other) {
      ownAreas();
      now.kin[page] = (short) other;
    }
  }

  /** An own page of these words in system memory. */
  void setOwn(int page, int entry, long head, long tail) {
    setEntry(page, entry);
    setHome(page, Home.SYSTEM);
    setWords(page, head, tail);
  }

  /** Removes the entry; shared memory keeps its words. */
  void clear(int page) {
    setDirectory(now.directory.without(page));
    setEntry(page, CpuEntry.NONE);
    setHome(page, Home.SYSTEM);
    if (!is(page, Area.SHARED)) {
      setWords(page, 0, 0);
    }
  }

  private void own() {
    if (!owned) {
      owned = true;
      now =
          new AddressSpace(
              now.directory,
              now.area,
              now.backing,
              now.family,
              now.since,
              now.entry.clone(),
              now.home.clone(),
              now.head.clone(),
              now.tail.clone(),
              now.kin);
    }
  }

  /** Areas change seldom. */
  private void ownAreas() {
    if (!areasOwned) {
      areasOwned = true;
      owned = true;
      now =
          new AddressSpace(
              now.directory,
              now.area.clone(),
              now.backing.clone(),
              now.family.clone(),
              now.since.clone(),
              now.entry.clone(),
              now.home.clone(),
              now.head.clone(),
              now.tail.clone(),
              now.kin.clone());
    }
  }
}
