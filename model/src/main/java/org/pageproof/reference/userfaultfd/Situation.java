package org.pageproof.reference.userfaultfd;

import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.ChildWrite;
import org.pageproof.vocabulary.userfaultfd.Close;
import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.DontNeed;
import org.pageproof.vocabulary.userfaultfd.Fork;
import org.pageproof.vocabulary.userfaultfd.Free;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Misuse;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.Poll;
import org.pageproof.vocabulary.userfaultfd.Protect;
import org.pageproof.vocabulary.userfaultfd.Read;
import org.pageproof.vocabulary.userfaultfd.Reap;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.Remap;
import org.pageproof.vocabulary.userfaultfd.SetNonblocking;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdVisitor;
import org.pageproof.vocabulary.userfaultfd.Unmap;
import org.pageproof.vocabulary.userfaultfd.Unregister;
import org.pageproof.vocabulary.userfaultfd.Wake;
import org.pageproof.vocabulary.userfaultfd.WriteProtect;
import org.pageproof.vocabulary.userfaultfd.Zeropage;

/**
 * Names the situation a command meets, for transition coverage: the descriptor, the first page and
 * its waiters, without slots or numbers.
 */
enum Situation implements UffdVisitor<UffdState, String> {
  INSTANCE;

  private static final String[] DESCRIPTORS = {"closed", "opened", "ready"};
  private static final String[] OWNERS = {"unregistered", "own", "foreign"};

  private static final String[] MODES = {"", " missing", " protectable", " missing protectable"};

  private static final String[] ENTRIES = {" absent", " present", " protected", " marker"};

  private static final String[] WAITERS = {"", " waited", " waited by several"};

  /** Every combination, so that naming a situation costs no string building. */
  private static final String[] TEXTS = texts();

  private static String[] texts() {
    String[] texts =
        new String
            [DESCRIPTORS.length * OWNERS.length * MODES.length * ENTRIES.length * WAITERS.length];
    int i = 0;
    for (String descriptor : DESCRIPTORS) {
      for (String owner : OWNERS) {
        for (String mode : MODES) {
          for (String entry : ENTRIES) {
            for (String waiters : WAITERS) {
              texts[i++] = descriptor + " / " + owner + mode + entry + waiters;
            }
          }
        }
      }
    }
    return texts;
  }

  /** A page that is not mapped, for each descriptor. */
  private static final String[] UNMAPPED = {
    "closed / unmapped", "opened / unmapped", "ready / unmapped"
  };

  private static int descriptor(UffdState state, int fd) {
    return state.ready(fd) ? 2 : state.context(fd).open() ? 1 : 0;
  }

  private static String onRange(UffdState state, int fd, PageRange range) {
    int first = Math.min(range.firstPage(state.plan()), state.plan().arenaPages() - 1);
    return onPage(state, descriptor(state, fd), fd, first);
  }

  private static String onPage(UffdState state, int descriptor, int fd, int page) {
    if (!state.mapped(page)) {
      return UNMAPPED[descriptor];
    }
    int owner = !state.registered(page) ? 0 : state.owner(page) == fd ? 1 : 2;
    long mode = (state.missing() >>> page & 1) | (state.protectable() >>> page & 1) << 1;
    int waiting = 0;
    for (Waiter waiter : state.waiters().list()) {
      waiting += waiter.page() == page ? 1 : 0;
    }
    int index = descriptor * OWNERS.length + owner;
    index = index * MODES.length + (int) mode;
    index = index * ENTRIES.length + entry(state, page);
    return TEXTS[index * WAITERS.length + Math.min(waiting, 2)];
  }

  private static int entry(UffdState state, int page) {
    if (state.marker(page)) {
      return 3;
    }
    return state.marked(page) ? 2 : state.pages().present(page) ? 1 : 0;
  }

  private static String onDescriptor(UffdState state, int fd) {
    if (!state.context(fd).open()) {
      return "closed";
    }
    int pending = state.waiters().pending(fd);
    int total = state.waiters().total(fd);
    if (total == 0) {
      return state.ready(fd) ? "ready" : "opened";
    }
    return pending == 0 ? "all read" : pending == total ? "all unread" : "some unread";
  }

  @Override
  public String open(Open c, UffdState s) {
    return onDescriptor(s, c.fd());
  }

  @Override
  public String api(Api c, UffdState s) {
    return onDescriptor(s, c.fd());
  }

  @Override
  public String close(Close c, UffdState s) {
    return onDescriptor(s, c.fd());
  }

  @Override
  public String register(Register c, UffdState s) {
    return onRange(s, c.fd(), c.range());
  }

  @Override
  public String unregister(Unregister c, UffdState s) {
    return onRange(s, c.fd(), c.range());
  }

  @Override
  public String copy(Copy c, UffdState s) {
    return onRange(s, c.fd(), c.range());
  }

  @Override
  public String zeropage(Zeropage c, UffdState s) {
    return onRange(s, c.fd(), c.range());
  }

  @Override
  public String wake(Wake c, UffdState s) {
    return onRange(s, c.fd(), c.range());
  }

  @Override
  public String poll(Poll c, UffdState s) {
    return onDescriptor(s, c.fd());
  }

  @Override
  public String read(Read c, UffdState s) {
    return onDescriptor(s, c.fd());
  }

  @Override
  public String map(Map c, UffdState s) {
    return onPage(s, 0, 0, s.plan().arenaPage(c.region(), 0));
  }

  @Override
  public String unmap(Unmap c, UffdState s) {
    return onRange(s, 0, c.range());
  }

  @Override
  public String writeProtect(WriteProtect c, UffdState s) {
    return onRange(s, c.fd(), c.range());
  }

  @Override
  public String setNonblocking(SetNonblocking c, UffdState s) {
    return onDescriptor(s, c.fd());
  }

  @Override
  public String misuse(Misuse c, UffdState s) {
    return onDescriptor(s, c.fd());
  }

  @Override
  public String protect(Protect c, UffdState s) {
    return onRange(s, 0, c.range());
  }

  @Override
  public String remap(Remap c, UffdState s) {
    return onRange(s, 0, c.range());
  }

  @Override
  public String free(Free c, UffdState s) {
    return onRange(s, 0, c.range());
  }

  @Override
  public String fork(Fork c, UffdState s) {
    return s.hasChild() ? "child" : "no child";
  }

  @Override
  public String reap(Reap c, UffdState s) {
    return s.hasChild() ? "child" : "no child";
  }

  @Override
  public String childWrite(ChildWrite c, UffdState s) {
    return onPage(s, 0, 0, s.plan().arenaPage(c.region(), c.page()));
  }

  @Override
  public String dontNeed(DontNeed c, UffdState s) {
    return onRange(s, 0, c.range());
  }

  @Override
  public String touch(Touch c, UffdState s) {
    int page = s.plan().arenaPage(c.region(), c.page());
    return onPage(s, 2, s.registered(page) ? s.owner(page) : 0, page);
  }
}
