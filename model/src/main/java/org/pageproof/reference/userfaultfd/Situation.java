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
  private static final String[] PAGES = {
    "unmapped",
    "unregistered absent",
    "unregistered present",
    "own absent",
    "own present",
    "foreign absent",
    "foreign present"
  };
  private static final String[] WAITERS = {"", " waited", " waited by several"};

  /** Every combination, so that naming a situation costs no string building. */
  private static final String[] TEXTS = texts();

  private static String[] texts() {
    String[] texts = new String[DESCRIPTORS.length * PAGES.length * WAITERS.length];
    int i = 0;
    for (String descriptor : DESCRIPTORS) {
      for (String page : PAGES) {
        for (String waiters : WAITERS) {
          texts[i++] = descriptor + " / " + page + waiters;
        }
      }
    }
    return texts;
  }

  private static int descriptor(UffdState state, int fd) {
    return state.ready(fd) ? 2 : state.context(fd).open() ? 1 : 0;
  }

  private static String onRange(UffdState state, int fd, PageRange range) {
    int first = Math.min(range.firstPage(state.plan()), state.plan().arenaPages() - 1);
    return onPage(state, descriptor(state, fd), fd, first);
  }

  private static String onPage(UffdState state, int descriptor, int fd, int page) {
    int pageClass = 0;
    if (state.mapped(page)) {
      int owner = !state.registered(page) ? 1 : state.owner(page) == fd ? 3 : 5;
      pageClass = owner + (state.pages().present(page) ? 1 : 0);
    }
    int waiting = 0;
    for (Waiter waiter : state.waiters().list()) {
      waiting += waiter.page() == page ? 1 : 0;
    }
    int index = (descriptor * PAGES.length + pageClass) * WAITERS.length + Math.min(waiting, 2);
    return TEXTS[index];
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
    throw new UnsupportedOperationException("not yet: writeProtect");
  }

  @Override
  public String setNonblocking(SetNonblocking c, UffdState s) {
    throw new UnsupportedOperationException("not yet: setNonblocking");
  }

  @Override
  public String misuse(Misuse c, UffdState s) {
    throw new UnsupportedOperationException("not yet: misuse");
  }

  @Override
  public String protect(Protect c, UffdState s) {
    throw new UnsupportedOperationException("not yet: protect");
  }

  @Override
  public String remap(Remap c, UffdState s) {
    throw new UnsupportedOperationException("not yet: remap");
  }

  @Override
  public String free(Free c, UffdState s) {
    throw new UnsupportedOperationException("not yet: free");
  }

  @Override
  public String fork(Fork c, UffdState s) {
    throw new UnsupportedOperationException("not yet: fork");
  }

  @Override
  public String reap(Reap c, UffdState s) {
    throw new UnsupportedOperationException("not yet: reap");
  }

  @Override
  public String childWrite(ChildWrite c, UffdState s) {
    throw new UnsupportedOperationException("not yet: childWrite");
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
