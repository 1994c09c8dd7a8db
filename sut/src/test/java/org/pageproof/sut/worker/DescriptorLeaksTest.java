package org.pageproof.sut.worker;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
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

  @Test
  void findsOneThatIsLeft() throws IOException {
    int kept = open();
    DescriptorLeaks leaks = new DescriptorLeaks(directory.toRealPath().toString());
    leaks.check(0);
    int leaked = open();
    assertThatThrownBy(() -> leaks.check(0))
        .isInstanceOf(HarnessException.class)
        .hasMessageContainingAll("leak: 1", directory.getFileName().toString());
    leaks.check(1);
    Libc.close(leaked);
    leaks.check(0);
    Libc.close(kept);
  }
}
