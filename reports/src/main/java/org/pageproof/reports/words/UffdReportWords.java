package org.pageproof.reports.words;

import java.util.List;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** What a report says of userfaultfd alone. */
public final class UffdReportWords implements ReportWords<UffdCommand> {
  @Override
  public String of(UffdCommand command) {
    return UffdWords.of(command);
  }

  @Override
  public String negotiated(Profile profile) {
    return "userfaultfd  features 0x"
        + Long.toHexString(profile.features())
        + (profile.unrestricted() ? "" : ", user mode only")
        + (profile.ptrace() ? "" : ", no CAP_SYS_PTRACE")
        + (profile.device() ? "" : ", no device");
  }

  @Override
  public List<String> legend() {
    return List.of(
        "Regions, pages: r1p2 is page 2 of region 1. A page's contents: #4.0 is the word",
        "that command 4 writes into its page 0; two words are the first and all others.",
        "!11 are bits: 1 present, 2 swap entry or marker, 4 file, 8 guard, 10 write-protected.",
        "Areas: r and w are what may be done, f is a file, m and p are registered for missing",
        "pages and for writes to protected ones. Without a suffix: rw, not registered.");
  }

  @Override
  public String build() {
    return "gcc -Wall -Wextra -Werror -O1 -pthread -o reproducer reproducer.c";
  }
}
