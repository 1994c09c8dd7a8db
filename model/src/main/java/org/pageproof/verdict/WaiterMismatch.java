package org.pageproof.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pageproof.verdict.Mismatch.Field;
import org.pageproof.vocabulary.Completion;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Observation;

/**
 * Compares who was woken. That shows in completions, and, for who faulted again, in the waiter
 * counts.
 */
final class WaiterMismatch {
  private final Observation expected;
  private final Observation seen;
  private final Observation before;

  private WaiterMismatch(Observation expected, Observation seen, Observation before) {
    this.expected = expected;
    this.seen = seen;
    this.before = before;
  }

  /** The difference, unless the same threads were woken and the same ones sleep. */
  static Optional<Mismatch> between(Observation expected, Observation seen, Observation before) {
    return new WaiterMismatch(expected, seen, before).find();
  }

  /** The threads whose command finished, as a bit set. */
  static int finishers(Observation observation) {
    int set = 0;
    for (Completion completion : observation.completions()) {
      set |= 1 << completion.thread();
    }
    return set;
  }

  private Optional<Mismatch> find() {
    int should = finishers(expected);
    int was = finishers(seen);
    if (should == was && sameCounts()) {
      return Optional.empty();
    }
    String expectedClass;
    String observedClass;
    if ((was & ~should) != 0) {
      expectedClass = "asleep";
      observedClass = "woken";
    } else if (should != was || (faultsAgain() && pending(seen) < pending(expected))) {
      expectedClass = "woken";
      observedClass = was == 0 && pending(seen) == pending(before) ? "asleep" : "partly woken";
    } else if (total(expected) == 0) {
      expectedClass = "none";
      observedClass = "some";
    } else {
      expectedClass = "asleep";
      observedClass = "other waiters";
    }
    return Optional.of(
        new Mismatch(Field.WAITERS, expectedClass, observedClass, text(expected), text(seen)));
  }

  private boolean sameCounts() {
    for (int fd = 0; fd < expected.descriptors().size(); fd++) {
      if (!sameCounts(fd)) {
        return false;
      }
    }
    return true;
  }

  private boolean sameCounts(int fd) {
    DescriptorView should = expected.descriptors().get(fd);
    DescriptorView was = seen.descriptors().get(fd);
    return should.open() == was.open()
        && should.pending() == was.pending()
        && should.total() == was.total();
  }

  /** Whether a woken thread was expected to fault again and queue another message. */
  private boolean faultsAgain() {
    return pending(expected) > pending(before);
  }

  private static int total(Observation observation) {
    int sum = 0;
    for (DescriptorView view : observation.descriptors()) {
      sum += view.total();
    }
    return sum;
  }

  private static int pending(Observation observation) {
    int sum = 0;
    for (DescriptorView view : observation.descriptors()) {
      sum += view.pending();
    }
    return sum;
  }

  /** The threads that finish, and the waiters of each descriptor whose counts differ. */
  private String text(Observation observation) {
    List<String> parts = new ArrayList<>();
    for (Completion completion : observation.completions()) {
      parts.add("t" + completion.thread() + " finishes");
    }
    for (int fd = 0; fd < observation.descriptors().size(); fd++) {
      DescriptorView view = observation.descriptors().get(fd);
      if (view.open() && !sameCounts(fd)) {
        parts.add("fd" + fd + " has " + view.total() + " asleep, " + view.pending() + " unread");
      }
    }
    return parts.isEmpty() ? "nobody finishes" : String.join(", ", parts);
  }
}
