package org.pageproof.reference.userfaultfd;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.vocabulary.Reply;

/** The last reference to contexts ends. fs/userfaultfd.c, userfaultfd_release(). */
final class Release {
  private Release() {}

  /** All areas of the contexts are unregistered, and all their waiters woken. */
  static void of(UffdState state, List<Integer> contexts, AllowedSteps<UffdState> steps) {
    UffdState closed = state;
    List<Waiter> woken = new ArrayList<>(0);
    long released = 0;
    for (int fd : contexts) {
      closed = closed.withContext(fd, Context.CLOSED);
      woken.addAll(state.waiters().of(fd, -1L));
      released |= state.registration().owned().get(fd);
    }
    Ownership ownership = Ownership.release(closed, released);
    Steps.wake(steps, ownership.next(), ownership.areas(), woken, Reply.ZERO, List.of());
  }
}
