package org.pageproof.shrinking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pageproof.generation.SequenceGenerator;
import org.pageproof.generation.UffdDrawer;
import org.pageproof.reference.userfaultfd.UffdModel;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.Close;
import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.Protect;
import org.pageproof.vocabulary.userfaultfd.Protect.Protection;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.Remap;
import org.pageproof.vocabulary.userfaultfd.SetNonblocking;
import org.pageproof.vocabulary.userfaultfd.Source;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.UffdKind;
import org.pageproof.vocabulary.userfaultfd.WriteProtect;

/** No operand stays complicated, and no detour stays, for want of something simpler to try. */
class UffdSimplifierTest {
  private static final AddressPlan PLAN = new AddressPlan(4);
  private static final PageRange FIRST = PageRange.of(0, 0, 1);
  private static final List<UffdCommand> DRAWN = new ArrayList<>();

  private final UffdSimplifier simplifier = new UffdSimplifier();
  private final UffdAnatomy anatomy = new UffdAnatomy();

  @BeforeAll
  static void draw() {
    Profile profile = Profile.linux618();
    SequenceGenerator<UffdState, UffdCommand> generator =
        new SequenceGenerator<>(new UffdModel(profile), UffdDrawer.factory(profile), PLAN, 40);
    Random random = new Random(11);
    for (int i = 0; i < 2000; i++) {
      DRAWN.addAll(generator.draw(random).commands());
    }
    Set<UffdKind> kinds = EnumSet.noneOf(UffdKind.class);
    DRAWN.forEach(command -> kinds.add(command.kind()));
    assertThat(kinds).isEqualTo(EnumSet.allOf(UffdKind.class));
  }

  @Test
  void renamingKeepsWhatItDoesNotRename() {
    for (UffdCommand command : DRAWN) {
      assertThat(anatomy.renamed(command, Renaming.SAME)).isEqualTo(command);
      UffdCommand other = anatomy.withId(command, 12345);
      assertThat(anatomy.withId(other, command.id())).isEqualTo(command);
    }
  }

  @Test
  void variantsAreCommandsOfTheSameKindAndId() {
    for (UffdCommand command : DRAWN) {
      for (UffdCommand simpler : simplifier.simpler(command)) {
        assertThat(simpler.kind()).isEqualTo(command.kind());
        assertThat(simpler.id()).isEqualTo(command.id());
      }
    }
  }

  @Test
  void everyOperandThatWeighsHasASimplerVariant() {
    Renaming firstSlots =
        Renaming.SAME
            .withDescriptor(fd -> 0)
            .withThread(thread -> 0)
            .withRanges(
                (range, whole) -> new PageRange(0, range.page(), range.count(), range.shape()));
    for (UffdCommand drawn : DRAWN) {
      UffdCommand command = anatomy.renamed(drawn, firstSlots);
      Size size = size(command);
      if (size.weight() > 0) {
        assertThat(simplifier.simpler(command))
            .as("%s", command)
            .anyMatch(simpler -> size(simpler).compareTo(size) < 0);
      }
    }
  }

  private Size size(UffdCommand command) {
    return simplifier.size(List.of(command), PLAN);
  }

  @Test
  void aDescriptorIsOpenedAsItIsUsed() {
    assertThat(rewritten(open(0, Open.O_CLOEXEC), new SetNonblocking(1, 0, true), new Close(2, 0)))
        .contains(List.of(open(0, Open.USUAL_FLAGS), new Close(2, 0)));
  }

  @Test
  void memoryIsMappedWhereItIsMovedTo() {
    assertThat(rewritten(new Map(0, 0, 1), new Remap(1, FIRST, 2, 1), touch(2, 1, 1)))
        .contains(List.of(new Map(0, 1, 2), touch(2, 1, 1)));
  }

  @Test
  void noRewritingMovesBeyondARegion() {
    Remap grows = new Remap(2, PageRange.of(1, 0, 1), 4, Remap.IN_PLACE);
    List<UffdCommand> commands =
        List.of(new Map(0, 0, 4), new Map(1, 1, 1), grows, new Close(3, 0));
    for (List<UffdCommand> candidate : simplifier.rewritten(commands, PLAN)) {
      for (UffdCommand command : candidate) {
        if (command instanceof Remap remap) {
          assertThat(remap.destination().page() + remap.pages()).isLessThanOrEqualTo(4);
        }
      }
    }
  }

  @Test
  void aProtectingCopyStandsForAStoreAndItsProtection() {
    UffdCommand copy = new Copy(3, 0, FIRST, Source.TOKENS, Copy.MODE_WP, Argument.VALID);
    assertThat(
            rewritten(
                open(0, Open.USUAL_FLAGS),
                register(1, FIRST),
                touch(2, 0, 0),
                new WriteProtect(3, 0, FIRST, WriteProtect.MODE_WP, Argument.VALID),
                new Close(4, 0)))
        .contains(List.of(open(0, Open.USUAL_FLAGS), register(1, FIRST), copy, new Close(4, 0)));
  }

  @Test
  void aHoleStandsForASplit() {
    PageRange both = PageRange.of(0, 0, 2);
    UffdCommand split = new Protect(2, PageRange.of(0, 1, 1), Protection.READ);
    UffdCommand last = new WriteProtect(3, 0, both, WriteProtect.MODE_WP, Argument.VALID);
    assertThat(rewritten(new Map(0, 0, 2), register(1, both), split, last))
        .contains(List.of(new Map(0, 0, 1), register(1, both), last));
  }

  @Test
  void unusedPagesGoWithoutChangingWhichRangesMeet() {
    assertThat(
            rewritten(
                new Map(0, 0, 4),
                register(1, PageRange.of(0, 1, 3)),
                register(2, PageRange.of(0, 3, 1))))
        .contains(
            List.of(
                new Map(0, 0, 2),
                register(1, PageRange.of(0, 0, 2)),
                register(2, PageRange.of(0, 1, 1))));
  }

  private List<List<UffdCommand>> rewritten(UffdCommand... commands) {
    return simplifier.rewritten(List.of(commands), PLAN);
  }

  private static Open open(int id, int flags) {
    return new Open(id, 0, Open.Entry.SYSCALL, flags, true);
  }

  private static Register register(int id, PageRange range) {
    return new Register(id, 0, range, Register.MODE_WP, Argument.VALID);
  }

  private static Touch touch(int id, int region, int page) {
    return new Touch(id, 0, region, page, Access.WRITE);
  }
}
