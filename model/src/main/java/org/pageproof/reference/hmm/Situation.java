package org.pageproof.reference.hmm;

import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.hmm.CheckExclusive;
import org.pageproof.vocabulary.hmm.ChildTouch;
import org.pageproof.vocabulary.hmm.Close;
import org.pageproof.vocabulary.hmm.DeviceRead;
import org.pageproof.vocabulary.hmm.DeviceWrite;
import org.pageproof.vocabulary.hmm.DontNeed;
import org.pageproof.vocabulary.hmm.Exclusive;
import org.pageproof.vocabulary.hmm.Fork;
import org.pageproof.vocabulary.hmm.HmmVisitor;
import org.pageproof.vocabulary.hmm.Map;
import org.pageproof.vocabulary.hmm.MigrateToDevice;
import org.pageproof.vocabulary.hmm.MigrateToSystem;
import org.pageproof.vocabulary.hmm.MirrorIoctl;
import org.pageproof.vocabulary.hmm.Misuse;
import org.pageproof.vocabulary.hmm.Open;
import org.pageproof.vocabulary.hmm.Protect;
import org.pageproof.vocabulary.hmm.Reap;
import org.pageproof.vocabulary.hmm.Release;
import org.pageproof.vocabulary.hmm.Remap;
import org.pageproof.vocabulary.hmm.SetFlags;
import org.pageproof.vocabulary.hmm.Snapshot;
import org.pageproof.vocabulary.hmm.Touch;
import org.pageproof.vocabulary.hmm.Unmap;

/**
 * Names the situation a command meets, for transition coverage: the kind of device, and of the
 * first page its area, the CPU's entry and the mirror's, without slots or numbers.
 */
enum Situation implements HmmVisitor<HmmState, String> {
  INSTANCE;

  private static final String[] MIRRORS = {"closed / ", "private / ", "coherent / ", ""};
  private static final String[] AREAS = {"", " read-only", " write-only", " none"};
  private static final String[] KINDS = {"anonymous", "shared", "file"};

  private static final String[] CPU = {
    " absent",
    " zero",
    " cached",
    " read-only",
    " writable",
    " common",
    " on device",
    " on device read-only",
    " on device common",
    " on other device",
    " exclusive"
  };

  private static final String[] ENTRIES = {
    "", " entry R", " entry W", " entry A", " entry X", " entry X", " entry stale", " entry stale"
  };

  /** Every combination, so that naming a situation costs no string building. */
  private static final String[] TEXTS = texts();

  private static final String[] UNMAPPED = {
    "closed / unmapped", "private / unmapped", "coherent / unmapped", "unmapped"
  };

  private static final int NO_MIRROR = -1;

  private static String[] texts() {
    int n = MIRRORS.length * AREAS.length * KINDS.length * CPU.length * ENTRIES.length;
    String[] texts = new String[n];
    int i = 0;
    for (String mirror : MIRRORS) {
      for (String area : AREAS) {
        for (String kind : KINDS) {
          for (String cpu : CPU) {
            for (String entry : ENTRIES) {
              texts[i++] = mirror + kind + area + cpu + entry;
            }
          }
        }
      }
    }
    return texts;
  }

  private static String onRequest(HmmState state, MirrorIoctl ioctl) {
    return onPage(
        state, state.parent(), ioctl.request().mirror(), ioctl.request().firstPage(state.plan()));
  }

  private static String onRange(HmmState state, PageRange range) {
    return onPage(state, state.parent(), NO_MIRROR, range.firstPage(state.plan()));
  }

  private static String onPage(HmmState state, AddressSpace space, int slot, int page) {
    int device = slot == NO_MIRROR ? Mirror.CLOSED : state.device(slot);
    int mirror = slot == NO_MIRROR ? 3 : mirrorKind(device);
    if (page >= space.size() || (space.area[page] & Area.MAPPED) == 0) {
      return UNMAPPED[mirror];
    }
    int area = space.area[page];
    int entry = slot == NO_MIRROR ? 0 : state.mirror(slot).entries[page];
    int index = mirror * AREAS.length + protection(area);
    index = index * KINDS.length + (Area.isAnonymous(area) ? 0 : (area & Area.SHARED) != 0 ? 1 : 2);
    index = index * CPU.length + cpu(space, page, device);
    return TEXTS[index * ENTRIES.length + entry];
  }

