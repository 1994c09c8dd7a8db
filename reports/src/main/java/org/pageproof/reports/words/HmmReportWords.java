package org.pageproof.reports.words;

import java.util.List;
import org.pageproof.verdict.ValueText;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.PageWords;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.HmmKind;

/** What a report says of the HMM test driver alone. */
public final class HmmReportWords implements ReportWords<HmmCommand> {
  /** The first kernel with each set of ioctls. */
  private static final List<String> SINCE =
      List.of("5.8", "5.14", "6.0", "6.1", "6.19", "a kernel after 7.2");

  @Override
  public String of(HmmCommand command) {
    return HmmWords.of(command);
  }

  @Override
  public String buffer(HmmCommand command, PageWords page) {
    long word = page.head();
    boolean isByte = page.tail() == word && word >= 0 && word <= 0xff;
    return command.kind() == HmmKind.SNAPSHOT && isByte
        ? ValueText.ofSnapshot((int) word)
        : page.describe();
  }

  @Override
  public String negotiated(Profile profile) {
    MirrorDriver driver = profile.driver();
    return driver.exists()
        ? "HMM driver   ioctls as of " + SINCE.get(driver.ioctls() - 1) + devices(driver)
        : "HMM driver   none";
  }

  private static String devices(MirrorDriver driver) {
    int coherent = driver.devices() - MirrorDriver.PRIVATE_DEVICES;
    return coherent > 0
        ? ", devices 0 and 1 with private memory, 2 and 3 with coherent memory"
        : ", devices 0 and 1 with private memory, none with coherent memory";
  }

  @Override
  public List<String> legend() {
    return List.of(
        "Regions, pages: r1p2 is page 2 of region 1. A page's contents: #4.0 is the word",
        "that command 4 writes into its page 0; two words are the first and all others.",
        "m0, m1, m2 are mirrors: descriptors of /dev/hmm_dmirrorN. TODEV and TOSYS are",
        "MIGRATE_TO_DEV and MIGRATE_TO_SYS; the buffer is what ptr points to. What a device",
        "sees is SNAPSHOT through a descriptor that does nothing else. !a2 are bits of the page",
        "table: 1 present, 2 swap entry, 4 file, 20 device memory, 40 exclusive, 80 writable.",
        "Areas: r and w are what may be done, f is a file. Without a suffix: rw, anonymous.");
  }

  @Override
  public String build() {
    return "gcc -static -Wall -Wextra -Werror -O1 -o reproducer reproducer.c";
  }
}
