package org.pageproof.vocabulary.userfaultfd;

import org.pageproof.vocabulary.Command;

/** A command of the userfaultfd interface. */
public sealed interface UffdCommand extends Command
    permits Open,
        Api,
        Close,
        RangeIoctl,
        Poll,
        Read,
        SetNonblocking,
        Misuse,
        Map,
        Unmap,
        Protect,
        Remap,
        DontNeed,
        Free,
        Fork,
        Reap,
        ChildWrite,
        Touch {

  /** Which command this is. */
  UffdKind kind();

  /** Calls the visitor's method for this command. */
  <P, R> R accept(UffdVisitor<P, R> visitor, P parameter);

  @Override
  default String kindName() {
    return kind().traceName();
  }
}
