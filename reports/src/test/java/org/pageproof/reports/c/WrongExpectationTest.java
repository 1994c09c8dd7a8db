package org.pageproof.reports.c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.vocabulary.userfaultfd.Argument.VALID;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pageproof.reports.AreaScenarios;
import org.pageproof.reports.ProtectionScenarios;
import org.pageproof.reports.Scenario;
import org.pageproof.reports.Scenarios;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.ChildWrite;
import org.pageproof.vocabulary.userfaultfd.Close;
import org.pageproof.vocabulary.userfaultfd.Fork;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Misuse;
import org.pageproof.vocabulary.userfaultfd.Protect;
import org.pageproof.vocabulary.userfaultfd.Protect.Protection;
import org.pageproof.vocabulary.userfaultfd.Read;
import org.pageproof.vocabulary.userfaultfd.Reap;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.Remap;
import org.pageproof.vocabulary.userfaultfd.SetNonblocking;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.WriteProtect;

/** One wrong expectation for each thing that a program looks at. */
class WrongExpectationTest {
  @TempDir private Path folder;

  @Test
  void ofWhatAnAreaPermits() {
    Layout none = new Layout(0xf, 1, 0, 0, 0);
    diverges(
        AreaScenarios.written()
            .step(
                new Protect(2, PageRange.of(0, 0, 4), Protection.READ),
                "UFFD-PROTECT-OK",
                s -> s.areas(none)),
        "step 2: protect: attributes: expected ----.............., got rrrr..............");
    diverges(
        AreaScenarios.written()
            .step(
                new Protect(2, PageRange.of(0, 0, 4), Protection.READ), "UFFD-PROTECT-OK", s -> s),
        "step 2: protect: attributes: expected .................., got rrrr..............");
  }

  @Test
  void ofWhatBacksAnArea() {
    diverges(
        Scenario.userfaultfd()
            .step(
                new Map(0, 0, 1, Map.Backing.READ_ONLY_SHMEM),
                "UFFD-MAP-OK",
                s -> s.areas(new Layout(1, 1, 0, 0, 0))),
        "step 0: map: attributes: expected -................., got f.................");
  }

  @Test
  void ofTheModesOfAnArea() {
    Register again =
        new Register(4, 0, PageRange.of(0, 1, 2), Register.MODE_MISSING | Register.MODE_WP, VALID);
    Scenario<UffdCommand> registered =
        ProtectionScenarios.registered(0, Register.MODE_MISSING, 0x13c);
    diverges(
        registered.diverges(
            again,
            "UFFD-REGISTER-OK",
            s -> s.out("ioctls", 0x17c).areas(0xf, 0xb).modes(0xf, 0),
            s -> s.out("ioctls", 0x17c).areas(0xf, 0xb).modes(0xf, 6)),
        "step 4: register: modes: expected mmmm.............., got mbbm..............");
  }

  @Test
  void ofModesThatDoNotChange() {
    diverges(
        Scenarios.registered()
            .step(new Close(3, 0), "UFFD-CLOSE-OK", s -> s.fd(0, DescriptorView.CLOSED)),
        "step 3: close: modes: expected mm................, got ..................");
    diverges(
        Scenarios.registered()
            .diverges(
                new Register(3, 0, PageRange.of(0, 0, 2), Register.MODE_WP, VALID),
                "UFFD-REGISTER-OK",
                s -> s.out("ioctls", 0x17c),
                s -> s.out("ioctls", 0x17c).modes(0, 3)),
        "step 3: register: modes: expected mm................, got pp................");
  }

  @Test
  void ofAPageThatCannotBeLoaded() {
    diverges(
        AreaScenarios.written()
            .step(
                new Protect(2, PageRange.of(0, 0, 4), Protection.NONE),
                "UFFD-PROTECT-OK",
                s -> s.areas(new Layout(0xf, 1, 0, 0, 0)).page(0, 0, 0)),
        "step 2: protect: R(0, 0): expected zero, got #1.0/zero");
  }

  @Test
  void ofABitOfAPage() {
    diverges(
        ProtectionScenarios.waiting()
            .step(
                new WriteProtect(6, 0, PageRange.of(0, 0, 2), WriteProtect.MODE_WP, VALID),
                "UFFD-WRITEPROTECT-OK",
                s -> s.page(1, Pages.SWAPPED, 0, 0)),
        "step 6: writeprotect: R(0, 1): expected zero!2, got zero!12");
  }

  @Test
  void ofAMessage() {
    diverges(
        ProtectionScenarios.waiting()
            .step(
                new Read(6, 0, 32, false),
                "UFFD-READ-OK",
                s -> s.returns(32).message(1, Scenario.PLAN.address(0), 0).waiters(0, 1, 0)),
        "step 6: read: message 0: expected event 0x12, flags 0x1, address 0x10000000, thread 0,"
            + " got event 0x12, flags 0x3, address 0x10000000, thread 1");
  }

