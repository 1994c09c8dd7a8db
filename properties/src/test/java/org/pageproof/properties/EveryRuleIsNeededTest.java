package org.pageproof.properties;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pageproof.reference.hmm.HmmState;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.sut.simulator.Simulator;
import org.pageproof.sut.simulator.hmm.HmmSimulator;
import org.pageproof.vocabulary.KernelRelease;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** Without any one of the rules, a trace that conforms no longer does. */
class EveryRuleIsNeededTest {
  /** Between them these profiles have every rule. */
  private static final List<Profile> USERFAULTFD =
      List.of(
          Profile.linux618(),
          Profile.linux618().unprivileged(),
          new Profile(KernelRelease.parse("6.1.0"), 0x1fff, false, false, false),
          Profile.linux612(),
          Profile.linux43());

  private static final List<Profile> HMM =
      List.of(
          Profile.linux612().with(new MirrorDriver(4, 4)),
          Profile.linux72().with(new MirrorDriver(5, 4)),
          Profile.linux612().with(new MirrorDriver(4, 2)),
          Profile.linux612().with(new MirrorDriver(1, 2)));

  private static final String HUGE =
      "CLOSE-KILLS REAP-KILLS CLOSE-HUGE FORK-HUGE CHILDTOUCH-HUGE CHILDTOUCH-CUT"
          + " TODEV-LEAVES-HUGE TOSYS-LEAVES-HUGE TODEV-COMPLAINS READ-HUGE WRITE-HUGE WRITE-CUT TODEV-HUGE TODEV-CUT TODEV-SPLITS"
          + " TOSYS-HUGE TOSYS-CUT TOSYS-SPLITS EXCLUSIVE-CUT EXCLUSIVE-ENOENT RELEASE-KILLS RELEASE-HUGE UNMAP-CUT"
          + " PROTECT-CUT DONTNEED-CUT TOUCH-HUGE TOUCH-HUGE-BACK TOUCH-CUT TOUCH-SPLITS";
  private static final String RARE = "REAP-LEAKS TODEV-OOPS";

  @TestFactory
  Stream<DynamicTest> ofUserfaultfd() {
    RuleWitnesses<UffdState, UffdCommand> witnesses = new RuleWitnesses<>(15_000);
    for (Profile profile : USERFAULTFD) {
      witnesses.collect(Suite.userfaultfd(profile), new Simulator(profile, Set.of(), "test"));
    }
    return witnesses.tests(Suite.userfaultfd(USERFAULTFD.get(0)).model().rules(), Map.of());
  }

  @TestFactory
  Stream<DynamicTest> ofHmm() {
    RuleWitnesses<HmmState, HmmCommand> witnesses = new RuleWitnesses<>(6_000);
    for (Profile profile : HMM) {
      witnesses.collect(Suite.hmm(profile), new HmmSimulator(profile, Set.of(), "test"));
    }
    return witnesses.tests(Suite.hmm(HMM.get(0)).model().rules(), reasons());
  }

  /** Why no trace of this test needs these rules of HMM. */
  private static Map<String, String> reasons() {
    Map<String, String> reasons = new HashMap<>();
    for (String rule : HUGE.split(" ", -1)) {
      reasons.put("HMM-" + rule, "the sequences have no huge pages");
    }
    for (String rule : RARE.split(" ", -1)) {
      reasons.put("HMM-" + rule, "sequences seldom dare what may kill the kernel");
    }
    reasons.put("HMM-TOUCH-WRITE", "what HMM-TOUCH-READ does of a store is the same");
    reasons.put("HMM-CHILDTOUCH-WRITE", "and what HMM-CHILDTOUCH-READ does");
    return reasons;
  }
}
