package org.pageproof.reports.c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.vocabulary.userfaultfd.Argument.VALID;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pageproof.reports.AreaScenarios;
import org.pageproof.reports.Golden;
import org.pageproof.reports.ProtectionScenarios;
import org.pageproof.reports.Scenario;
import org.pageproof.reports.Scenarios;
import org.pageproof.reports.c.Gcc.Run;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Environment;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.KernelRelease;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.DontNeed;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.Source;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.UffdKind;

class CReproducerTest {
  private static final DescriptorView BLOCKING =
      new DescriptorView(true, 0, 0, DescriptorView.READY, DescriptorView.POLLERR);

  @TempDir private Path folder;

  @Test
  void conformsOnAKernelThatConforms() {
    assertConforms(Scenarios.copied());
  }

  @Test
  void performsEveryCommand() {
    assertConforms(Scenarios.everyCommand());
  }

  /** Even where nothing of it can be executed. A new kind fails here until it is among them. */
  @Test
  void compilesEveryKindOfCommand() {
    List<Scenario<UffdCommand>> programs =
        List.of(
            Scenarios.everyCommand(),
            ProtectionScenarios.writeProtected(),
            ProtectionScenarios.unsupported(),
            AreaScenarios.protections(),
            AreaScenarios.remapped(),
            AreaScenarios.freed(),
            AreaScenarios.reaped());
    assertThat(programs.stream().flatMap(CReproducerTest::kinds)).contains(UffdKind.values());
    programs.forEach(
        program -> Gcc.compile(CReproducer.ofUserfaultfd(program.judgement()), folder));
  }

  private static Stream<UffdKind> kinds(Scenario<UffdCommand> program) {
    return program.judgement().steps().stream().map(step -> step.command().kind());
  }

  @Test
  void performsMisuse() {
    assertConforms(Scenarios.misuse());
  }

  @ParameterizedTest
  @MethodSource
  void performsWhatNeedsHelpersOfItsOwn(Scenario<UffdCommand> scenario) {
    assertConforms(scenario);
  }

  static Stream<Named<Scenario<UffdCommand>>> performsWhatNeedsHelpersOfItsOwn() {
    return Stream.of(
        Named.of("write protection", ProtectionScenarios.writeProtected()),
        Named.of("populating", ProtectionScenarios.populated()),
        Named.of("SIGBUS", ProtectionScenarios.signalled()),
        Named.of("unsupported calls", ProtectionScenarios.unsupported()),
        Named.of("modes", ProtectionScenarios.registeredAgain()),
        Named.of("MADV_FREE", AreaScenarios.freed()),
        Named.of("a child after MADV_FREE", AreaScenarios.freedBeforeFork(s -> s)),
        Named.of("mprotect", AreaScenarios.protections()),
        Named.of("mremap", AreaScenarios.remapped()),
        Named.of("file pages", AreaScenarios.backed()),
        Named.of("a child that keeps a descriptor", AreaScenarios.reaped()),
        Named.of("a child without descriptors", AreaScenarios.childOnly()),
        Named.of("a child without threads", AreaScenarios.filledAfterFork()));
  }

  @Test
  void allowsWhatTheKernelMayChoose() {
    assertConforms(Scenarios.choice());
    assertConforms(Scenarios.merged());
  }

  @Test
  void namesTheStepWhoseReplyDiffers() {
    assertThat(run(Scenarios.wronglyCopied()))
        .isEqualTo(new Run(1, "step 4: copy: expected EEXIST, got 0\n"));
  }

  @Test
  void namesTheStepWhoseOutFieldDiffers() {
    Scenario<UffdCommand> scenario =
        Scenarios.registered()
            .diverges(
                new Copy(3, 0, PageRange.of(0, 0, 1), Source.UNMAPPED, 0, VALID),
                "UFFD-COPY-SOURCE-UNMAPPED",
                s -> s.refuses(Errno.EFAULT).out("copy", OutField.UNTOUCHED),
                s -> s.refuses(Errno.EFAULT).out("copy", -14));
    assertThat(run(scenario))
        .isEqualTo(new Run(1, "step 3: copy: field copy: expected untouched, got -EFAULT\n"));
  }

  @Test
  void namesThePageThatDiffers() {
    Scenario<UffdCommand> scenario =
        Scenarios.registered()
            .diverges(
                new Copy(3, 0, PageRange.of(0, 1, 1), Source.TOKENS, 0, VALID),
                "UFFD-COPY-OK",
                s -> s.out("copy", 4096).page(1, 0, 0),
                s -> s.out("copy", 4096).page(1, Token.of(3, 0), Token.of(3, 0)));
    assertThat(run(scenario))
        .isEqualTo(new Run(1, "step 3: copy: R(0, 1): expected zero, got #3.0\n"));
  }

  @Test
  void seesWhatChangesThoughNothingShould() {
    Scenario<UffdCommand> scenario =
        Scenarios.copied().step(new DontNeed(5, PageRange.of(0, 0, 1)), "UFFD-DONTNEED-OK", s -> s);
    assertThat(run(scenario))
        .isEqualTo(new Run(1, "step 5: dontneed: page 0x10000000: expected #4.0, got absent\n"));
  }

