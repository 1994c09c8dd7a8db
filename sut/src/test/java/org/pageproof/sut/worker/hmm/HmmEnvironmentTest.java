package org.pageproof.sut.worker.hmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pageproof.sut.HarnessException;

/** Machines on which the test driver cannot be tested, as trees of files. */
class HmmEnvironmentTest {
  private static final String AROUND = "sys/kernel/debug/fault_around_bytes";

  private static final String THP = "sys/kernel/mm/transparent_hugepage";
  private static final String SLEEP = THP + "/khugepaged/scan_sleep_millisecs";

  @TempDir Path root;

  @BeforeEach
  void machineThatCanBeTested() throws IOException {
    write(THP + "/enabled", "always [madvise] never\n");
    write("sys/kernel/mm/ksm/run", "0\n");
    write(THP + "/use_zero_page", "1\n");
    write(THP + "/defrag", "always defer defer+madvise [madvise] never\n");
    write(SLEEP, "4294967295\n");
    write(AROUND, "4096\n");
    write("proc/swaps", "Filename\tType\tSize\tUsed\tPriority\n");
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(Objects.requireNonNull(path.getParent()));
    Files.writeString(path, text);
  }

  private void assertRefused(String... parts) {
    assertThatThrownBy(() -> new HmmEnvironment(root, false).require())
        .isInstanceOf(HarnessException.class)
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
  }

  @Test
  void acceptsOneThatIsReady() {
    new HmmEnvironment(root, false).require();
  }

  @Test
  void refusesFaultAround() throws IOException {
    write(AROUND, "65536\n");
    assertRefused("65536", "echo 4096 >", AROUND);
    assertThat(root.resolve(AROUND)).hasContent("65536\n");
  }

  @Test
  void refusesWhatCannotBeKnown() throws IOException {
    Files.delete(root.resolve(AROUND));
    assertRefused("mount -t debugfs", "CONFIG_DEBUG_FS");
  }

  @Test
  void firstProcessOfAGuestSetsIt() throws IOException {
    write(AROUND, "65536\n");
    write(SLEEP, "10000\n");
    write(THP + "/use_zero_page", "0\n");
    write(THP + "/defrag", "madvise\n");
    new HmmEnvironment(root, true).require();
    assertThat(root.resolve(AROUND)).hasContent("4096");
    assertThat(root.resolve(THP + "/use_zero_page")).hasContent("1");
    assertThat(root.resolve(THP + "/defrag")).hasContent("madvise");
    assertThat(root.resolve(SLEEP)).hasContent("4294967295");
  }

  @ParameterizedTest
  @CsvSource({
    "enabled,[always] madvise never,madvise",
    "enabled,always madvise [never],madvise",
    "khugepaged/scan_sleep_millisecs,10000,4294967295",
    "use_zero_page,0,1",
    "defrag,always defer defer+madvise madvise [never],madvise",
  })
  void refusesOtherHugePages(String option, String value, String needed) throws IOException {
    write(THP + "/" + option, value + "\n");
    assertRefused("huge", "echo " + needed + " >", option);
  }

  @Test
  void refusesSwapSpace() throws IOException {
    write("proc/swaps", "Filename\tType\tSize\tUsed\tPriority\n/dev/vda2 partition 1 0 -2\n");
    assertRefused("swapoff -a");
  }

  @Test
  void refusesMergedPages() throws IOException {
    write("sys/kernel/mm/ksm/run", "1\n");
    assertRefused("merged", "echo 0 >");
  }
}
