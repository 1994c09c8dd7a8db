package org.pageproof.cli;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.pageproof.properties.RunRecorder;
import org.pageproof.reports.ReportException;
import org.pageproof.reports.RunSummary;

/** Sees to it that a run's report is completed however the run ends. */
final class Ending {
  private final RunRecorder<?, ?> recorder;
  private final int applicableRules;
  private final BooleanSupplier interrupted;

  Ending(RunRecorder<?, ?> recorder, int applicableRules, BooleanSupplier interrupted) {
    this.recorder = recorder;
    this.applicableRules = applicableRules;
    this.interrupted = interrupted;
  }

  /**
   * Runs a campaign, then completes the report.
   *
   * @param beforeReport done in between
   * @return what was found
   */
  RunSummary after(Runnable campaign, Runnable beforeReport) {
    @Nullable RuntimeException exception = null;
    @Nullable Error error = null;
    try {
      campaign.run();
    } catch (RuntimeException e) {
      exception = e;
    } catch (Error e) {
      error = e;
    }
    beforeReport.run();
    // The signal that interrupts a run may hit its worker too: then the failure is no other news.
    if (interrupted.getAsBoolean()) {
      recorder.cutShort("interrupted");
      return recorder.finish(applicableRules);
    }
    if (error != null) {
      finishAfter(error);
      throw error;
    }
    if (exception != null) {
      finishAfter(exception);
      throw exception;
    }
    return recorder.finish(applicableRules);
  }

  private void finishAfter(Throwable failure) {
    recorder.harnessFailed(String.valueOf(failure.getMessage()));
    try {
      recorder.finish(applicableRules);
    } catch (ReportException second) {
      failure.addSuppressed(second);
    }
  }
}
