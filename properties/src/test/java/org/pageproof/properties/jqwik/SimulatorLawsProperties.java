package org.pageproof.properties.jqwik;

import java.util.Set;
import net.jqwik.api.Group;
import org.pageproof.properties.Suite;
import org.pageproof.reference.hmm.HmmState;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.sut.simulator.Simulator;
import org.pageproof.sut.simulator.hmm.HmmSimulator;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** The laws of every simulator. */
@SuppressWarnings("ClassCanBeStatic") // jqwik takes inner classes as groups
class SimulatorLawsProperties {
  private static final Profile LINUX_618 = Profile.linux618();
  private static final Profile LINUX_612 = Profile.linux612().with(new MirrorDriver(4, 4));
  private static final Profile LINUX_72 = Profile.linux72().with(new MirrorDriver(5, 4));

  @Group
  class OfUserfaultfd extends SimulatorLaws<UffdState, UffdCommand> {
    OfUserfaultfd() {
      super(Suite.userfaultfd(LINUX_618), new Simulator(LINUX_618, Set.of(), "test"));
    }
  }

  @Group
  class OfHmmInLinux612 extends SimulatorLaws<HmmState, HmmCommand> {
    OfHmmInLinux612() {
      super(Suite.hmm(LINUX_612), new HmmSimulator(LINUX_612, Set.of(), "test"));
    }
  }

  @Group
  class OfHmmInLinux72 extends SimulatorLaws<HmmState, HmmCommand> {
    OfHmmInLinux72() {
      super(Suite.hmm(LINUX_72), new HmmSimulator(LINUX_72, Set.of(), "test"));
    }
  }
}
