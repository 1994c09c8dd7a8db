package org.pageproof.reference.userfaultfd;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.vocabulary.Completion;
import org.pageproof.vocabulary.Reply;

/**
 * What happens when waiters are woken: each tries its access again, all at once. Threads that touch
 * the same page, one of them writing, may do so in any order, and each order may give another
 * outcome.
 */
final class Waking {
  /** Those who sleep on: whoever faults again queues behind them, in unknown order. */
  private final Waiters asleep;

  private final Outcome outcome;

  /** Receives an outcome. */
  @FunctionalInterface
  interface Outcome {
    void accept(UffdState next, List<Completion> completions);
  }

  private Waking(Waiters asleep, Outcome outcome) {
    this.asleep = asleep;
    this.outcome = outcome;
  }

  /** Wakes these waiters in this state and tells every possible outcome. */
  static void wake(UffdState state, List<Waiter> woken, Outcome outcome) {
    if (woken.isEmpty()) {
      outcome.accept(state, List.of());
      return;
    }
    UffdState without = state.withWaiters(state.waiters().without(woken));
    Waking waking = new Waking(without.waiters(), outcome);
    waking.retry(without, woken, conflict(woken), List.of());
  }

  private static boolean conflict(List<Waiter> woken) {
    for (int i = 0; i < woken.size(); i++) {
      for (int j = i + 1; j < woken.size(); j++) {
        Waiter a = woken.get(i);
        Waiter b = woken.get(j);
        if (a.page() == b.page() && (a.access().isWrite() || b.access().isWrite())) {
          return true;
        }
      }
    }
    return false;
  }

  private void retry(
      UffdState state, List<Waiter> rest, boolean anyOrder, List<Completion> completions) {
    if (rest.isEmpty()) {
      outcome.accept(state, completions);
      return;
    }
    int choices = anyOrder ? rest.size() : 1;
    for (int i = 0; i < choices; i++) {
      Waiter waiter = rest.get(i);
      int turn = asleep.nextTurn(state.owner(waiter.page()));
      for (Attempt attempt : Attempt.of(state, waiter.retry(), turn)) {
        retry(
            attempt.next(),
            except(rest, i),
            anyOrder,
            attempt.reply().equals(Reply.BLOCKED)
                ? completions
                : with(completions, new Completion(waiter.thread(), attempt.reply())));
      }
    }
  }

  private static List<Waiter> except(List<Waiter> list, int index) {
    List<Waiter> rest = new ArrayList<>(list);
    rest.remove(index);
    return rest;
  }

  /** The completions by thread slot. */
  private static List<Completion> with(List<Completion> completions, Completion added) {
    List<Completion> more = new ArrayList<>(completions.size() + 1);
    int i = 0;
    while (i < completions.size() && completions.get(i).thread() < added.thread()) {
      more.add(completions.get(i++));
    }
    more.add(added);
    more.addAll(completions.subList(i, completions.size()));
    return more;
  }
}
