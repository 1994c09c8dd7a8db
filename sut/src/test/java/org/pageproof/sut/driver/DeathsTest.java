package org.pageproof.sut.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeathsTest {
  private static final List<String> REPORT =
      List.of(
          "#",
          "# A fatal error has been detected by the Java Runtime Environment:",
          "#",
          "#  SIGBUS (0x7) at pc=0x00007f2a5c18f5d1, pid=3216, tid=3221");

  @Test
  void crashReportComesFirst() {
    assertThat(Deaths.describe(1, REPORT)).isEqualTo("SIGBUS");
    assertThat(Deaths.describe(134, REPORT)).isEqualTo("SIGBUS");
  }

  @Test
  void withoutReportTheStatusCounts() {
    assertThat(Deaths.describe(137, List.of())).isEqualTo("SIGKILL");
    assertThat(Deaths.describe(3, List.of())).isEqualTo("exit 3");
    assertThat(Deaths.describe(192, List.of("# no signal"))).isEqualTo("exit 192");
  }
}
