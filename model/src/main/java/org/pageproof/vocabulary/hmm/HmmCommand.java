package org.pageproof.vocabulary.hmm;

import org.pageproof.vocabulary.Command;

/**
 * A command of the HMM interface: a call to the driver, or one that changes the memory it mirrors.
 */
public sealed interface HmmCommand extends Command
    permits MirrorIoctl,
        Open,
        Close,
        SetFlags,
        Misuse,
        Map,
        Unmap,
        Protect,
        Remap,
        DontNeed,
        Touch,
        Fork,
        Reap,
        ChildTouch {

  /** Which command this is. */
  HmmKind kind();

  /** Calls the visitor's method for this command. */
  <P, R> R accept(HmmVisitor<P, R> visitor, P parameter);

  @Override
  default String kindName() {
    return kind().traceName();
  }
}
