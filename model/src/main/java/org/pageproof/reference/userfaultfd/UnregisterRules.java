package org.pageproof.reference.userfaultfd;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.Unregister;

/** UFFDIO_UNREGISTER. */
final class UnregisterRules {
  private UnregisterRules() {}

  static List<Rule<UffdState, Unregister>> rules(Profile profile) {
    RuleBook<Unregister> book =
        new RuleBook<>(
            "UNREGISTER", "UFFDIO_UNREGISTER(2const); fs/userfaultfd.c, userfaultfd_unregister()");
    IoctlRules.untilArgument(book, List.of());
    return IoctlRules.range(book, List.of())
        .rule(
            "NO-AREA",
            "A range in which nothing is mapped is EINVAL.",
            (s, c) -> !Checks.someMapped(s, c.range()),
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, List.of()))
        .rule(
            "KIND",
            "An area of the range that can't be registered is EINVAL, and nothing changes.",
            (s, c) -> (unsuitable(s, profile) & c.range().pageSet(s.plan())) != 0,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, List.of()))
        .defectOf(
            "before 6.17",
            p -> !p.refusesForeignUnregister(),
            "seen on 6.1.192 and 6.12.117",
            "FOREIGN-ACCEPTED",
            "An area of the range that belongs to another context loses its registration.",
            UnregisterRules::foreign,
            (s, c, steps) -> unregister(s, c, woken(s, profile), steps))
        .rule(
            "FOREIGN",
            "An area of the range that belongs to another context is EINVAL, and nothing changes.",
            UnregisterRules::foreign,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, List.of()))
        .defect(
            "LEAVES-ASLEEP",
            "Waiters of an area that is registered for write protection only are not woken (of any"
                + " area before 4.11): they sleep until a wake or the last close.",
            (s, c) -> (c.range().pageSet(s.plan()) & waited(s) & ~woken(s, profile)) != 0,
            (s, c, steps) -> unregister(s, c, woken(s, profile), steps))
        .rule(
            "OK",
            "The context's areas in the range are unregistered, their protection ends and their"
                + " waiters are woken; holes and unregistered areas are skipped.",
            (s, c) -> true,
            (s, c, steps) -> unregister(s, c, -1L, steps))
        .rules();
  }

  /** The pages of areas that no context can register. */
  private static long unsuitable(UffdState state, Profile profile) {
    return state.layout().file() & (profile.registersSharedMemory() ? ~state.shmem() : -1L);
  }

  private static boolean foreign(UffdState state, Unregister command) {
    return (state.registration().foreign(command.fd()) & command.range().pageSet(state.plan()))
        != 0;
  }

  /** The registered pages that threads wait on. */
  private static long waited(UffdState state) {
    long waited = 0;
    for (Waiter waiter : state.waiters().list()) {
      waited |= 1L << waiter.page() & state.registration().owned().get(waiter.fd());
    }
    return waited;
  }

  /** The pages whose waiters a kernel of this profile wakes. */
  private static long woken(UffdState state, Profile profile) {
    return profile.wakesOnUnregister() ? state.missing() : 0;
  }

  /**
   * Whoever owns an area of the range: its registration ends, and its owner's waiters are woken.
   *
   * @param wakeable the pages whose waiters are woken
   */
  private static void unregister(
      UffdState state, Unregister command, long wakeable, AllowedSteps<UffdState> steps) {
    long pageSet = command.range().pageSet(state.plan());
    List<Waiter> woken = new ArrayList<>(0);
    for (int fd = 0; fd < state.contexts().size(); fd++) {
      long owned = state.registration().owned().get(fd);
      woken.addAll(state.waiters().of(fd, pageSet & wakeable & owned));
    }
    Ownership ownership = Ownership.release(state, pageSet);
    Steps.wake(steps, ownership.next(), ownership.areas(), woken, Reply.ZERO, List.of());
  }
}
