package org.pageproof.cli;

import java.util.function.Supplier;
import org.pageproof.reports.RunVerdict;
import org.pageproof.sut.UntestableKernelException;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** What the exit code of a command that has a verdict means. */
final class ExitStyleOption {
  @Option(
      names = "--exit-style",
      paramLabel = "STYLE",
      showDefaultValue = Visibility.ALWAYS,
      description =
          "What the exit code means: ${COMPLETION-CANDIDATES}. With bisect: 0 conforms, 1 diverges"
              + " (a replay: in the way of the trace), 125 cannot be told, 255 anything else"
              + " failed.")
  private ExitStyle style = ExitStyle.STANDARD;

  ExitStyle style() {
    return style;
  }

  /** The code of what a verdict is sought for. A bisection goes on past a kernel without one. */
  int codeOf(Supplier<RunVerdict> work) {
    try {
      return style.of(work.get());
    } catch (UntestableKernelException e) {
      if (style == ExitStyle.STANDARD) {
        throw e;
      }
      System.err.println("pageproof: skipped: " + e.getMessage());
      return style.of(RunVerdict.SKIPPED);
    }
  }
}
