package org.pageproof.sut.simulator.hmm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pageproof.vocabulary.MirrorView;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;

/**
 * What each ioctl does to a page of anonymous memory that is in each state, worked out by hand from
 * the kernel's source and seen on real kernels. A state is the processor's entry and the mirror's:
 * {@code sysW,R} can be written by the processor and read by the device.
 *
 * <p>Entries of the processor: none, zero (the page of zeros), sysR and sysW, devR and devW (this
 * device), farW (another one's), exR and exW (exclusively a device's). Entries of the mirror: -
 * (none), R, W, A (exclusive), X (an address that cannot be reached).
 */
class TransitionTest {
  @ParameterizedTest(name = "{0} {1} -> {2} {3}")
  @CsvSource({
    "'none,-', READ, ok f1, 'zero,R'",
    "'none,-', WRITE, ok f1, 'sysW,W'",
    "'none,-', TODEV, ok, 'devW,W'",
    "'none,-', TOSYS, ok c0, 'none,-'",
    "'none,-', EXCL, ok, 'exW,A'",
    "'zero,-', READ, ok f1, 'zero,R'",
    "'zero,-', WRITE, ok f1, 'sysW,W'",
    "'zero,-', TODEV, ok, 'devW,W'",
    "'zero,-', EXCL, ok, 'exW,A'",
    "'zero,R', READ, ok f0, 'zero,R'",
    "'zero,R', WRITE, ok f1, 'sysW,W'",
    "'zero,R', TODEV, ok, 'devW,W'",
    "'sysW,-', READ, ok f1, 'sysW,W'",
    "'sysW,-', WRITE, ok f1, 'sysW,W'",
    "'sysW,-', TODEV, ok, 'devW,W'",
    "'sysW,-', TOSYS, ok c0, 'sysW,-'",
    "'sysW,-', EXCL, ok, 'exW,A'",
    "'sysW,-', CHECK, ok, 'sysW,-'",
    "'sysW,R', READ, ok f0, 'sysW,R'",
    "'sysW,R', WRITE, ok f1, 'sysW,W'",
    "'sysW,W', READ, ok f0, 'sysW,W'",
    "'sysW,W', WRITE, ok f0, 'sysW,W'",
    "'sysW,W', TODEV, ok, 'devW,W'",
    "'sysW,W', TOSYS, ok c0, 'sysW,W'",
    "'sysR,-', READ, ok f1, 'sysR,R'",
    "'sysR,-', WRITE, ok f1, 'sysW,W'",
    "'sysR,-', TODEV, ok, 'devR,R'",
    "'sysR,-', EXCL, ok, 'exW,A'",
    "'devW,W', READ, ok f0, 'devW,W'",
    "'devW,W', WRITE, ok f0, 'devW,W'",
    "'devW,W', TODEV, ok, 'devW,W'",
    "'devW,W', TOSYS, ok c1, 'sysW,-'",
    "'devW,W', EXCL, ok, 'exW,A'",
    "'devW,W', RELEASE, ok, 'sysW,-'",
    "'devR,R', READ, ok f0, 'devR,R'",
    "'devR,R', WRITE, EFAULT warned, 'devR,R'",
    "'devR,R', TODEV, ok, 'devR,R'",
    "'devR,R', TOSYS, ok c1, 'sysR,-'",
    "'devR,R', EXCL, ok, 'exW,A'",
    "'devW,-', READ, dies, ''",
    "'devW,-', WRITE, dies, ''",
    "'devW,-', TODEV, ENOENT, 'devW,-'",
    "'devW,-', TOSYS, ok c1, 'sysW,-'",
    "'devW,-', EXCL, ok, 'exW,A'",
    "'devR,-', READ, dies, ''",
    "'devR,-', WRITE, EFAULT warned, 'devR,-'",
    "'devR,-', TOSYS, ok c1, 'sysR,-'",
    "'devW,X', READ, dies, ''",
    "'devW,X', WRITE, dies, ''",
    "'devW,X', TODEV, dies, ''",
    "'devW,X', TOSYS, ok c1, 'sysW,-'",
    "'devW,X', EXCL, ok, 'exW,A'",
    "'farW,-', READ, ok f1, 'sysW,W'",
    "'farW,-', WRITE, ok f1, 'sysW,W'",
    "'farW,-', TODEV, ENOENT, 'farW,-'",
    "'farW,-', TOSYS, ok c0, 'farW,-'",
    "'farW,-', EXCL, ok, 'exW,A'",
    "'exW,A', READ, ok f0, 'exW,A'",
    "'exW,A', WRITE, ok f1, 'sysW,W'",
    "'exW,A', TODEV, ok, 'exW,A'",
    "'exW,A', TOSYS, ok c0, 'exW,A'",
    "'exW,A', EXCL, ok, 'exW,A'",
    "'exW,A', CHECK, EPERM, 'exW,A'",
    "'exW,A', RELEASE, ok, 'exW,A'",
    "'exW,-', READ, ok f1, 'sysW,W'",
    "'exW,-', WRITE, ok f1, 'sysW,W'",
    "'exW,-', TODEV, ENOENT, 'exW,-'",
    "'exW,-', TOSYS, ok c0, 'exW,-'",
    "'exW,-', EXCL, ok, 'exW,A'",
    "'exW,-', CHECK, ok, 'exW,-'",
  })
  void on612(String before, String call, String outcome, String after) {
    assertThat(transition(Script.LINUX_6_12, before, call)).isEqualTo(join(outcome, after));
  }

