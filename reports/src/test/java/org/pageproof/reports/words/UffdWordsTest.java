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
import org.pageproof.vocabulary.userfaultfd.ChildWrite;
import org.pageproof.vocabulary.userfaultfd.Close;
import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.DontNeed;
import org.pageproof.vocabulary.userfaultfd.Fork;
import org.pageproof.vocabulary.userfaultfd.Free;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Misuse;
import org.pageproof.vocabulary.userfaultfd.Misuse.Call;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.Protect;
import org.pageproof.vocabulary.userfaultfd.Protect.Protection;
import org.pageproof.vocabulary.userfaultfd.Read;
import org.pageproof.vocabulary.userfaultfd.Reap;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.Remap;
import org.pageproof.vocabulary.userfaultfd.SetNonblocking;
import org.pageproof.vocabulary.userfaultfd.Source;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.Wake;
import org.pageproof.vocabulary.userfaultfd.WriteProtect;
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
    says(
        new WriteProtect(0, 0, RANGE, WriteProtect.MODE_WP, VALID),
        "UFFDIO_WRITEPROTECT fd0 r0p0+2 (MODE_WP)");
    says(
        new WriteProtect(0, 0, RANGE, WriteProtect.MODE_DONTWAKE | 8, UNREADABLE),
        "UFFDIO_WRITEPROTECT fd0 r0p0+2 (MODE_DONTWAKE | 0x8, argument at a bad address)");
    says(
        new Api(0, 0, Api.VERSION, Api.FEATURE_SIGBUS | 1L << 62, VALID),
        "UFFDIO_API fd0 (features SIGBUS | 0x4000000000000000)");
    says(new DontNeed(0, RANGE), "madvise(MADV_DONTNEED) r0p0+2");
    says(new Free(0, RANGE), "madvise(MADV_FREE) r0p0+2");
    says(new SetNonblocking(0, 1, false), "fcntl(F_SETFL) fd1 without O_NONBLOCK");
  }

  @Test
  void saysWhatBecomesOfMemory() {
    says(new Map(0, 2, 3), "mmap r2p0+3");
    says(new Map(0, 2, 3, Map.Backing.FILE), "mmap r2p0+3 (/bin/sh, PROT_NONE)");
    says(
        new Map(0, 2, 3, Map.Backing.READ_ONLY_SHMEM),
        "mmap r2p0+3 (a memfd opened O_RDONLY, MAP_SHARED, PROT_NONE)");
    says(
        new Protect(0, new PageRange(1, 0, 2, Shape.EMPTY), Protection.READ_WRITE),
        "mprotect r1p0+2, PROT_READ | PROT_WRITE (length 0)");
    says(new Protect(0, RANGE, Protection.NONE), "mprotect r0p0+2, PROT_NONE");
    says(new Remap(0, RANGE, 3, Remap.IN_PLACE), "mremap r0p0+2 to 3 pages in place");
    says(new Remap(0, RANGE, 1, Remap.IN_PLACE), "mremap r0p0+2 to 1 page in place");
    says(new Remap(0, RANGE, 1, 3), "mremap r0p0+2 to r3p0+1");
  }

  @Test
  void saysWhatBecomesOfTheChild() {
    says(new Fork(0), "fork");
    says(new ChildWrite(0, 1, 2), "write the child's r1p2 through /proc/PID/mem");
    says(new Reap(0), "kill and reap the child");
  }

  @Test
  void saysHowATouchIsMade() {
    says(new Touch(0, 1, 0, 1, Access.WRITE), "thread 1 writes r0p1 (user code)");
    says(new Touch(0, 2, 3, 0, Access.SYSCALL_READ), "thread 2 reads r3p0 (inside write(2))");
    says(new Touch(0, 0, 0, 0, Access.READ_LAST), "thread 0 reads the end of r0p0 (user code)");
    says(
        new Touch(0, 0, 0, 0, Access.POPULATE_WRITE),
        "thread 0 populates r0p0 (MADV_POPULATE_WRITE)");
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
    says(new Misuse(0, 1, Call.UNKNOWN_IOCTL), "ioctl with an unknown number on fd1");
    says(
        new Misuse(0, 1, Call.WRONG_SIZE),
        "UFFDIO_REGISTER with the size of another argument on fd1");
    says(new Misuse(0, 1, Call.WRITE), "write 32 bytes to fd1");
    says(new Misuse(0, 1, Call.MMAP), "mmap fd1");
    says(new Misuse(0, 1, Call.SEEK), "lseek fd1 to the start");
    says(new Misuse(0, 1, Call.DEVICE_IOCTL), "ioctl with an unknown number on /dev/userfaultfd");
    says(new Read(0, 0, 31, true), "read 31 bytes from fd0 (into a buffer that is not mapped)");
  }

  private static void says(UffdCommand command, String words) {
    assertThat(UffdWords.of(command)).isEqualTo(words);
  }
}
