package org.pageproof.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.pageproof.generation.KnownDivergences;
import org.pageproof.shrinking.HmmSimplifier;
import org.pageproof.sut.SystemUnderTest;
import org.pageproof.verdict.Divergence;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Trace;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.HmmKind;

/**
 * A shrunk sequence whose last command should succeed and kills the kernel instead.
 *
 * @param commands the sequence
 */
record DeadlySequence(List<HmmCommand> commands) {
  private static final int TRIES = 400;
  private static final AddressPlan PLAN = new AddressPlan(CampaignOptions.DEFAULT_PAGES);

  /** Looks for one that ends with a command of this kind, as one who knows of none. */
  static DeadlySequence find(SystemUnderTest<HmmCommand> sut, HmmKind kind, long seed) {
    return FaultHunt.first(
            Suite.hmm(sut.environment().profile()),
            sut,
            options(seed),
            finding -> kills(finding, kind))
        .map(finding -> new DeadlySequence(finding.judgement().trace().sequence().commands()))
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

  List<HmmKind> kinds() {
    return commands.stream().map(HmmCommand::kind).toList();
  }

  /** A page goes to a device, its mirror loses the entry, and is asked for the page. */
  void assertShortestRead() {
    assertThat(new HmmSimplifier().size(commands, PLAN)).hasToString("5,0,1,1,1");
    assertThat(kinds())
        .containsExactly(HmmKind.OPEN, HmmKind.MAP, HmmKind.TODEV, HmmKind.PROTECT, HmmKind.READ);
  }
}
