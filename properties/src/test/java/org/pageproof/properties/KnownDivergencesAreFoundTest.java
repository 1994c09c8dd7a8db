package org.pageproof.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pageproof.generation.KnownDivergences;
import org.pageproof.shrinking.HmmSimplifier;
import org.pageproof.sut.simulator.hmm.HmmSimulator;
import org.pageproof.verdict.Divergence;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Trace;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.HmmKind;

/**
 * What is known to kill the kernel is found by a run that does not know of it, and shrunk to its
 * shortest sequences: a device that faults in a page that is in its own memory.
 */
class KnownDivergencesAreFoundTest {
  private static final int TRIES = 400;
  private static final int SEEDS = 3;
  private static final AddressPlan PLAN = new AddressPlan(CampaignOptions.DEFAULT_PAGES);

  /** A page in device memory of which the mirror has no entry, or lost it, is read. */
  @Test
  void aDeadlyRead() {
    for (long seed = 0; seed < SEEDS; seed++) {
      List<HmmCommand> commands = deadly(linux612(), HmmKind.READ, seed);
      assertThat(new HmmSimplifier().size(commands, PLAN)).hasToString("5,0,1,1,1");
      assertThat(kinds(commands))
          .containsExactly(HmmKind.OPEN, HmmKind.MAP, HmmKind.TODEV, HmmKind.PROTECT, HmmKind.READ);
    }
  }

  /** On Linux 7.2 the simplest of all tests does it. */
  @Test
  void aDeadlyWrite() {
    for (long seed = 0; seed < SEEDS; seed++) {
      assertThat(kinds(deadly(linux72(), HmmKind.WRITE, seed)))
          .containsExactly(HmmKind.OPEN, HmmKind.MAP, HmmKind.TODEV, HmmKind.WRITE);
    }
  }

  private static Profile linux612() {
    return Profile.linux612().with(new MirrorDriver(4, 4));
  }

  private static Profile linux72() {
    return Profile.linux72().with(new MirrorDriver(5, 4));
  }

  private static List<HmmKind> kinds(List<HmmCommand> commands) {
    return commands.stream().map(HmmCommand::kind).toList();
  }

  /** The sequence in which a command of this kind, which should succeed, kills the kernel. */
  private static List<HmmCommand> deadly(Profile profile, HmmKind kind, long seed) {
    return FaultHunt.first(
            Suite.hmm(profile),
            new HmmSimulator(profile, Set.of(), "test"),
            options(seed),
            finding -> kills(finding, kind))
        .map(finding -> finding.judgement().trace().sequence().commands())
        .orElseThrow();
  }

  private static boolean kills(Finding<HmmCommand> finding, HmmKind kind) {
    Divergence divergence = finding.divergence();
    Trace<HmmCommand> trace = finding.judgement().trace();
    return divergence.fingerprint().command().equals(kind.traceName())
        && trace.observations().get(divergence.step()).reply() instanceof Reply.Died
        && divergence.nearest().observation().reply().equals(Reply.ZERO);
  }

  private static CampaignOptions options(long seed) {
    return new CampaignOptions(
        seed,
        Optional.of((long) TRIES),
        Optional.empty(),
        CampaignOptions.DEFAULT_MAX_COMMANDS,
        PLAN,
        Shard.ALL,
        KnownDivergences.FIND);
  }
}
