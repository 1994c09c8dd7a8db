package org.pageproof.reports.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pageproof.reports.HmmScenarios;
import org.pageproof.reports.HmmWalk;
import org.pageproof.reports.Scenarios;
import org.pageproof.reports.timeline.Timeline.Cell;
import org.pageproof.reports.timeline.Timeline.Lane;
import org.pageproof.reports.words.HmmReportWords;
import org.pageproof.reports.words.UffdReportWords;
import org.pageproof.verdict.Divergence;
import org.pageproof.verdict.Expectation;
import org.pageproof.verdict.Fingerprint;
import org.pageproof.verdict.JudgedStep;
import org.pageproof.verdict.Judgement;
import org.pageproof.verdict.Mismatches;
import org.pageproof.verdict.Verdict;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.hmm.HmmCommand;

class TimelineTest {
  @Test
  void tellsEachStepAndWhatBroke() {
    Timeline timeline =
        TimelineOf.judgement(new UffdReportWords(), Scenarios.wronglyCopied().judgement());
    assertThat(timeline.steps()).hasSize(5);
    assertThat(timeline.steps().get(4).command()).isEqualTo("UFFDIO_COPY fd0 r0p0+1");
    assertThat(timeline.steps().get(4).rule()).isEqualTo("UFFD-COPY-EEXIST");
    assertThat(timeline.expected()).containsExactly("EEXIST", "copy = -EEXIST");
    assertThat(timeline.steps().get(4).answer()).startsWith("0", "copy = 4096");
    assertThat(timeline.lanes()).extracting(Lane::name).startsWith("fd0", "r0p0");
    Lane page = lane(timeline, "r0p0");
    assertThat(page.cells()).hasSize(6).startsWith(new Cell("unmapped"));
    assertThat(page.cells().get(5).text()).isEqualTo("#4.0");
    assertThat(page.expected().text()).isEqualTo("absent");
    assertThat(page.broken()).isTrue();
    assertThat(timeline.differences().get(0).field()).isEqualTo("reply");
  }

  @Test
  void leavesOutPagesOfWhichNothingWasEverSeen() {
    Timeline timeline =
        TimelineOf.judgement(new UffdReportWords(), Scenarios.wronglyCopied().judgement());
    assertThat(timeline.lanes()).extracting(Lane::name).noneMatch(name -> name.startsWith("hole"));
    assertThat(timeline.lanes()).extracting(Lane::name).doesNotContain("fd1");
  }

  @Test
  void devicesThatSeeTheSameShareALane() {
    Timeline timeline =
        TimelineOf.judgement(new HmmReportWords(), HmmScenarios.deadly().judgement());
    assertThat(timeline.lanes()).extracting(Lane::name).contains("device 0: r0p0");
  }

  @Test
  void afterADeathNothingWasSeen() {
    Timeline timeline =
        TimelineOf.judgement(new HmmReportWords(), HmmScenarios.deadly().judgement());
    assertThat(timeline.steps().get(timeline.steps().size() - 1).answer())
        .containsExactly("worker died: kernel panic: BUG: unable to handle page fault");
    assertThat(timeline.lanes())
        .isNotEmpty()
        .allMatch(lane -> lane.cells().get(lane.cells().size() - 1).text().equals("?"))
        .noneMatch(Lane::broken);
    assertThat(lane(timeline, "r0p0").expected().text()).isEqualTo("in device memory");
    assertThat(timeline.log()).hasSize(3).last().asString().startsWith("Kernel panic");
  }

  @Test
  void pagesOfAHugePageShareALane() {
    Judgement<HmmCommand> conforming = HmmWalk.hugePages();
    Timeline timeline = TimelineOf.judgement(new HmmReportWords(), brokenAt(conforming, 3));
    assertThat(timeline.lanes()).hasSizeLessThan(20);
    assertThat(timeline.lanes())
        .allMatch(lane -> lane.cells().size() == timeline.steps().size() + 1);
    assertThat(timeline.lanes()).extracting(Lane::name).anyMatch(name -> name.contains("r0p511"));
    assertThat(timeline.lanes()).anyMatch(Lane::broken);
  }

  /** As if in this step all had stayed as it was before. */
  private static Judgement<HmmCommand> brokenAt(Judgement<HmmCommand> conforming, int step) {
    List<JudgedStep<HmmCommand>> steps = new ArrayList<>(conforming.steps().subList(0, step));
    JudgedStep<HmmCommand> last = conforming.steps().get(step);
    Expectation expected = last.allowed().get(last.taken());
    Observation before = steps.get(step - 1).observed();
    steps.add(new JudgedStep<>(last.command(), before, last.allowed(), -1));
    Divergence divergence =
        new Divergence(
            step,
            new Fingerprint("a", "b", "c", "d", "e"),
            expected,
            Mismatches.between(conforming.trace().sequence().plan(), expected, before, before));
    return new Judgement<>(conforming.trace(), new Verdict.Diverges(divergence), steps);
  }

  @Test
  void whatConformsHasNone() {
    assertThatThrownBy(() -> TimelineOf.judgement(new HmmReportWords(), HmmWalk.hugePages()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Lane lane(Timeline timeline, String name) {
    return timeline.lanes().stream().filter(each -> each.name().equals(name)).findFirst().get();
  }
}
