package org.pageproof.sut.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.sut.simulator.Script.on;
import static org.pageproof.sut.simulator.Script.registered;
import static org.pageproof.sut.simulator.Script.script;

import org.junit.jupiter.api.Test;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.KernelRelease;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Protect.Protection;

class ProtectCallsTest {
  private static final Reply EFAULT = Reply.refused(Errno.EFAULT);
  private static final Reply EINVAL = Reply.refused(Errno.EINVAL);
  private static final Reply ENOMEM = Reply.refused(Errno.ENOMEM);

  @Test
  void splitsAndMergesWithThePermittedAccesses() {
    Script script = script().map(0, 4).protect(0, 1, 2, Protection.READ);
    expect(script, "[r0p0-r0p0][r0p1-r0p2 r-][r0p3-r0p3]");

    expect(script.protect(0, 2, 2, Protection.NONE), "[r0p0-r0p0][r0p1-r0p1 r-][r0p2-r0p3 --]");
    expect(script.protect(0, 0, 4, Protection.READ_WRITE), "[r0p0-r0p3]");
  }

  @Test
  void goesUpToAHole() {
    Script script = script().map(0, 4).unmap(0, 2, 1).protect(0, 0, 4, Protection.READ);
    assertThat(script.last().reply()).isEqualTo(ENOMEM);
    expect(script, "[r0p0-r0p1 r-][r0p3-r0p3]");

    assertThat(script.protect(0, 2, 2, Protection.READ).last().reply()).isEqualTo(ENOMEM);
    expect(script, "[r0p0-r0p1 r-][r0p3-r0p3]");
  }

  @Test
  void checksItsArguments() {
    assertThat(shaped(PageRange.Shape.UNALIGNED_START).reply()).isEqualTo(EINVAL);
    assertThat(shaped(PageRange.Shape.EMPTY).reply()).isEqualTo(Reply.ZERO);
    assertThat(shaped(PageRange.Shape.WRAPPING).reply()).isEqualTo(ENOMEM);
    assertThat(shaped(PageRange.Shape.BEYOND_TASK).reply()).isEqualTo(ENOMEM);

    Observation rounded = shaped(PageRange.Shape.UNALIGNED_LENGTH);
    assertThat(rounded.reply()).isEqualTo(Reply.ZERO);
    assertThat(rounded.layout().writable()).isEqualTo(0b1100);
  }

  private static Observation shaped(PageRange.Shape shape) {
    return script().map(0, 4).protect(new PageRange(0, 0, 1, shape), Protection.READ).last();
  }

  @Test
  void refusesWhatTheAreaForbids() {
    Script script = script().map(0, 1).store(0, 0).protect(0, 0, 1, Protection.READ);
    assertThat(script.load(0, 0).last().reply()).isEqualTo(Reply.returned(Script.token(2, 0)));
    assertThat(script.store(0, 0).last().reply())
        .isEqualTo(new Reply.Withheld(Withholding.PROTECTED_TOUCH));
    assertThat(script.touch(0, 0, Access.SYSCALL_WRITE).last().reply()).isEqualTo(EFAULT);
    assertThat(script.touch(0, 0, Access.POPULATE_WRITE).last().reply()).isEqualTo(EINVAL);

    script.protect(0, 0, 1, Protection.NONE);
    assertThat(script.load(0, 0).last().reply())
        .isEqualTo(new Reply.Withheld(Withholding.PROTECTED_TOUCH));
    assertThat(script.touch(0, 0, Access.SYSCALL_READ).last().reply()).isEqualTo(EFAULT);
    assertThat(script.touch(0, 0, Access.POPULATE_READ).last().reply()).isEqualTo(EINVAL);
    assertThat(script.last().pages().head(0)).isEqualTo(Script.token(2, 0));
  }

  @Test
  void withholdsWhatWouldKillABlockedThread() {
    Script script = registered(1).load(0, 0);
    assertThat(script.protect(0, 0, 1, Protection.READ).last().reply()).isEqualTo(Reply.ZERO);
    assertThat(script.protect(0, 0, 1, Protection.NONE).last().reply())
        .isEqualTo(new Reply.Withheld(Withholding.PROTECT_UNDER_WAITER));

    Script writer = registered(1).store(0, 0).protect(0, 0, 1, Protection.READ);
    assertThat(writer.last().reply())
        .isEqualTo(new Reply.Withheld(Withholding.PROTECT_UNDER_WAITER));
    Script call = registered(1).touch(0, 0, Access.SYSCALL_WRITE);
    assertThat(call.protect(0, 0, 1, Protection.READ).last().reply()).isEqualTo(Reply.ZERO);
    assertThat(call.wake(0, 0, 0, 1).last().completions().get(0).reply()).isEqualTo(EFAULT);
  }

  @Test
  void withholdsAChangeOfFilePages() {
    Script script = script().map(0, 2).map(1, 2, Map.Backing.FILE);

    assertThat(script.protect(0, 0, 8, Protection.READ).last().reply())
        .isEqualTo(new Reply.Withheld(Withholding.FILE_PAGE));
    assertThat(script.protect(0, 0, 3, Protection.READ).last().reply()).isEqualTo(ENOMEM);
  }

  /** Memory never written is no longer accounted for, and areas that differ in that stay apart. */
  @Test
  void keepsAreasApartThatAreAccountedForDifferently() {
    expect(readOnlyPieces(Profile.linux618()), "[r0p0-r0p1 r-][r0p2-r0p3 r-]");
    Profile before = new Profile(KernelRelease.parse("6.6.0"), 0x7fff, true, true, true);
    expect(readOnlyPieces(before), "[r0p0-r0p3 r-]");
  }

  private static Script readOnlyPieces(Profile profile) {
    Script script = on(profile).open(0).map(0, 4).protect(0, 0, 2, Protection.READ).store(0, 2);
    script.register(0, 0, 0, 4).copy(0, 0, 0, 1); // both have an anon_vma now, before 6.7 the same
    return script.protect(0, 2, 2, Protection.READ);
  }

  private static void expect(Script script, String areas) {
    assertThat(script.last().layout().withModes(0, 0).describe(Script.PLAN)).isEqualTo(areas);
  }
}
