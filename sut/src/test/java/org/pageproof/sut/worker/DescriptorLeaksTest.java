package org.pageproof.sut.worker;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.jna.Libc;

/** Descriptors of one kind: those of one directory. */
class DescriptorLeaksTest {
  @TempDir Path directory;

  private int open() {
    int fd = Libc.open(directory.toString(), Libc.O_RDONLY | Libc.O_CLOEXEC);
    return AreaCalls.checked(fd, directory.toString());
  }

  /** Several, because numbers that others of this process free meanwhile are taken first. */
  @Test
  void findsThoseThatAreLeft() throws IOException {
    int kept = open();
    DescriptorLeaks leaks = new DescriptorLeaks(directory.toRealPath().toString());
    leaks.check(0);
    List<Integer> leaked = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      leaked.add(open());
    }
    assertThatThrownBy(() -> leaks.check(0))
        .isInstanceOf(HarnessException.class)
        .hasMessageContainingAll("leak: 8", directory.getFileName().toString());
    leaks.check(8);
    leaked.forEach(Libc::close);
    leaks.check(0);
    Libc.close(kept);
  }
}
