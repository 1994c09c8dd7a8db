package org.pageproof.reports.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pageproof.reports.Golden;
import org.pageproof.reports.RunEvent;
import org.pageproof.reports.RunEvent.DivergenceFound;
import org.pageproof.reports.RunEvent.KernelFacts;
import org.pageproof.reports.RunEvent.RunStarted;
import org.pageproof.reports.Runs;
import org.pageproof.reports.StoredRuns;
import org.pageproof.reports.words.UffdReportWords;

class BugMailTest {
  private static final int COLUMNS = 75;
  private static final KernelFacts CLEAN =
      new KernelFacts("Linux version 6.18.0 (me@here (x)) (gcc (D) 12.2.0, GNU ld 2.40) #1", "0");

  @Test
  void readsAsAgreed() {
    Golden.check("mail.txt", mail(StoredRuns.DIVERGE.events(), List.of(), Set.of("reproducer.c")));
  }

  @Test
  void linesFitIntoAMail() {
    String mail = mail(StoredRuns.DIVERGE.events(), List.of(CLEAN), Set.of());
    assertThat(mail.lines()).allMatch(line -> line.length() <= COLUMNS && !line.endsWith(" "));
    String long_ = mail(Runs.hostile(), List.of(), Set.of());
    assertThat(long_.lines()).allMatch(line -> line.length() <= COLUMNS);
    assertThat(long_).doesNotContain("\u001b", "\u0000");
  }

  @Test
  void tellsWhatTheKernelSaidOfItself() {
    KernelFacts warned = new KernelFacts(CLEAN.version(), "4608");
    String mail = mail(Runs.diverging(), List.of(CLEAN, warned), Set.of());
    assertThat(mail).contains("tainted:   0 -> 4608 (W O)\n");
    assertThat(mail).contains("compiler:  gcc (D) 12.2.0, GNU ld 2.40\n");
    assertThat(mail).contains("[fill in: it is missing]");
  }

  @Test
  void aSequenceMayBeOfOneCommand() {
    String mail = mail(Runs.single(), List.of(), Set.of()).replaceAll("\n +|\n(?=\\S)", " ");
    assertThat(mail)
        .contains("On Linux 6.18.44 the command below does what it should not: map: reply")
        .contains("Minimal sequence (1 command; > marks the wrong one):");
  }

  @Test
  void theBotFindsAParagraphOfItsOwn() {
    assertThat(mail(Runs.diverging(), List.of(), Set.of()))
        .contains("\n\n#regzbot introduced: [fill in: v6.X..v6.Y, or the commit]\n\n");
  }

  @Test
  void theKernelLogIsAttachedIfThereIsOne() {
    assertThat(mail(Runs.diverging(), List.of(), Set.of())).doesNotContain("kernel.log");
    assertThat(mail(Runs.diverging(), List.of(), Set.of("kernel.log"))).contains("kernel.log (att");
  }

  @Test
  void tellsWhatAGuestsTaintGained() {
    assertThat(mail(new BugMail.Kernel(List.of(), OptionalLong.of(512))))
        .contains("before]; by the sequence: 512 (W) more\n");
    assertThat(mail(new BugMail.Kernel(List.of(), OptionalLong.of(0))))
        .contains("before]; by the sequence: no more\n")
        .doesNotContain("tainted after");
    assertThat(mail(new BugMail.Kernel(List.of(CLEAN, CLEAN), OptionalLong.of(0))))
        .contains("tainted:   0 -> 0\n");
  }

  private static String mail(BugMail.Kernel kernel) {
    return mail(Runs.diverging(), kernel, Set.of()).replaceAll("\n {11}", " ");
  }

  private static String mail(List<RunEvent> run, List<KernelFacts> facts, Set<String> files) {
    return mail(run, new BugMail.Kernel(facts, OptionalLong.empty()), files);
  }

  private static String mail(List<RunEvent> run, BugMail.Kernel kernel, Set<String> files) {
    return BugMail.of(
        first(RunStarted.class, run),
        kernel,
        first(DivergenceFound.class, run),
        new UffdReportWords().legend(),
        files::contains);
  }

  private static <E extends RunEvent> E first(Class<E> type, List<RunEvent> run) {
    return run.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
  }
}
