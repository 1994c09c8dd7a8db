package org.pageproof.reports.words;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.hmm.Access;
import org.pageproof.vocabulary.hmm.CheckExclusive;
import org.pageproof.vocabulary.hmm.ChildTouch;
import org.pageproof.vocabulary.hmm.Close;
import org.pageproof.vocabulary.hmm.DeviceRead;
import org.pageproof.vocabulary.hmm.DeviceWrite;
import org.pageproof.vocabulary.hmm.DontNeed;
import org.pageproof.vocabulary.hmm.Exclusive;
import org.pageproof.vocabulary.hmm.Fork;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.Map;
import org.pageproof.vocabulary.hmm.MigrateToDevice;
import org.pageproof.vocabulary.hmm.MigrateToSystem;
import org.pageproof.vocabulary.hmm.Misuse;
import org.pageproof.vocabulary.hmm.Open;
import org.pageproof.vocabulary.hmm.Protect;
import org.pageproof.vocabulary.hmm.Protect.Protection;
import org.pageproof.vocabulary.hmm.Reap;
import org.pageproof.vocabulary.hmm.Release;
import org.pageproof.vocabulary.hmm.Remap;
import org.pageproof.vocabulary.hmm.Request;
import org.pageproof.vocabulary.hmm.Request.Buffer;
import org.pageproof.vocabulary.hmm.Request.Shape;
import org.pageproof.vocabulary.hmm.SetFlags;
import org.pageproof.vocabulary.hmm.Snapshot;
import org.pageproof.vocabulary.hmm.Touch;
import org.pageproof.vocabulary.hmm.Unmap;

class HmmWordsTest {
  private static final Request REQUEST = Request.of(0, 0, 1, 2);
  private static final PageRange RANGE = PageRange.of(0, 1, 2);

  @Test
  void saysWhichMirrorDoesWhatWithWhichPages() {
    says(new Open(0, 1, 3), "open /dev/hmm_dmirror3 as m1");
    says(new Close(0, 2), "close m2");
    says(new DeviceRead(0, REQUEST), "m0 READ r0p1+2");
    says(new DeviceWrite(0, Request.of(2, 1, 0, 1)), "m2 WRITE r1p0+1");
    says(new MigrateToDevice(0, REQUEST), "m0 TODEV r0p1+2");
    says(new MigrateToSystem(0, REQUEST), "m0 TOSYS r0p1+2");
    says(new Snapshot(0, REQUEST), "m0 SNAPSHOT r0p1+2");
    says(new Exclusive(0, REQUEST), "m0 EXCLUSIVE r0p1+2");
    says(new CheckExclusive(0, REQUEST), "m0 CHECK_EXCLUSIVE r0p1+2");
    says(new Release(0, REQUEST), "m0 RELEASE r0p1+2");
    says(new SetFlags(0, 1, 3), "m1 FLAGS 0x3 (FAIL_ALLOC)");
    says(new SetFlags(0, 1, 2), "m1 FLAGS 0x2");
  }

  @Test
  void spellsOutMisuse() {
    shape(Shape.UNALIGNED, "addr + 16 bytes");
    shape(Shape.EMPTY, "npages 0");
    shape(Shape.HIGH_BITS, "npages + 2^52");
    shape(Shape.ONLY_HIGH_BITS, "npages 2^52");
    shape(Shape.WRAPPING, "npages 2^52 - 1, wraps around");
    shape(Shape.BEYOND_TASK, "addr 0xffff800000000000, beyond the task");
    shape(Shape.TOO_LARGE, "npages 2^32");
    buffer(Buffer.BAD, "ptr at a bad address");
    buffer(Buffer.READ_ONLY, "ptr to read-only pages");
    buffer(Buffer.STRUCT_UNREADABLE, "struct at a bad address");
    buffer(Buffer.STRUCT_READ_ONLY, "struct in a read-only page");
    says(
        new DeviceRead(0, REQUEST.withShape(Shape.EMPTY).withBuffer(Buffer.BAD)),
        "m0 READ r0p1+2 (npages 0, ptr at a bad address)");
    misuse(Misuse.Call.UNKNOWN_IOCTL, "ioctl with the unknown number 0x3f");
    misuse(
        Misuse.Call.UNKNOWN_UNALIGNED, "ioctl with the unknown number 0x3f, addr not page aligned");
    misuse(
        Misuse.Call.UNKNOWN_UNREADABLE,
        "ioctl with the unknown number 0x3f, struct at a bad address");
    misuse(Misuse.Call.WRONG_SIZE, "SNAPSHOT with the size of another argument");
    misuse(Misuse.Call.WRONG_DIRECTION, "SNAPSHOT with the direction of a call that only writes");
    misuse(Misuse.Call.READ, "read(2) of 8 bytes");
    misuse(Misuse.Call.WRITE, "write(2) of 8 bytes");
  }

  @Test
  void saysWhatBecomesOfMemory() {
    says(new Map(4, 2, 3, Map.Backing.ANONYMOUS), "mmap r2p0+3");
    says(new Map(4, 2, 3, Map.Backing.SHARED), "mmap r2p0+3 (MAP_SHARED | MAP_ANONYMOUS)");
    says(
        new Map(4, 2, 3, Map.Backing.PRIVATE_FILE),
        "mmap r2p0+3 (MAP_PRIVATE of a memfd, page k holds #4.k)");
    says(new Unmap(0, RANGE), "munmap r0p1+2");
    says(new Protect(0, RANGE, Protection.WRITE), "mprotect r0p1+2, PROT_WRITE");
    says(new Remap(0, RANGE, 3), "mremap r0p1+2 to r3p0+2");
    says(new DontNeed(0, RANGE), "madvise(MADV_DONTNEED) r0p1+2");
    says(new Touch(0, 1, 3, Access.READ), "CPU reads r1p3 (user code)");
    says(new Touch(0, 1, 3, Access.SYSCALL_WRITE), "CPU writes r1p3 (inside read(2))");
    says(new Touch(0, 1, 3, Access.SYSCALL_READ), "CPU reads r1p3 (inside write(2))");
  }

  @Test
  void saysWhatBecomesOfTheChild() {
    says(new Fork(0), "fork");
    says(new ChildTouch(0, 1, 2, true), "write the child's r1p2 through /proc/PID/mem");
    says(new ChildTouch(0, 1, 2, false), "read the child's r1p2 through /proc/PID/mem");
    says(new Reap(0), "kill and reap the child");
  }

  private static void shape(Shape shape, String words) {
    says(new DeviceRead(0, REQUEST.withShape(shape)), "m0 READ r0p1+2 (" + words + ")");
  }

  private static void buffer(Buffer buffer, String words) {
    says(new Snapshot(0, REQUEST.withBuffer(buffer)), "m0 SNAPSHOT r0p1+2 (" + words + ")");
  }

  private static void misuse(Misuse.Call call, String words) {
    says(new Misuse(0, 1, call), "m1 " + words);
  }

  private static void says(HmmCommand command, String words) {
    assertThat(HmmWords.of(command)).isEqualTo(words);
  }
}