  @ParameterizedTest(name = "{0} {1} -> {2} {3}")
  @CsvSource({
    "'none,-', READ, ok f1, 'zero,R'",
    "'none,-', WRITE, ok f1, 'sysW,W'",
    "'none,-', TODEV, ok, 'devW,R'",
    "'zero,-', TODEV, ok, 'devW,R'",
    "'zero,R', TODEV, ok, 'devW,R'",
    "'sysW,-', TODEV, ok, 'devW,W'",
    "'sysW,-', EXCL, ok, 'exR,A'",
    "'sysR,-', TODEV, ok, 'devR,R'",
    "'devW,W', TOSYS, ok c1, 'sysW,-'",
    "'devW,-', READ, dies, ''",
    "'devR,R', WRITE, EFAULT warned, 'devR,R'",
  })
  void on72(String before, String call, String outcome, String after) {
    assertThat(transition(Script.LINUX_7_2, before, call)).isEqualTo(join(outcome, after));
  }

  private static String join(String outcome, String after) {
    return after.isEmpty() ? outcome : outcome + " " + after;
  }

  /** Brings page 0 into a state, makes the call, and says how it ended and what came of it. */
  private static String transition(Profile profile, String before, String call) {
    Script script = prepare(profile, before);
    assertThat(state(script)).as("the state to begin with").isEqualTo(before);
    int prepared = script.size();
    Script called = call(call).apply(script);
    Observation seen = called.last();
    String outcome = outcome(seen, call);
    boolean lost = called.run().size() <= prepared || seen.reply() instanceof Reply.Died;
    return lost ? outcome : outcome + " " + state(called);
  }

  private static Script prepare(Profile profile, String state) {
    Script script = Script.on(profile).open(0, 0).open(1, 1).map(0, 4);
    return switch (state) {
      case "none,-" -> script;
      case "zero,-" -> script.load(0);
      case "zero,R" -> script.read(0, 0, 1);
      case "sysW,-" -> script.store(0);
      case "sysW,R" -> script.store(0).fork().reap().read(0, 0, 1).store(0);
      case "sysW,W" -> script.store(0).write(0, 0, 1);
      case "sysR,-" -> script.store(0).fork().reap();
      case "devW,W" -> script.store(0).toDevice(0, 0, 1);
      case "devW,-" -> script.store(0).toDevice(0, 0, 1).toDevice(1, 0, 1);
      case "devR,R" -> script.store(0).fork().reap().toDevice(0, 0, 1);
      case "devR,-" -> script.store(0).fork().reap().toDevice(0, 0, 1).toDevice(1, 0, 1);
      case "devW,X" -> // the second page may only be read: its refusal leaves the first one's entry
          script.store(1).fork().reap().store(0).toDevice(0, 0, 2).toDevice(1, 0, 2).write(0, 0, 2);
      case "farW,-" -> script.store(0).toDevice(1, 0, 1);
      case "exW,A" -> script.store(0).exclusive(0, 0, 1);
      case "exW,-" -> script.store(0).exclusive(1, 0, 1);
      default -> throw new IllegalArgumentException(state);
    };
  }

  private static UnaryOperator<Script> call(String name) {
    return switch (name) {
      case "READ" -> script -> script.read(0, 0, 1);
      case "WRITE" -> script -> script.write(0, 0, 1);
      case "TODEV" -> script -> script.toDevice(0, 0, 1);
      case "TOSYS" -> script -> script.toSystem(0, 0, 1);
      case "EXCL" -> script -> script.exclusive(0, 0, 1);
      case "CHECK" -> script -> script.check(0, 0, 1);
      case "RELEASE" -> script -> script.release(0);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static String outcome(Observation seen, String call) {
    if (seen.reply() instanceof Reply.Died) {
      return "dies";
    }
    if (seen.reply() instanceof Reply.Refused refused) {
      return refused.errno().name() + (seen.taint() == 512 ? " warned" : "");
    }
    return switch (call) {
      case "READ", "WRITE" -> "ok f" + seen.out().get(1).value();
      case "TOSYS" -> "ok c" + seen.out().get(0).value();
      default -> "ok";
    };
  }

  /** The processor's entry and the mirror's of page 0. */
  private static String state(Script script) {
    Observation seen = script.last();
    int bits = seen.pages().bits(0);
    MirrorView mirrors = seen.mirrors().orElseThrow();
    int shown = mirrors.snapshots().get(0).get(0);
    String access = (bits & Pages.WRITABLE) != 0 ? "W" : "R";
    String entry;
    if ((bits & Pages.DEVICE) != 0) {
      entry = (shown == MirrorView.NOTHING ? "far" : "dev") + access;
    } else if ((bits & Pages.EXCLUSIVE) != 0) {
      entry = "ex" + access;
    } else if (bits == 0) {
      entry = "none";
    } else {
      entry = (shown & MirrorView.ZERO) != 0 ? "zero" : shown == MirrorView.WRITE ? "sysW" : "sysR";
    }
    return entry + "," + mirrorEntry(script, entry);
  }

  /** Finds out what the mirror has by what a read and a write would have to fault in. */
  private static String mirrorEntry(Script script, String entry) {
    Observation read = script.copy().read(0, 0, 1).last();
    if (script.last().mirrors().orElseThrow().exclusive().get(0).get(0) == 1) {
      return "A";
    }
    if (read.reply() instanceof Reply.Died) {
      boolean stored = script.copy().toDevice(0, 0, 1).last().reply() instanceof Reply.Died;
      return stored ? "X" : "-";
    }
    if (read.out().get(1).value() == 1) {
      return "-";
    }
    Observation write = script.copy().write(0, 0, 1).last();
    boolean writable = write.reply().equals(Reply.ZERO) && write.out().get(1).value() == 0;
    assertThat(entry).as("an entry that was not faulted in").isNotEqualTo("none");
    return writable ? "W" : "R";
  }
}
