package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.SetNonblocking;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** Rewritings that make one of an open and what is done to its descriptor next. */
final class UffdMerges {
  private final Draft<UffdCommand> draft;
  private final List<UffdCommand> commands;

  UffdMerges(Draft<UffdCommand> draft) {
    this.draft = draft;
    this.commands = draft.commands();
  }

  List<List<UffdCommand>> all() {
    List<List<UffdCommand>> all = new ArrayList<>();
    handshakes(all);
    nonblocking(all);
    return all;
  }

  private void handshakes(List<List<UffdCommand>> all) {
    for (int i = 0; i < commands.size(); i++) {
      for (int j = i + 1; j < commands.size(); j++) {
        if (commands.get(i) instanceof Open open
            && !open.handshake()
            && commands.get(j) instanceof Api api
            && api.fd() == open.fd()) {
          Open both = new Open(open.id(), open.fd(), open.entry(), open.flags(), true);
          List<UffdCommand> merged = draft.with(i, both);
          merged.remove(j);
          all.add(merged);
        }
      }
    }
  }

  /** A descriptor is opened with the flags that it is given later. */
  private void nonblocking(List<List<UffdCommand>> all) {
    for (int i = 0; i < commands.size(); i++) {
      for (int j = i + 1; j < commands.size(); j++) {
        if (commands.get(i) instanceof Open open
            && commands.get(j) instanceof SetNonblocking set
            && set.fd() == open.fd()) {
          int flags =
              set.nonblocking() ? open.flags() | Open.O_NONBLOCK : open.flags() & ~Open.O_NONBLOCK;
          Open both = new Open(open.id(), open.fd(), open.entry(), flags, open.handshake());
          List<UffdCommand> merged = draft.with(i, both);
          merged.remove(j);
          all.add(merged);
        }
      }
    }
  }
}