  @Test
  void seesAThreadThatFinishesThoughItShouldSleep() {
    Scenario<UffdCommand> scenario =
        Scenarios.blocked()
            .step(
                new Copy(4, 0, PageRange.of(0, 0, 1), Source.TOKENS, 0, VALID),
                "UFFD-COPY-OK",
                s -> s.out("copy", 4096).page(0, Token.of(4, 0), Token.of(4, 0)).waiters(0, 0, 0));
    assertThat(run(scenario))
        .isEqualTo(new Run(1, "step 4: copy: thread 0: expected blocked, got #4.0\n"));
  }

  @Test
  void seesATouchThatBlocksThoughItShouldNot() {
    Scenario<UffdCommand> scenario =
        Scenarios.registered()
            .diverges(
                new Touch(3, 1, 0, 1, Access.READ),
                "UFFD-TOUCH-UNREGISTERED",
                s -> s.page(1, 0, 0),
                s -> s.reply(Reply.BLOCKED).waiters(0, 1, 1));
    assertThat(run(scenario)).isEqualTo(new Run(1, "step 3: touch: expected 0, got blocked\n"));
  }

  @Test
  void seesAreasThatDiffer() {
    Scenario<UffdCommand> scenario =
        Scenario.userfaultfd()
            .step(new Map(0, 0, 2), "UFFD-MAP-OK", s -> s.areas(3, 1))
            .step(new Map(1, 2, 1), "UFFD-MAP-OK", s -> s.areas(0x603, 0x201));
    assertThat(run(scenario).output())
        .isEqualTo("step 1: map: areas: expected [-.......[-......., got [-.......[........\n");
  }

  @Test
  void seesNewTaint() {
    Scenario<UffdCommand> scenario =
        Scenario.userfaultfd()
            .diverges(
                new Map(0, 0, 2),
                "UFFD-MAP-OK",
                s -> s.areas(3, 1),
                s -> s.areas(3, 1).taint(0x200));
    assertThat(CReproducer.ofUserfaultfd(scenario.judgement())).contains("EXPECT_TAINT(0);");
    assertConforms(scenario);
  }

  @Test
  void endsAHang() {
    Scenario<UffdCommand> scenario =
        Scenario.userfaultfd()
            .step(
                new Open(0, 0, Open.Entry.SYSCALL, 0, true),
                "UFFD-OPEN-OK",
                s -> s.out("flags", 0).out("fdflags", 0).fd(0, BLOCKING))
            .diverges(
                new org.pageproof.vocabulary.userfaultfd.Read(1, 0, 32, false),
                "UFFD-READ-OK",
                s -> s.returns(32),
                s -> s.reply(new Reply.Hung("asleep in userfaultfd_read_iter")));
    String source =
        CReproducer.ofUserfaultfd(scenario.judgement()).replace("alarm(10)", "alarm(1)");
    assertThat(Gcc.run(source, folder))
        .isEqualTo(new Run(1, "step 1: read: expected to finish, still running after 10 s\n"));
  }

  @Test
  void hostileTextStaysInItsComment() {
    Environment environment =
        new Environment(
            "0.1*/ int x = ;",
            "kernel",
            new Profile(
                new KernelRelease("6.18 */ #error %s%n \u0007\n}", 6, 18), 0, true, true, true),
            "amd64 \\\n*/",
            "never",
            1,
            List.of("*/", "%d", "??/"));
    Scenario<UffdCommand> scenario =
        Scenario.userfaultfd()
            .in(environment)
            .diverges(
                new Map(0, 0, 2),
                "UFFD-MAP-*/OK",
                s -> s.areas(3, 1).out("*/\"%s\\", 1),
                s -> s.reply(new Reply.Died("*/ exit(3); /*")));
    Gcc.compile(CReproducer.ofUserfaultfd(scenario.judgement()), folder);
  }

  @Test
  void literalsAreWhatTheySay() {
    assertThat(CSource.literal("a\"b\\c")).isEqualTo("\"a\\\"b\\\\c\"");
    assertThat(CSource.literal("???\u00e4-\n")).isEqualTo("\"?\\?\\?\\?-?\"");
  }

  @Test
  void isShortWhereLittleIsNeeded() {
    String source = CReproducer.ofUserfaultfd(Scenarios.registered().judgement());
    assertThat(source).doesNotContain("pthread_create", "uffd_copy(", "struct message");
    assertThat(source.lines().count()).isLessThan(530);
  }

  @Test
  void readsAsAgreed() {
    Golden.check(
        "wrongly-copied.c", CReproducer.ofUserfaultfd(Scenarios.wronglyCopied().judgement()));
    Golden.check("registered.c", CReproducer.ofUserfaultfd(Scenarios.registered().judgement()));
  }

  private void assertConforms(Scenario<UffdCommand> scenario) {
    String source = CReproducer.ofUserfaultfd(scenario.judgement());
    Gcc.assertConforms(source, Gcc.run(source, folder));
  }

  private Run run(Scenario<UffdCommand> scenario) {
    return Gcc.run(CReproducer.ofUserfaultfd(scenario.judgement()), folder);
  }
}
