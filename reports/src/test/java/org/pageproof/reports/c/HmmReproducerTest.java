package org.pageproof.reports.c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pageproof.reports.Golden;
import org.pageproof.reports.HmmMemoryScenarios;
import org.pageproof.reports.HmmScenarios;
import org.pageproof.reports.HmmWalk;
import org.pageproof.reports.Scenario;
import org.pageproof.reports.Seen;
import org.pageproof.reports.c.Gcc.Run;
import org.pageproof.verdict.Judgement;
import org.pageproof.verdict.Verdict;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.hmm.DeviceWrite;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.Request;

class HmmReproducerTest {
  private static final Run NO_DRIVER =
      new Run(
          4,
          "this kernel has no HMM test driver: build it with CONFIG_TEST_HMM, modprobe test_hmm\n");

  @TempDir private Path folder;

  @Test
  void looksAtEverything() {
    Golden.check("hmm-deadly.c", CReproducer.ofHmm(HmmScenarios.deadly().judgement()));
  }

  @Test
  void tellsHundredsOfPagesInOneLine() {
    String source = CReproducer.ofHmm(HmmWalk.hugePages());
    Golden.check("hmm-huge.c", source);
    Gcc.compile(source, folder);
  }

  @Test
  void compilesWhateverItDoes() {
    List.of(
            HmmScenarios.everyIoctl(),
            HmmScenarios.misuse(),
            HmmMemoryScenarios.memory(),
            HmmMemoryScenarios.files(),
            HmmScenarios.deadly())
        .forEach(scenario -> Gcc.compile(CReproducer.ofHmm(scenario.judgement()), folder));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void compilesWhatTheReferenceMachineDraws(long seed) {
    for (Profile profile :
        List.of(
            Profile.linux61().with(new MirrorDriver(4, 2)),
            Profile.linux612().with(new MirrorDriver(4, 4)),
            Profile.linux72().with(new MirrorDriver(5, 4)))) {
      Judgement<HmmCommand> judgement = HmmWalk.judgement(profile, seed, 80);
      assertThat(judgement.verdict()).isInstanceOf(Verdict.Conforms.class);
      Gcc.compile(CReproducer.ofHmm(judgement), folder);
    }
  }

  @Test
  void saysInOneLineThatThereIsNoDriver() {
    assumeNoDriver();
    String source = CReproducer.ofHmm(HmmScenarios.everyIoctl().judgement());
    assertThat(Gcc.runAnyway(source, folder)).isEqualTo(NO_DRIVER);
  }

  private static void assumeNoDriver() {
    assumeFalse(Files.exists(Path.of("/dev/hmm_dmirror0")), "there is an HMM test driver here");
  }

  @Test
  void hasTheNumbersOfTheDriverThatTheTraceIsOf() {
    Judgement<HmmCommand> judgement = HmmScenarios.everyIoctl().judgement();
    assertThat(CReproducer.ofHmm(judgement))
        .contains("#define HMM_DMIRROR_SNAPSHOT\tHMM_DMIRROR(0x04)")
        .contains("#define HMM_DMIRROR_MIGRATE_TO_SYS\tHMM_DMIRROR(0x03)")
        .contains("#define HMM_DMIRROR_RELEASE\tHMM_DMIRROR(0x07)");
    assertThat(CReproducer.ofHmm(HmmScenarios.everyIoctl(new MirrorDriver(2, 2)).judgement()))
        .contains("#define HMM_DMIRROR_SNAPSHOT\tHMM_DMIRROR(0x03)")
        .contains("#define HMM_DMIRROR_MIGRATE_TO_SYS\tHMM_DMIRROR(0x3f)");
  }

  @Test
  void asksForWhatTheTraceNeedsBeforeItBegins() {
    String source = CReproducer.ofHmm(HmmScenarios.everyIoctl().judgement());
    assertThat(main(source))
        .containsSubsequence(
            "find_driver();",
            "require_device(0);",
            "require_ioctl(HMM_DMIRROR_RELEASE, \"RELEASE\");",
            "STEP(0,")
        .doesNotContain("one_page_at_a_time");
    assertThat(main(CReproducer.ofHmm(HmmScenarios.misuse().judgement())))
        .contains("require_no_device(3);")
        .doesNotContain("require_ioctl");
    assertThat(main(CReproducer.ofHmm(HmmMemoryScenarios.files().judgement())))
        .containsSubsequence("one_page_at_a_time();", "STEP(0,", "restore_fault_around();");
  }

  @Test
  void announcesAStepThatKillsABadKernel() {
    String source = main(CReproducer.ofHmm(HmmScenarios.deadly().judgement()));
    assertThat(source)
        .containsSubsequence(
            "deadly(5, \"panics\");", "STEP(5, \"read\"", "EXPECT_REPLY(0);", "unchanged();");
  }

  /** Whoever waits hands on how the other one ended. */
  @Test
  void waitsInAProcessOfItsOwnForAStepThatNeverEnds() {
    Scenario<HmmCommand> scenario = writes(s -> s.reply(new Reply.Hung("asleep in dmirror_write")));
    String source = CReproducer.ofHmm(scenario.judgement());
    assertThat(main(source))
        .containsSubsequence(
            "watch(4, \"write\");",
            "find_driver();",
            "deadly(4, \"hangs\");",
            "STEP(4, \"write\"",
            "EXPECT_REPLY(0);");
    assumeNoDriver();
    assertThat(Gcc.runAnyway(source, folder)).isEqualTo(NO_DRIVER);
  }

  @Test
  void checksNothingOfAKernelOfWhichOnlyTheDeathIsKnown() {
    Scenario<HmmCommand> scenario =
        HmmScenarios.migrated()
            .step(
                new DeviceWrite(4, Request.of(0, 0, 0, 1)),
                "HMM-WRITE-OOPS",
                s -> s.reply(new Reply.Died("kernel panic: BUG")));
    String source = main(CReproducer.ofHmm(scenario.judgement()));
    assertThat(source.substring(source.indexOf("deadly(4,")))
        .isEqualTo(
            """
            deadly(4, "panics");
            \tSTEP(4, "write", device_write(0, R(0, 0), 1, 4));
            \tsurvived();

            \tprintf("conforms: %d checks\\n", checks);
            \treturn 0;
            }
            """);
    Gcc.compile(CReproducer.ofHmm(scenario.judgement()), folder);
  }

  @Test
  void refusesAKernelThatIsTaintedAlreadyWhereTaintIsWhatCounts() {
    Scenario<HmmCommand> scenario =
        writes(s -> s.refuses(Errno.EFAULT).out("cpages", 1).out("faults", 0).taint(512));
    String source = main(CReproducer.ofHmm(scenario.judgement()));
    assertThat(source)
        .containsSubsequence("tainted = taint();", "require_untainted(0x200);", "STEP(0,");
    Gcc.compile(CReproducer.ofHmm(scenario.judgement()), folder);
  }

  /** A write to a page on the device that should succeed. */
  private static Scenario<HmmCommand> writes(UnaryOperator<Seen> was) {
    return HmmScenarios.migrated()
        .diverges(
            new DeviceWrite(4, Request.of(0, 0, 0, 1)),
            "HMM-WRITE-OK",
            s -> s.out("cpages", 1).out("faults", 0),
            was);
  }

  private static String main(String source) {
    return Pattern.compile("int main\\(void\\)\n.*", Pattern.DOTALL)
        .matcher(source)
        .results()
        .map(result -> result.group())
        .findFirst()
        .orElseThrow();
  }
}
