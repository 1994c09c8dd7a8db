package org.pageproof.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Misuse;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.Protect;
import org.pageproof.vocabulary.userfaultfd.RangeIoctl;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.Remap;
import org.pageproof.vocabulary.userfaultfd.Source;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.UffdKind;
import org.pageproof.vocabulary.userfaultfd.WriteProtect;
import org.pageproof.vocabulary.userfaultfd.Zeropage;

/** A vocabulary is drawn as a whole, and nothing else. */
class UffdVocabularyTest {
  private static final int SEQUENCES = 6000;
  private static final long UNKNOWN_MODE = 1L << 63;
  private static final long UNKNOWN_FEATURE = 1L << 62;

  /** The values of each operand that occurred. */
  private static final class Seen {
    final Set<UffdKind> kinds = EnumSet.noneOf(UffdKind.class);
    final Set<Open.Entry> entries = EnumSet.noneOf(Open.Entry.class);
    final Set<Argument> arguments = EnumSet.noneOf(Argument.class);
    final Set<PageRange.Shape> shapes = EnumSet.noneOf(PageRange.Shape.class);
    final Set<Source> sources = EnumSet.noneOf(Source.class);
    final Set<Access> accesses = EnumSet.noneOf(Access.class);
    final Set<Misuse.Call> calls = EnumSet.noneOf(Misuse.Call.class);
    final Set<Map.Backing> backings = EnumSet.noneOf(Map.Backing.class);
    final Set<Protect.Protection> protections = EnumSet.noneOf(Protect.Protection.class);
    final Set<Boolean> moves = new HashSet<>();
    final Set<Long> registerModes = new TreeSet<>();
    final Set<Long> copyModes = new TreeSet<>();
    final Set<Long> zeropageModes = new TreeSet<>();
    final Set<Long> protectModes = new TreeSet<>();
    int openFlags;
    long features;

    Seen(UffdVocabulary vocabulary, Profile profile) {
      Drawn<UffdState, UffdCommand> drawn =
          Drawn.userfaultfd(profile, vocabulary, KnownDivergences.REPORT, SEQUENCES);
      for (CommandSequence<UffdCommand> sequence : drawn.sequences()) {
        sequence.commands().forEach(this::see);
      }
    }

    private void see(UffdCommand command) {
      kinds.add(command.kind());
      if (command instanceof RangeIoctl ioctl) {
        arguments.add(ioctl.argument());
        shapes.add(ioctl.range().shape());
        see(ioctl);
      } else if (command instanceof Open open) {
        entries.add(open.entry());
        openFlags |= open.flags();
      } else if (command instanceof Api api) {
        features |= api.features();
      } else if (command instanceof Touch touch) {
        accesses.add(touch.access());
      } else if (command instanceof Misuse misuse) {
        calls.add(misuse.call());
      } else if (command instanceof Map map) {
        backings.add(map.backing());
      } else if (command instanceof Protect protect) {
        protections.add(protect.protection());
      } else if (command instanceof Remap remap) {
        moves.add(remap.moves());
      }
    }

    private void see(RangeIoctl ioctl) {
      if (ioctl instanceof Register register) {
        registerModes.add(register.mode());
      } else if (ioctl instanceof Copy copy) {
        sources.add(copy.source());
        copyModes.add(copy.mode());
      } else if (ioctl instanceof Zeropage zeropage) {
        zeropageModes.add(zeropage.mode());
      } else if (ioctl instanceof WriteProtect protect) {
        protectModes.add(protect.mode());
      }
    }
  }

  @Test
  void theFullVocabularyIsEverythingThatRulesCover() {
    Seen seen = new Seen(UffdVocabulary.FULL, Profile.linux618());
    assertThat(seen.kinds).isEqualTo(EnumSet.allOf(UffdKind.class));
    assertThat(seen.entries).isEqualTo(EnumSet.allOf(Open.Entry.class));
    assertThat(seen.openFlags & Open.VALID_FLAGS).isEqualTo(Open.VALID_FLAGS);
    assertThat(seen.calls).isEqualTo(EnumSet.allOf(Misuse.Call.class));
    assertThat(seen.registerModes).contains(0L, 1L, 2L, 3L, 4L, 5L, 1 | UNKNOWN_MODE);
    assertThat(seen.copyModes).contains(0L, 1L, 2L, 3L, 4L, UNKNOWN_MODE);
    assertThat(seen.protectModes).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, UNKNOWN_MODE);
    assertThat(seen.features & Api.FEATURES_WITHOUT_RULES).isZero();
    assertThat(seen.features)
        .isEqualTo(
            UNKNOWN_FEATURE
                | Api.FEATURE_SIGBUS
                | Api.FEATURE_THREAD_ID
                | Api.FEATURE_EXACT_ADDRESS
                | Api.FEATURE_WP_UNPOPULATED
                | 0x1631);
    aroundTheDescriptors(seen);
  }

  @Test
  void theVocabularyOf2015IsWhatItsHeaderDeclares() {
    Seen seen = new Seen(UffdVocabulary.HEADER_2015, Profile.linux618());
    assertThat(seen.kinds).isEqualTo(EnumSet.complementOf(EnumSet.of(UffdKind.WRITEPROTECT)));
    assertThat(seen.entries).isEqualTo(EnumSet.of(Open.Entry.SYSCALL));
    assertThat(seen.openFlags & Open.VALID_FLAGS).isEqualTo(Open.O_CLOEXEC | Open.O_NONBLOCK);
    assertThat(seen.calls).isEqualTo(EnumSet.complementOf(EnumSet.of(Misuse.Call.DEVICE_IOCTL)));
    assertThat(seen.registerModes).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 1 | UNKNOWN_MODE);
    assertThat(seen.copyModes)
        .containsExactlyInAnyOrder(0L, 1L, 4L, 5L, UNKNOWN_MODE, 1 | UNKNOWN_MODE);
    assertThat(seen.features).isEqualTo(UNKNOWN_FEATURE);
    aroundTheDescriptors(seen);
  }

  private static void aroundTheDescriptors(Seen seen) {
    assertThat(seen.openFlags & ~Open.VALID_FLAGS).isEqualTo(Open.O_RDWR | 4 | 1 << 30);
    assertThat(seen.zeropageModes)
        .containsExactlyInAnyOrder(0L, 1L, 2L, 3L, UNKNOWN_MODE, 1 | UNKNOWN_MODE);
    assertThat(seen.arguments).isEqualTo(EnumSet.allOf(Argument.class));
    assertThat(seen.shapes).isEqualTo(EnumSet.allOf(PageRange.Shape.class));
    assertThat(seen.sources).isEqualTo(EnumSet.allOf(Source.class));
    assertThat(seen.accesses).isEqualTo(EnumSet.allOf(Access.class));
    assertThat(seen.backings).isEqualTo(EnumSet.allOf(Map.Backing.class));
    assertThat(seen.protections).isEqualTo(EnumSet.allOf(Protect.Protection.class));
    assertThat(seen.moves).containsExactlyInAnyOrder(true, false);
  }
}
