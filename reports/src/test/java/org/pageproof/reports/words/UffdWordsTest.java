package org.pageproof.reports.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.vocabulary.userfaultfd.Argument.READ_ONLY;
import static org.pageproof.vocabulary.userfaultfd.Argument.UNREADABLE;
import static org.pageproof.vocabulary.userfaultfd.Argument.VALID;

import org.junit.jupiter.api.Test;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.PageRange.Shape;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Close;
import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.DontNeed;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.Read;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.Source;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.Wake;
import org.pageproof.vocabulary.userfaultfd.Zeropage;

class UffdWordsTest {
  private static final PageRange RANGE = PageRange.of(0, 0, 2);

  @Test
  void usesTheNamesOfTheHeaders() {
    says(
        new Open(0, 1, Open.Entry.DEVICE, Open.O_NONBLOCK | 0x40, true),
        "USERFAULTFD_IOC_NEW on /dev/userfaultfd as fd1, flags O_NONBLOCK | 0x40"
            + " (then UFFDIO_API)");
    says(new Open(0, 0, Open.Entry.SYSCALL, 0, false), "userfaultfd(2) as fd0, flags 0");
    says(new Api(0, 0, 0xAB, 0x100, VALID), "UFFDIO_API fd0 (api 0xab, features THREAD_ID)");
    says(new Close(0, 0), "close fd0");
    says(
        new Register(0, 0, RANGE, 5, VALID),
        "UFFDIO_REGISTER fd0 r0p0+2 (MODE_MISSING | MODE_MINOR)");
    says(
        new Copy(0, 0, RANGE, Source.TOKENS, Copy.MODE_DONTWAKE, VALID),
        "UFFDIO_COPY fd0 r0p0+2 (MODE_DONTWAKE)");
    says(new Zeropage(0, 1, RANGE, 0, VALID), "UFFDIO_ZEROPAGE fd1 r0p0+2");
    says(new DontNeed(0, RANGE), "madvise(MADV_DONTNEED) r0p0+2");
  }

  @Test
  void saysHowATouchIsMade() {
    says(new Touch(0, 1, 0, 1, Access.WRITE), "thread 1 writes r0p1 (user code)");
    says(new Touch(0, 2, 3, 0, Access.SYSCALL_READ), "thread 2 reads r3p0 (inside write(2))");
  }

  @Test
  void spellsOutMisuse() {
    says(
        new Copy(
            0, 0, new PageRange(0, 1, 1, Shape.UNALIGNED_LENGTH), Source.UNMAPPED, 4, READ_ONLY),
        "UFFDIO_COPY fd0 r0p1+1"
            + " (mode 0x4, source not mapped, argument in a read-only page, length + 16 bytes)");
    says(
        new Wake(0, 0, new PageRange(0, 1, 1, Shape.EMPTY), UNREADABLE),
        "UFFDIO_WAKE fd0 r0p1+1 (argument at a bad address, length 0)");
    says(new Read(0, 0, 31, true), "read 31 bytes from fd0 (into a buffer that is not mapped)");
  }

  private static void says(UffdCommand command, String words) {
    assertThat(UffdWords.of(command)).isEqualTo(words);
  }
}
