package org.pageproof.reference.userfaultfd;

import java.util.ArrayList;
import java.util.List;

/** What must hold in every state of the reference machine. */
final class UffdInvariants {
  private UffdInvariants() {}

  static List<String> broken(UffdState state) {
    List<String> broken = new ArrayList<>();
    long mapped = state.layout().mapped();
    require((state.layout().starts() & ~mapped) == 0, "areas begin at mapped pages", broken);
    require((mapped & ~(mapped << 1) & ~state.layout().starts()) == 0, "areas have starts", broken);
    require((state.registered() & ~mapped) == 0, "registered pages are mapped", broken);
    require(oneOwner(state), "a page has one owner", broken);
    long owned = 0;
    for (long set : state.registration().owned()) {
      owned |= set;
    }
    require(owned == state.registered(), "registered pages have an owner and a mode", broken);
    require(
        (state.layout().readable() & ~mapped) == 0 && (state.layout().writable() & ~mapped) == 0,
        "what may be touched is mapped",
        broken);
    long marked = Marks.in(state, mapped);
    long lost = marked & ~state.protectable() & ~state.unseen().leftover();
    require(lost == 0, "marks belong to areas in write-protection mode", broken);
    require((state.unseen().leftover() & ~marked) == 0, "left-over marks are marks", broken);
    require(
        (state.layout().file() & (state.registered() | present(state))) == 0,
        "file pages are neither registered nor present",
        broken);
    for (int page = 0; page < state.pages().size(); page++) {
      require(
          state.mapped(page) || state.pages().bits(page) == 0, "present pages are mapped", broken);
      require(
          state.pages().present(page)
              || (state.pages().head(page) == 0 && state.pages().tail(page) == 0),
          "absent pages hold nothing",
          broken);
    }
    for (int fd = 0; fd < state.contexts().size(); fd++) {
      boolean owns = state.registration().owned().get(fd) != 0;
      require(state.context(fd).open() || !owns, "owners are open", broken);
      require(state.context(fd).open() || !state.ready(fd), "ready contexts are open", broken);
    }
    waiters(state, broken);
    return broken;
  }

  private static boolean oneOwner(UffdState state) {
    long sum = 0;
    for (long owned : state.registration().owned()) {
      sum += Long.bitCount(owned);
    }
    return sum == Long.bitCount(state.registered());
  }

  private static long present(UffdState state) {
    long present = 0;
    for (int page = 0; page < state.pages().size(); page++) {
      present |= state.pages().present(page) ? 1L << page : 0;
    }
    return present;
  }

  private static void waiters(UffdState state, List<String> broken) {
    int threads = 0;
    for (Waiter waiter : state.waiters().list()) {
      require(state.ready(waiter.fd()), "waiters wait on ready contexts", broken);
      require((threads >>> waiter.thread() & 1) == 0, "a thread waits once", broken);
      threads |= 1 << waiter.thread();
      require(
          state.mapped(waiter.page()) || !waiter.access().isUserMode(),
          "user-mode waiters wait on mapped pages",
          broken);
    }
  }

  private static void require(boolean holds, String invariant, List<String> broken) {
    if (!holds && !broken.contains(invariant)) {
      broken.add(invariant);
    }
  }
}
