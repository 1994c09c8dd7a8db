package org.pageproof.reports.format;

import org.pageproof.reports.RunEvent;
import org.pageproof.reports.RunListener;
import org.pageproof.reports.RunSummary;

/** A format that is written when the run has ended. */
abstract class Afterwards implements RunListener {
  /** What was heard of the run. */
  final Story story = new Story();

  @Override
  public final void on(RunEvent event) {
    story.on(event);
    if (event instanceof RunEvent.RunFinished finished) {
      finish(finished.summary());
    }
  }

  /** Writes it. */
  abstract void finish(RunSummary summary);
}
