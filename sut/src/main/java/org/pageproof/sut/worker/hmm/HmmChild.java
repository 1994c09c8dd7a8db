package org.pageproof.sut.worker.hmm;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.worker.ChildMemory;
import org.pageproof.sut.worker.EntryBits;
import org.pageproof.sut.worker.Forker;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.hmm.ChildTouch;

/** The child, if there is one, and what is done with it. */
final class HmmChild {
  private final EntryBits entries;
  private final Forker forker = new Forker();
  private @Nullable ChildMemory child;

  /** Forks once, before there are mirrors: each fork changes what they hold. */
  HmmChild(EntryBits entries) {
    this.entries = entries;
    forker.prepare();
  }

  boolean isThere() {
    return child != null;
  }

  HmmOutcome fork(AddressPlan plan) {
    if (isThere()) {
      return HmmOutcome.withheld(Withholding.SLOT_IN_USE);
    }
    int pid = forker.fork();
    if (pid < 0) {
      return HmmOutcome.of(Reply.refused(Libc.errno()));
    }
    child = new ChildMemory(pid, plan, entries);
    return HmmOutcome.of(Reply.ZERO);
  }

  HmmOutcome reap() {
    if (child == null) {
      return HmmOutcome.withheld(Withholding.NO_CHILD);
    }
    end();
    return HmmOutcome.of(Reply.ZERO);
  }

  /** Ends the child; does nothing without one. */
  void end() {
    ChildMemory last = child;
    child = null;
    if (last != null) {
      last.reap();
    }
  }

  HmmOutcome touch(ChildTouch c, AddressPlan plan) {
    ChildMemory present = child;
    if (present == null) {
      return HmmOutcome.withheld(Withholding.NO_CHILD);
    }
    int page = plan.arenaPage(c.region(), c.page());
    return HmmOutcome.of(
        c.write() ? stored(present.store(page, Token.of(c.id(), 0))) : present.load(page));
  }

  /** pwrite(2) returns the number of bytes. */
  private static Reply stored(Reply reply) {
    return reply.equals(Reply.returned(Long.BYTES)) ? Reply.ZERO : reply;
  }

  /** The child's pages, empty without a child. */
  Optional<Pages> observe() {
    ChildMemory present = child;
    return present == null ? Optional.empty() : Optional.of(present.pages());
  }
}
