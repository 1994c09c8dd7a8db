package org.pageproof.reports;

import java.util.function.Function;
import org.pageproof.reports.c.CReproducer;
import org.pageproof.reports.words.HmmReportWords;
import org.pageproof.reports.words.ReportWords;
import org.pageproof.reports.words.UffdReportWords;
import org.pageproof.trace.CommandCodec;
import org.pageproof.trace.HmmCommandCodec;
import org.pageproof.trace.UffdCommandCodec;
import org.pageproof.verdict.Judgement;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/**
 * How findings of one interface are reported.
 *
 * @param codec how its commands are written into traces
 * @param words how they are told to people
 * @param reproducer a judged trace as one C file
 * @param <C> the interface's commands
 */
public record InterfaceReports<C extends Command>(
    CommandCodec<C> codec, ReportWords<C> words, Function<Judgement<C>, String> reproducer) {
  /** The reports of userfaultfd. */
  public static InterfaceReports<UffdCommand> userfaultfd() {
    return new InterfaceReports<>(
        new UffdCommandCodec(), new UffdReportWords(), CReproducer::ofUserfaultfd);
  }

  /** The reports of the HMM test driver. */
  public static InterfaceReports<HmmCommand> hmm() {
    return new InterfaceReports<>(new HmmCommandCodec(), new HmmReportWords(), CReproducer::ofHmm);
  }
}
