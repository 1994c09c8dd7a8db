package org.pageproof.sut.vm.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpioWriterTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  @TempDir private Path directory;

  private List<CpioEntry> entries() {
    return CpioEntry.parse(bytes.toByteArray());
  }

  @Test
  void filesKeepTheirContentsWhateverTheirLength() throws IOException {
    try (CpioWriter cpio = new CpioWriter(bytes)) {
      for (int length = 0; length <= 5; length++) {
        cpio.file("n".repeat(length + 1), "12345".substring(0, length).getBytes(US_ASCII));
      }
    }
    assertThat(entries())
        .extracting(CpioEntry::text)
        .containsExactly("", "1", "12", "123", "1234", "12345");
    assertThat(entries()).extracting(CpioEntry::mode).containsOnly(0100644);
    assertThat(entries()).extracting(CpioEntry::inode).doesNotHaveDuplicates();
  }

  @Test
  void directoriesComeOnceAndBeforeWhatIsInThem() throws IOException {
    try (CpioWriter cpio = new CpioWriter(bytes)) {
      cpio.file("a/b/c", new byte[0]);
      cpio.symlink("a/d", "b/c");
      cpio.directory("a/e");
      cpio.directory("a");
    }
    assertThat(entries())
        .extracting(CpioEntry::name)
        .containsExactly("a", "a/b", "a/b/c", "a/d", "a/e");
    assertThat(entries().get(0).mode()).isEqualTo(040755);
    assertThat(entries().get(3).mode()).isEqualTo(0120777);
    assertThat(entries().get(3).text()).isEqualTo("b/c");
  }

  @Test
  void copiesAreExecutableIfTheFilesAre() throws IOException {
    Path plain = Files.writeString(directory.resolve("plain"), "p");
    Path program = Files.writeString(directory.resolve("program"), "x");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    try (CpioWriter cpio = new CpioWriter(bytes)) {
      cpio.copy("plain", plain);
      cpio.copy("program", program);
      cpio.program("init", new byte[] {'i'});
    }
    assertThat(entries()).extracting(CpioEntry::mode).containsExactly(0100644, 0100755, 0100755);
  }

  @Test
  void archivesMayFollowEachOther() throws IOException {
    for (String name : List.of("first", "second")) {
      try (CpioWriter cpio = new CpioWriter(bytes)) {
        cpio.file(name, new byte[3]);
      }
    }
    assertThat(entries()).extracting(CpioEntry::name).containsExactly("first", "second");
  }

  @Test
  void namesAreRelative() {
    CpioWriter cpio = new CpioWriter(bytes);
    assertThatThrownBy(() -> cpio.file("/init", new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/init");
  }
}
