package org.pageproof.shrinking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pageproof.generation.HmmDrawer;
import org.pageproof.generation.SequenceGenerator;
import org.pageproof.reference.hmm.HmmModel;
import org.pageproof.reference.hmm.HmmState;
import org.pageproof.trace.HmmCommandCodec;
import org.pageproof.trace.TraceFile;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Environment;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Trace;
import org.pageproof.vocabulary.hmm.Access;
import org.pageproof.vocabulary.hmm.Close;
import org.pageproof.vocabulary.hmm.DeviceRead;
import org.pageproof.vocabulary.hmm.DeviceWrite;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.HmmKind;
import org.pageproof.vocabulary.hmm.Map;
import org.pageproof.vocabulary.hmm.MigrateToDevice;
import org.pageproof.vocabulary.hmm.Open;
import org.pageproof.vocabulary.hmm.Protect;
import org.pageproof.vocabulary.hmm.Remap;
import org.pageproof.vocabulary.hmm.Request;
import org.pageproof.vocabulary.hmm.Touch;

/** No operand stays complicated, and no detour stays, for want of something simpler to try. */
class HmmSimplifierTest {
  private static final AddressPlan PLAN = new AddressPlan(4);
  private static final Profile PROFILE = Profile.linux72().with(new MirrorDriver(5, 4));
  private static final AddressPlan HUGE_PLAN = new AddressPlan(4, true);
  private static final List<HmmCommand> DRAWN = new ArrayList<>();
  private static final List<HmmCommand> DRAWN_HUGE = new ArrayList<>();

  private final HmmSimplifier simplifier = new HmmSimplifier();
  private final HmmAnatomy anatomy = new HmmAnatomy();

  @BeforeAll
  static void draw() {
    SequenceGenerator<HmmState, HmmCommand> generator =
        new SequenceGenerator<>(new HmmModel(PROFILE), HmmDrawer.factory(PROFILE), PLAN, 40);
    Random random = new Random(11);
    for (int i = 0; i < 1000; i++) {
      CommandSequence<HmmCommand> sequence = generator.draw(random);
      (sequence.plan().huge() ? DRAWN_HUGE : DRAWN).addAll(sequence.commands());
    }
    Set<HmmKind> kinds = EnumSet.noneOf(HmmKind.class);
    DRAWN.forEach(command -> kinds.add(command.kind()));
    assertThat(kinds).isEqualTo(EnumSet.allOf(HmmKind.class));
  }

  @Test
  void renamingKeepsWhatItDoesNotRename() {
    for (HmmCommand command : DRAWN) {
      assertThat(anatomy.renamed(command, Renaming.SAME)).isEqualTo(command);
      HmmCommand other = anatomy.withId(command, 12345);
      assertThat(other.id()).isEqualTo(12345);
      assertThat(anatomy.withId(other, command.id())).isEqualTo(command);
    }
  }

  @Test
  void variantsAreCommandsOfTheSameKindAndId() {
    for (HmmCommand command : DRAWN) {
      for (HmmCommand simpler : simplifier.simpler(command)) {
        assertThat(simpler.kind()).isEqualTo(command.kind());
        assertThat(simpler.id()).isEqualTo(command.id());
      }
    }
  }

  @Test
  void everyOperandThatWeighsHasASimplerVariant() {
    Renaming firstSlots =
        Renaming.SAME
            .withDescriptor(mirror -> 0)
            .withRanges(
                (range, whole) -> new PageRange(0, range.page(), range.count(), range.shape()));
    for (HmmCommand drawn : DRAWN) {
      HmmCommand command = anatomy.renamed(drawn, firstSlots);
      // To move pages is never as light as to leave them where they are.
      int lightest = command.kind() == HmmKind.REMAP ? Weights.MOVE : 0;
      Size size = size(command);
      if (size.weight() > lightest) {
        assertThat(simplifier.simpler(command))
            .as("%s", command)
            .anyMatch(simpler -> size(simpler).compareTo(size) < 0);
      }
    }
  }

  private Size size(HmmCommand command) {
    return simplifier.size(List.of(command), PLAN);
  }

