package org.pageproof.bench;

import java.util.function.Function;
import org.pageproof.properties.Suite;
import org.pageproof.reference.hmm.HmmState;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.reports.InterfaceReports;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/**
 * An interface that campaigns test.
 *
 * @param suites what is drawn and expected of a system with a profile
 * @param reports how findings are told
 */
record Tested<S, C extends Command>(
    Function<Profile, Suite<S, C>> suites, InterfaceReports<C> reports) {
  /** userfaultfd. */
  static Tested<UffdState, UffdCommand> userfaultfd() {
    return new Tested<>(Suite::userfaultfd, InterfaceReports.userfaultfd());
  }

  /** The HMM test driver. */
  static Tested<HmmState, HmmCommand> hmm() {
    return new Tested<>(Suite::hmm, InterfaceReports.hmm());
  }
}
