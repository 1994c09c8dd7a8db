package org.pageproof.sut.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pageproof.sut.HarnessException;

class PrivilegesTest {
  private static final List<String> ROOT =
      List.of("Name:\tjava", "CapInh:\t0000000000000000", "CapEff:\t000001fffeffffff");
  private static final List<String> NOBODY =
      List.of(
          "CapInh:\t0000000000000000", "CapEff:\t0000000000000000", "CapBnd:\t00000000000000ff");

  @TempDir private Path directory;

  @Test
  void nothingIsDroppedWhereNothingIs() {
    assertThat(Privileges.dropping(NOBODY, "")).isEmpty();
  }

  @Test
  void programIsTakenFromThePath() throws IOException {
    Path program = Files.createFile(directory.resolve("setpriv"));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    assertThat(Privileges.dropping(ROOT, "/nonexistent:" + directory))
        .startsWith(program.toString(), "--bounding-set=-all")
        .endsWith("--");
  }

  @Test
  void missingProgramIsSaidInOneLine() {
    assertThatThrownBy(() -> Privileges.dropping(ROOT, directory.toString()))
        .isInstanceOf(HarnessException.class)
        .hasMessageContaining("setpriv")
        .hasMessageContaining("; install util-linux")
        .hasMessageNotContaining("\n");
  }
}