  /** A rewriting may widen, shift and merge; what a trace cannot hold is none. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTraceCanHoldWhateverIsRewritten(boolean huge) {
    AddressPlan plan = huge ? HUGE_PLAN : PLAN;
    List<HmmCommand> drawn = huge ? DRAWN_HUGE : DRAWN;
    TraceFile<HmmCommand> file = new TraceFile<>(new HmmCommandCodec());
    Environment environment =
        new Environment("test", "none", PROFILE, "none", "none", 0, List.of());
    Random random = new Random(12);
    for (int i = 0; i < 40; i++) {
      int first = random.nextInt(drawn.size() - 7);
      List<HmmCommand> commands = simplifier.renumbered(drawn.subList(first, first + 7));
      for (List<HmmCommand> candidate : simplifier.rewritten(commands, plan)) {
        Trace<HmmCommand> trace =
            new Trace<>(environment, new CommandSequence<>(plan, candidate), List.of());
        assertThat(file.decode(file.encode(trace))).isEqualTo(trace);
      }
    }
  }

  @Test
  void slotsAreNumberedInOrderOfUse() {
    List<HmmCommand> swapped = List.of(new Open(0, 1, 0), new Open(1, 0, 0));
    List<HmmCommand> inOrder = List.of(new Open(0, 0, 0), new Open(1, 1, 0));
    assertThat(simplifier.rewritten(swapped, PLAN)).contains(inOrder);
    assertThat(simplifier.compareOrder(inOrder, swapped)).isNegative();
  }

  @Test
  void oneDeviceDoesForTwo() {
    assertThat(rewritten(new Open(0, 0, 0), new Open(1, 1, 3), new Close(2, 1)))
        .contains(List.of(new Open(0, 0, 0), new Open(1, 1, 0), new Close(2, 1)))
        .contains(List.of(new Open(0, 0, 0), new Open(1, 1, 2), new Close(2, 1)));
  }

  @Test
  void memoryIsMappedWhereItIsMovedTo() {
    assertThat(
            rewritten(
                map(0, 0, 1),
                new Remap(1, PageRange.of(0, 0, 1), 1),
                new Touch(2, 1, 0, Access.WRITE)))
        .contains(List.of(map(0, 1, 1), new Touch(2, 1, 0, Access.WRITE)));
  }

  /** What takes its entry from a mirror may be another mirror, or an mprotect. */
  @Test
  void anMprotectStandsForAnotherMirror() {
    HmmCommand read = new DeviceRead(4, Request.of(0, 0, 0, 1));
    HmmCommand protect = new Protect(1, PageRange.of(0, 0, 1), Protect.Protection.READ);
    assertThat(
            rewritten(
                new Open(0, 0, 0),
                new Open(1, 1, 0),
                map(2, 0, 1),
                new MigrateToDevice(3, Request.of(1, 0, 0, 1)),
                read))
        .contains(
            List.of(
                new Open(0, 0, 0),
                map(2, 0, 1),
                new MigrateToDevice(3, Request.of(0, 0, 0, 1)),
                protect,
                read));
  }

  @Test
  void aHeavierCommandThatNeedsFewerPagesIsTried() {
    HmmCommand write = new DeviceWrite(3, Request.of(0, 0, 0, 2));
    HmmCommand protect = new Protect(2, PageRange.of(0, 0, 1), Protect.Protection.READ);
    assertThat(
            rewritten(
                new Open(0, 0, 0), map(1, 0, 2), new DeviceRead(2, Request.of(0, 0, 0, 2)), write))
        .contains(
            List.of(
                new Open(0, 0, 0),
                map(1, 0, 1),
                protect,
                new DeviceWrite(3, Request.of(0, 0, 0, 1))));
  }

  private static Map map(int id, int region, int pages) {
    return new Map(id, region, pages, Map.Backing.ANONYMOUS);
  }

  private List<List<HmmCommand>> rewritten(HmmCommand... commands) {
    return simplifier.rewritten(List.of(commands), PLAN);
  }
}