  @Test
  void ofASignal() {
    Scenario<UffdCommand> ready =
        ProtectionScenarios.registered(Api.FEATURE_SIGBUS, Register.MODE_MISSING, 0x13c);
    diverges(
        ready.step(
            new Touch(4, 0, 0, 0, Access.READ),
            "UFFD-TOUCH-MISSING",
            s -> s.reply(Reply.BLOCKED).waiters(0, 1, 1)),
        "step 4: touch: expected blocked, got SIGBUS");
    diverges(
        Scenarios.registered()
            .step(
                new Touch(3, 0, 0, 0, Access.READ),
                "UFFD-TOUCH-SIGBUS",
                s -> s.reply(Reply.SIGBUS)),
        "step 3: touch: expected SIGBUS, got blocked");
  }

  @Test
  void ofPopulating() {
    diverges(
        AreaScenarios.written()
            .step(
                new Touch(2, 0, 0, 1, Access.POPULATE_WRITE),
                "UFFD-TOUCH-UNREGISTERED",
                s -> s.page(1, Token.of(2, 0), 0)),
        "step 2: touch: R(0, 1): expected #2.0/zero, got zero");
  }

  @Test
  void ofTheLastWord() {
    diverges(
        AreaScenarios.written()
            .step(
                new Touch(2, 0, 0, 0, Access.READ_LAST),
                "UFFD-TOUCH-PRESENT",
                s -> s.returns(Token.of(1, 0))),
        "step 2: touch: expected #1.0, got 0");
  }

  @Test
  void ofAChildsPage() {
    diverges(
        AreaScenarios.written().step(new Fork(2), "UFFD-FORK-OK", s -> s.forked()),
        "step 2: fork: child's page 0x10000000: expected absent, got #1.0/zero");
    diverges(
        AreaScenarios.forked()
            .step(
                new ChildWrite(9, 0, 0),
                "UFFD-CHILDWRITE-OK",
                s -> s.returns(8).childPage(0, Token.of(9, 0), Token.of(9, 0))),
        "step 9: childwrite: child's R(0, 0): expected #9.0, got #9.0/#4.0");
  }

  @Test
  void ofAWaiterThatTheChildsEndWakes() {
    diverges(
        AreaScenarios.forked()
            .step(new Reap(9), "UFFD-REAP-OK", s -> s.reaped().modes(0, 0).page(1, 0, 0)),
        "step 9: reap: thread 0: expected blocked, got 0");
  }

  @Test
  void ofAWaiterThatTheChildKeepsAsleep() {
    diverges(
        Scenarios.blocked()
            .step(new Fork(4), "UFFD-FORK-OK", s -> s.forked())
            .step(
                new Close(5, 0),
                "UFFD-CLOSE-OK",
                s -> s.fd(0, DescriptorView.CLOSED).page(0, 0, 0).finishes(0, 0)),
        "step 5: close: R(0, 0): expected zero, got absent");
  }

  @Test
  void ofAMove() {
    diverges(
        AreaScenarios.written()
            .step(
                new Remap(2, PageRange.of(0, 0, 4), 4, 1),
                "UFFD-REMAP-MOVE",
                s -> s.areas(0xf0, 0x10).absent(1)),
        "step 2: remap: page 0x10004000: expected absent, got #1.0/zero");
    diverges(
        AreaScenarios.written()
            .step(
                new Remap(2, PageRange.of(0, 0, 4), 2, Remap.IN_PLACE),
                "UFFD-REMAP-SHRINK",
                s -> s.refuses(Errno.ENOMEM)),
        "step 2: remap: expected ENOMEM, got 0");
  }

  @Test
  void ofAnUnsupportedCall() {
    for (Misuse.Call call : Misuse.Call.values()) {
      diverges(
          Scenarios.registered()
              .step(new Misuse(3, 0, call), "UFFD-MISUSE", s -> s.refuses(Errno.EAGAIN)),
          "step 3: misuse: expected EAGAIN, got "
              + switch (call) {
                case UNKNOWN_IOCTL, WRONG_SIZE, DEVICE_IOCTL -> "EINVAL";
                case WRITE -> "EBADF";
                case MMAP -> "ENODEV";
                case SEEK -> "0";
              });
    }
  }

  @Test
  void ofNonblocking() {
    diverges(
        Scenarios.registered().step(new SetNonblocking(3, 0, false), "UFFD-SETFL-OK", s -> s),
        "step 3: setfl: fd0: expected 0 asleep, 0 unread, poll 0x0, features 0x80000000,"
            + " got 0 asleep, 0 unread, poll 0x8, features 0x80000000");
  }

  private void diverges(Scenario<UffdCommand> scenario, String output) {
    assertThat(Gcc.run(CReproducer.ofUserfaultfd(scenario.judgement()), folder))
        .isEqualTo(new Gcc.Run(1, output + "\n"));
  }
}
