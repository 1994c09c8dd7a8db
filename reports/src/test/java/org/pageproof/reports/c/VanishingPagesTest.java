package org.pageproof.reports.c;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pageproof.reports.AreaScenarios;
import org.pageproof.reports.Scenario;
import org.pageproof.reports.c.Gcc.Run;
import org.pageproof.verdict.Leeway;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.userfaultfd.DontNeed;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** Pages that MADV_FREE allows to vanish. */
class VanishingPagesTest {

  @TempDir private Path folder;

  @Test
  void allowsThatAPageVanishes() {
    String source = CReproducer.ofUserfaultfd(AreaScenarios.freed().judgement());
    assertThat(source.lines().filter(line -> line.contains("\tdroppable = ")))
        .containsExactly(
            "\tdroppable = \"x.................\";", "\tdroppable = \"..................\";");
    Gcc.assertConforms(source, Gcc.run(vanishing(source, 3), folder));
  }

  @Test
  void seesAPageThatVanishesAfterItWasWrittenAgain() {
    String source = CReproducer.ofUserfaultfd(AreaScenarios.freed().judgement());
    assertThat(Gcc.run(vanishing(source, 5), folder))
        .isEqualTo(new Run(1, "step 5: touch: page 0x10000000: expected #4.0/zero, got absent\n"));
  }

  @Test
  void allowsThatAPageStaysWhichVanishedInTheTrace() {
    conforms(AreaScenarios.freed(s -> s.absent(1)));
    conforms(AreaScenarios.freedBeforeFork(s -> s.childAbsent(5)));
  }

  @Test
  void saysNothingOnceAPageHasNotVanishedAsInTheTrace() {
    Scenario<UffdCommand> scenario =
        AreaScenarios.freed(s -> s.absent(1))
            .step(new DontNeed(4, PageRange.of(0, 0, 1)), "UFFD-DONTNEED-OK", s -> s);
    assertThat(Gcc.runAnyway(CReproducer.ofUserfaultfd(scenario.judgement()), folder))
        .isEqualTo(
            new Run(
                4,
                "step 4: dontneed: expected #1.0/zero, got absent, but in step 3 this kernel"
                    + " chose otherwise than the trace's\n"));
  }

  @Test
  void seesThatAPageVanishesWhichMightOnlyInAnotherCase() {
    Scenario<UffdCommand> scenario =
        AreaScenarios.freed(s -> s)
            .diverges(
                new DontNeed(4, PageRange.of(0, 0, 1)),
                "UFFD-DONTNEED-OK",
                s -> s,
                s -> s.absent(1),
                new Leeway(0, 1, 0),
                s -> s.refuses(Errno.EINVAL));
    assertThat(Gcc.runAnyway(CReproducer.ofUserfaultfd(scenario.judgement()), folder))
        .isEqualTo(new Run(1, "step 4: dontneed: R(0, 0): expected #1.0/zero, got absent\n"));
  }

  private void conforms(Scenario<UffdCommand> scenario) {
    String source = CReproducer.ofUserfaultfd(scenario.judgement());
    Gcc.assertConforms(source, Gcc.run(source, folder));
  }

  /** The program with a first page that vanishes before a step, as if memory were short. */
  private static String vanishing(String source, int step) {
    String before = "STEP(" + step + ",";
    return source.replace(before, "madvise((void *)ARENA, PAGE, MADV_DONTNEED);\n\t" + before);
  }
}
