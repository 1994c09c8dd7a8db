package org.pageproof.reports.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.pageproof.reports.Golden;
import org.pageproof.reports.HmmMemoryScenarios;
import org.pageproof.reports.HmmScenarios;
import org.pageproof.reports.HmmWalk;
import org.pageproof.reports.Scenario;
import org.pageproof.reports.Seen;
import org.pageproof.verdict.JudgedStep;
import org.pageproof.verdict.Judgement;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.MirrorView;
import org.pageproof.vocabulary.PageWords;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.hmm.DeviceRead;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.Open;
import org.pageproof.vocabulary.hmm.Request;
import org.pageproof.vocabulary.hmm.Snapshot;

class HmmReportWordsTest {
  private static final HmmReportWords WORDS = new HmmReportWords();
  private static final int ON_DEVICE = Pages.SWAPPED | Pages.DEVICE;
  private static final int EXCLUSIVE = Pages.SWAPPED | Pages.EXCLUSIVE;

  @Test
  void saysWhatABufferHolds() {
    DeviceRead read = new DeviceRead(9, Request.of(0, 0, 0, 4));
    assertThat(
            seen(
                read,
                s ->
                    s.data(
                        new PageWords(Token.of(2, 0), 0),
                        PageWords.filled(0),
                        PageWords.filled(0),
                        PageWords.UNTOUCHED)))
        .isEqualTo("0, buffer #2.0/zero; zero x 2; untouched");
  }

  @Test
  void saysWhatSnapshotSays() {
    Snapshot snapshot = new Snapshot(9, Request.of(0, 0, 0, 4));
    assertThat(
            seen(
                snapshot,
                s ->
                    s.data(
                        PageWords.filled(MirrorView.WRITE | MirrorView.PRIVATE_LOCAL),
                        PageWords.filled(0),
                        PageWords.filled(MirrorView.ERROR),
                        PageWords.UNTOUCHED)))
        .isEqualTo("0, buffer WRITE | DEV_PRIVATE_LOCAL; NONE; ERROR; untouched");
  }

  @Test
  void saysWherePagesAre() {
    assertThat(
            seen(
                new Open(9, 1, 0),
                s ->
                    s.page(1, ON_DEVICE | Pages.WRITABLE, 0, 0)
                        .page(2, ON_DEVICE, 0, 0)
                        .page(3, EXCLUSIVE, 0, 0)
                        .page(4, EXCLUSIVE | Pages.WRITABLE, 0, 0)))
        .isEqualTo(
            "0, r0p1 in device memory, r0p2 in device memory (read-only), r0p3 exclusive,"
                + " r1p0 exclusive (writable)");
  }

  @Test
  void saysWhatIsNewToDevicesAndMirrors() {
    assertThat(
            seen(
                new Open(9, 1, 0),
                s ->
                    s.sees(2, 2, MirrorView.READ | MirrorView.ZERO, 0, 1)
                        .sees(0, 1, MirrorView.WRITE, 0)
                        .exclusive(0, 0, true)
                        .exclusive(1, 0, true)
                        .exclusive(1, 1, true)))
        .isEqualTo(
            "0, device 0 sees r0p0 as WRITE, devices 0-1 see r0p2-r0p3 as READ | ZERO,"
                + " m0-1 has r0p0 exclusively, m1 has r0p1 exclusively");
  }

  @Test
  void saysWhichMirrorLostAPage() {
    Judgement<HmmCommand> judgement = HmmScenarios.everyIoctl().judgement();
    assertThat(line(judgement, 11)).endsWith("devices 0-1 see r0p0 as WRITE, m0 lost r0p0");
  }

  @Test
  void saysWhatTheDriverHas() {
    assertThat(WORDS.negotiated(Profile.linux72().with(new MirrorDriver(5, 4))))
        .isEqualTo(
            "HMM driver   ioctls as of 6.19, devices 0 and 1 with private memory, 2 and 3 with"
                + " coherent memory");
    assertThat(WORDS.negotiated(Profile.linux72())).isEqualTo("HMM driver   none");
  }

  @Test
  void reportsAsAgreed() {
    Golden.check(
        "hmm-deadly.txt",
        JudgementText.report(WORDS, HmmScenarios.deadly().judgement(), "report/none"));
    Golden.check(
        "hmm-memory.txt",
        JudgementText.report(WORDS, HmmMemoryScenarios.memory().judgement(), "report/none"));
    Golden.check("hmm-huge.txt", JudgementText.report(WORDS, HmmWalk.hugePages(), "report/none"));
  }

  /** A step after two pages were mapped. */
  private static String seen(HmmCommand command, UnaryOperator<Seen> news) {
    Scenario<HmmCommand> scenario = HmmScenarios.opened().step(command, "HMM-RULE", news);
    return line(scenario.judgement(), 2);
  }

  private static String line(Judgement<HmmCommand> judgement, int index) {
    JudgedStep<HmmCommand> step = judgement.steps().get(index);
    return ObservationWords.line(
        WORDS,
        Scenario.PLAN,
        step.command(),
        JudgementText.before(judgement, index),
        step.observed());
  }
}