  private static int mirrorKind(int device) {
    if (device == Mirror.CLOSED) {
      return 0;
    }
    return MirrorDriver.isCoherent(device) ? 2 : 1;
  }

  private static int protection(int area) {
    boolean readable = (area & Area.READABLE) != 0;
    boolean writable = (area & Area.WRITABLE) != 0;
    return readable ? (writable ? 0 : 1) : (writable ? 2 : 3);
  }

  private static int cpu(AddressSpace space, int page, int device) {
    int entry = space.entry[page];
    boolean common = CpuEntry.isCommon(entry);
    boolean writable = CpuEntry.isWritable(entry);
    return switch (CpuEntry.kind(entry)) {
      case CpuEntry.NONE -> 0;
      case CpuEntry.ZERO -> 1;
      case CpuEntry.CACHE -> 2;
      case CpuEntry.OWN -> {
        int home = space.home[page];
        if (home == Home.SYSTEM) {
          yield common ? 5 : writable ? 4 : 3;
        }
        boolean other = device != Mirror.CLOSED && Home.device(home) != device;
        yield other ? 9 : common ? 8 : writable ? 6 : 7;
      }
      default -> 10;
    };
  }

  private static String onMirror(HmmState state, int slot) {
    return switch (mirrorKind(state.device(slot))) {
      case 0 -> "closed";
      case 1 -> "private";
      default -> "coherent";
    };
  }

  private static String onChild(HmmState state) {
    return state.hasChild() ? "child" : "no child";
  }

  @Override
  public String open(Open c, HmmState s) {
    return onMirror(s, c.mirror());
  }

  @Override
  public String close(Close c, HmmState s) {
    return onMirror(s, c.mirror());
  }

  @Override
  public String deviceRead(DeviceRead c, HmmState s) {
    return onRequest(s, c);
  }

  @Override
  public String deviceWrite(DeviceWrite c, HmmState s) {
    return onRequest(s, c);
  }

  @Override
  public String migrateToDevice(MigrateToDevice c, HmmState s) {
    return onRequest(s, c);
  }

  @Override
  public String migrateToSystem(MigrateToSystem c, HmmState s) {
    return onRequest(s, c);
  }

  @Override
  public String snapshot(Snapshot c, HmmState s) {
    return onRequest(s, c);
  }

  @Override
  public String exclusive(Exclusive c, HmmState s) {
    return onRequest(s, c);
  }

  @Override
  public String checkExclusive(CheckExclusive c, HmmState s) {
    return onRequest(s, c);
  }

  @Override
  public String release(Release c, HmmState s) {
    return onMirror(s, c.request().mirror());
  }

  @Override
  public String setFlags(SetFlags c, HmmState s) {
    return onMirror(s, c.mirror());
  }

  @Override
  public String misuse(Misuse c, HmmState s) {
    return onMirror(s, c.mirror());
  }

  @Override
  public String map(Map c, HmmState s) {
    return onPage(s, s.parent(), NO_MIRROR, s.plan().arenaPage(c.region(), 0));
  }

  @Override
  public String unmap(Unmap c, HmmState s) {
    return onRange(s, c.range());
  }

  @Override
  public String protect(Protect c, HmmState s) {
    return onRange(s, c.range());
  }

  @Override
  public String remap(Remap c, HmmState s) {
    return onRange(s, c.range());
  }

  @Override
  public String dontNeed(DontNeed c, HmmState s) {
    return onRange(s, c.range());
  }

  @Override
  public String touch(Touch c, HmmState s) {
    return onPage(s, s.parent(), NO_MIRROR, s.plan().arenaPage(c.region(), c.page()));
  }

  @Override
  public String fork(Fork c, HmmState s) {
    return onChild(s);
  }

  @Override
  public String reap(Reap c, HmmState s) {
    return onChild(s);
  }

  @Override
  public String childTouch(ChildTouch c, HmmState s) {
    return s.hasChild()
        ? onPage(s, s.child(), NO_MIRROR, s.plan().arenaPage(c.region(), c.page()))
        : onChild(s);
  }
}
