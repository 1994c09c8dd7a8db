package org.pageproof.sut.driver;

import java.util.List;
import org.pageproof.vocabulary.Observation;

/** How a worker answered the sequence that was sent first. */
sealed interface Outcome permits Outcome.Completed, Outcome.Lost, Outcome.NotExecuted {
  /** All steps were executed. */
  record Completed(List<Observation> observations) implements Outcome {
    /** Copies the list. */
    public Completed {
      observations = List.copyOf(observations);
    }
  }

  /** The worker died of it or hangs of it; the last observation says so. */
  record Lost(List<Observation> observations) implements Outcome {
    /** Copies the list. */
    public Lost {
      observations = List.copyOf(observations);
    }
  }

  /** The worker died before it began the sequence, or of what has nothing to do with it. */
  record NotExecuted(String how) implements Outcome {}
}
