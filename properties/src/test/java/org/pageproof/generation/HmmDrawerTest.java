package org.pageproof.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pageproof.reference.hmm.HmmState;
import org.pageproof.trace.HmmCommandCodec;
import org.pageproof.trace.JsonObject;
import org.pageproof.trace.JsonReader;
import org.pageproof.trace.JsonWriter;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.KernelRelease;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.MirrorView;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.HmmKind;
import org.pageproof.vocabulary.hmm.IoctlNumbers;
import org.pageproof.vocabulary.hmm.Open;
import org.pageproof.vocabulary.hmm.Remap;

/** What is drawn means something in the state that it meets. */
class HmmDrawerTest {
  private static final int SEQUENCES = 3000;
  private static final int MANY = 20_000; // a huge page on a device is seldom drawn
  private static final Profile LINUX_612 = Profile.linux612().with(new MirrorDriver(4, 4));
  private static final Profile LINUX_72 = Profile.linux72().with(new MirrorDriver(5, 4));
  private static final List<HmmCommand> NOTHING = List.of();

  static List<Profile> profiles() {
    Profile oldest = new Profile(KernelRelease.parse("5.8.0"), 0, true, true, true);
    return List.of(LINUX_612, LINUX_72, oldest.with(new MirrorDriver(1, 2)));
  }

  private static Drawn<HmmState, HmmCommand> drawn(Profile profile) {
    return Drawn.hmm(profile, KnownDivergences.REPORT, SEQUENCES);
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void mostCommandsSucceedAndFewAreWithheld(Profile profile) {
    AtomicInteger all = new AtomicInteger();
    AtomicInteger succeeded = new AtomicInteger();
    AtomicInteger withheld = new AtomicInteger();
    drawn(profile)
        .replay(
            (state, command, reply) -> {
              all.incrementAndGet();
              succeeded.addAndGet(reply instanceof Reply.Returned ? 1 : 0);
              withheld.addAndGet(reply instanceof Reply.Withheld ? 1 : 0);
            });
    assertThat(succeeded.get() * 100 / all.get()).isBetween(55, 85);
    assertThat(withheld.get() * 100 / all.get()).isLessThanOrEqualTo(4);
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void everyKindOfCommandSucceedsSometimes(Profile profile) {
    List<HmmKind> failing = new ArrayList<>(List.of(HmmKind.values()));
    failing.remove(HmmKind.MISUSE);
    failing.removeIf(kind -> isLacking(kind, profile));
    drawn(profile)
        .replay(
            (state, command, reply) -> {
              if (reply instanceof Reply.Returned) {
                failing.remove(command.kind());
              }
            });
    assertThat(failing).isEmpty();
  }

  private static boolean isLacking(HmmKind kind, Profile profile) {
    MirrorDriver all = new MirrorDriver(MirrorDriver.NEWEST, MirrorDriver.DEVICE_SLOTS);
    return IoctlNumbers.number(kind, all) != IoctlNumbers.UNKNOWN
        && IoctlNumbers.number(kind, profile.driver()) == IoctlNumbers.UNKNOWN;
  }

  /** What a driver does not have is asked for now and then, but does not fill the sequences. */
  @Test
  void whatTheDriverLacksIsRare() {
    AtomicInteger all = new AtomicInteger();
    AtomicInteger flags = new AtomicInteger();
    drawn(LINUX_612)
        .replay(
            (state, command, reply) -> {
              all.incrementAndGet();
              flags.addAndGet(command.kind() == HmmKind.FLAGS ? 1 : 0);
            });
    assertThat(flags.get()).isPositive().isLessThan(all.get() / 50);
  }

  /** Without that, a sequence only tests how ioctls are refused. */
  @Test
  void mostSequencesHavePagesInDeviceMemory() {
    int migrating = 0;
    for (CommandSequence<HmmCommand> sequence : drawn(LINUX_612).sequences()) {
      migrating += sequence.commands().stream().anyMatch(HmmDrawerTest::migrates) ? 1 : 0;
    }
    assertThat(migrating).isGreaterThan(SEQUENCES * 8 / 10);
  }

  private static boolean migrates(HmmCommand command) {
    return command.kind() == HmmKind.TODEV;
  }

  @Test
  void fewSequencesForkBecauseThatIsSlow() {
    int forking = 0;
    for (CommandSequence<HmmCommand> sequence : drawn(LINUX_612).sequences()) {
      boolean forks = sequence.commands().stream().anyMatch(c -> c.kind() == HmmKind.FORK);
      forking += forks ? 1 : 0;
    }
    assertThat(forking).isBetween(SEQUENCES / 40, SEQUENCES / 8);
  }

  /** Observing hundreds of pages takes time. */
  @Test
  void fewSequencesHaveRoomForAHugePage() {
    long huge = drawn(LINUX_612).sequences().stream().filter(s -> s.plan().huge()).count();
    assertThat(huge).isBetween(SEQUENCES / 40L, SEQUENCES / 18L);
  }

  /** A trace can hold them; some have a child, or coherent memory. */
  @Test
  void hugePagesMeetChildrenAndCoherentMemory() {
    HmmCommandCodec codec = new HmmCommandCodec();
    Set<HmmKind> met = EnumSet.noneOf(HmmKind.class);
    boolean coherent = false;
    for (CommandSequence<HmmCommand> sequence : drawn(LINUX_72).sequences()) {
      for (HmmCommand command : sequence.plan().huge() ? sequence.commands() : NOTHING) {
        met.add(command.kind());
        coherent |= command instanceof Open open && MirrorDriver.isCoherent(open.device());
        JsonWriter json = new JsonWriter();
        json.object();
        codec.write(command, sequence.plan(), json);
        json.endObject();
        JsonObject line = JsonReader.parse(json.bytesFrom(0), 0, json.size());
        assertThat(codec.read(command.kindName(), command.id(), line, sequence.plan()))
            .isEqualTo(command);
      }
    }
    assertThat(met).contains(HmmKind.FORK, HmmKind.REAP, HmmKind.CHILDTOUCH);
    assertThat(coherent).isTrue();
  }

  /** A huge page that a device has meets everything that moves it or breaks it up. */
  @Test
  void hugePagesOfDevicesAreUsed() {
    Set<HmmKind> met = EnumSet.noneOf(HmmKind.class);
    Drawn.hmm(LINUX_72, KnownDivergences.REPORT, MANY)
        .replay(
            (state, command, reply) -> {
              boolean there =
                  state.mirrorView().snapshots().stream().anyMatch(seen -> isHuge(seen.get(0)));
              if (there && reply instanceof Reply.Returned) {
                met.add(command.kind());
              }
            });
    assertThat(met)
        .contains(HmmKind.READ, HmmKind.TODEV, HmmKind.TOSYS, HmmKind.EXCLUSIVE, HmmKind.FLAGS)
        .contains(HmmKind.TOUCH, HmmKind.PROTECT, HmmKind.DONTNEED, HmmKind.UNMAP, HmmKind.CLOSE);
  }

  private static boolean isHuge(int seen) {
    return seen != MirrorView.ERROR
        && (seen & MirrorView.PMD) != 0
        && (seen & MirrorView.PRIVATE_LOCAL) != 0;
  }

  @Test
  void mremapStaysInItsRegion() {
    for (CommandSequence<HmmCommand> sequence : drawn(LINUX_612).sequences()) {
      for (HmmCommand command : sequence.commands()) {
        if (command instanceof Remap remap) {
          assertThat(remap.range().count()).isLessThanOrEqualTo(sequence.plan().pagesPerRegion());
        }
      }
    }
  }
}
