package org.pageproof.sut.driver;

import java.util.List;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.protocol.Hello;
import org.pageproof.sut.protocol.Journal;

/** A process or a guest that executes sequences, from its start to its end. Used by one thread. */
public interface Worker {
  /**
   * What it says of itself; to be asked once, first.
   *
   * @throws HarnessException if it cannot work; the message says why
   */
  Hello greeting();

  /** What carries requests and answers. */
  FrameChannel channel();

  /** The steps of the sequence that it executes. */
  Journal journal();

  /** The id of its process on this machine. */
  long pid();

  /** Whether its process has ended, though somebody else may still hold its channel. */
  boolean hasEnded();

  /**
   * Looks whether nothing runs in it. What says so again and again waits for what nobody will give
   * it, if that can only come from inside; a process of this machine may wait for anything.
   */
  default boolean isIdle() {
    return false;
  }

  /** Waits some time for its end, which has been heard of, and says of what it died. */
  Death death();

  /** What its kernel complained of first since it greeted; no lines if that is not to be had. */
  default List<String> kernelLog() {
    return List.of();
  }

  /** Where it is stuck, for people; it may be of no use afterwards. */
  String evidence();

  /**
   * Ends it.
   *
   * @param idle whether it has nothing to do, so that it can be asked to end by itself
   * @return whether it has ended; if not, it is stuck in this machine's kernel and abandoned
   */
  boolean end(boolean idle);
}
