package org.pageproof.sut.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.sut.kernel.Sequences.copy;
import static org.pageproof.sut.kernel.Sequences.missing;
import static org.pageproof.sut.kernel.Sequences.protect;
import static org.pageproof.sut.kernel.Sequences.touch;
import static org.pageproof.sut.kernel.Sequences.wake;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pageproof.vocabulary.Completion;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.Free;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Protect;
import org.pageproof.vocabulary.userfaultfd.Protect.Protection;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.Remap;
import org.pageproof.vocabulary.userfaultfd.Unmap;

/** mprotect, mremap, madvise and mappings of files on the real kernel. */
class MemoryCommandsTest extends KernelRun {
  private static final long REGION_0 = 0b1111;

  private static PageRange region(int region, int pages) {
    return PageRange.of(region, 0, pages);
  }

  @Test
  void protectedPagesAreSeenAndNotTouched() {
    List<Observation> seen =
        run(
            missing(
                copy(3, 0, 4),
                protect(4, 0, 1, Protection.NONE),
                protect(5, 1, 1, Protection.READ),
                touch(6, 0, 0, Access.READ),
                touch(7, 0, 1, Access.WRITE),
                touch(8, 0, 0, Access.SYSCALL_READ),
                touch(9, 0, 1, Access.SYSCALL_WRITE),
                touch(10, 0, 1, Access.READ_LAST),
                protect(11, 0, 4, Protection.READ_WRITE)));

    assertThat(seen.get(5).layout())
        .isEqualTo(new Layout(REGION_0, 0b111, 0b1110, 0b1100, 0).withModes(REGION_0, 0));
    assertThat(seen.get(5).pages()).isEqualTo(seen.get(3).pages());
    assertThat(seen.get(5).pages().describe(0)).isEqualTo("#3.0");
    assertWithheld(seen.get(6), Withholding.PROTECTED_TOUCH);
    assertWithheld(seen.get(7), Withholding.PROTECTED_TOUCH);
    assertThat(seen.get(8).reply()).isEqualTo(Reply.refused(Errno.EFAULT));
    assertThat(seen.get(9).reply()).isEqualTo(Reply.refused(Errno.EFAULT));
    assertThat(seen.get(10).reply()).isEqualTo(Reply.returned(Token.of(3, 1)));
    assertThat(seen.get(11).layout()).isEqualTo(new Layout(REGION_0, 1).withModes(REGION_0, 0));
  }

  @Test
  void tornPageIsSeenThroughItsProtection() {
    List<Observation> seen =
        run(
            missing(
                copy(3, 0, 1), touch(4, 0, 0, Access.WRITE), protect(5, 0, 1, Protection.NONE)));
    assertThat(seen.get(5).pages().describe(0)).isEqualTo("#4.0/#3.0");
  }

  @Test
  void protectionThatWouldKillAWaiterIsWithheld() {
    List<Observation> seen =
        run(
            missing(
                touch(3, 0, 0, Access.READ),
                touch(4, 1, 1, Access.WRITE),
                touch(5, 2, 2, Access.SYSCALL_READ),
                protect(6, 0, 1, Protection.READ),
                protect(7, 0, 1, Protection.NONE),
                protect(8, 1, 1, Protection.READ),
                protect(9, 2, 1, Protection.NONE),
                new Protect(
                    10, new PageRange(0, 0, 1, PageRange.Shape.UNALIGNED_LENGTH), Protection.READ),
                copy(11, 2, 1)));

    assertThat(seen.get(6).reply()).isEqualTo(Reply.ZERO);
    assertWithheld(seen.get(7), Withholding.PROTECT_UNDER_WAITER);
    assertWithheld(seen.get(8), Withholding.PROTECT_UNDER_WAITER);
    assertThat(seen.get(9).reply()).isEqualTo(Reply.ZERO);
    assertWithheld(seen.get(10), Withholding.PROTECT_UNDER_WAITER);
    assertThat(last(seen).completions())
        .containsExactly(new Completion(2, Reply.refused(Errno.EFAULT)));
  }

  @Test
  void filePagesCanBeMappedButNotRegistered() {
    List<Observation> seen =
        run(
            missing(
                new Map(3, 1, 2, Map.Backing.FILE),
                new Map(4, 2, 3, Map.Backing.READ_ONLY_SHMEM),
                new Register(5, 0, region(1, 2), 1, Argument.VALID),
                new Register(6, 0, region(2, 3), 1, Argument.VALID),
                new Protect(7, region(1, 1), Protection.READ_WRITE),
                new Protect(8, region(2, 1), Protection.NONE),
                new Map(9, 2, 1, Map.Backing.FILE),
                new Remap(10, region(1, 2), 2, 3)));

    assertThat(seen.get(4).layout())
        .isEqualTo(
            new Layout(0b1110_0011_1111L, 0b0010_0001_0001L, 0b1111, 0b1111, 0b1110_0011_0000L)
                .withModes(0b1111, 0));
    assertThat(seen.get(5).reply()).isEqualTo(Reply.refused(Errno.EINVAL));
    assertThat(seen.get(6).reply()).isEqualTo(Reply.refused(Errno.EPERM));
    assertWithheld(seen.get(7), Withholding.FILE_PAGE);
    assertWithheld(seen.get(8), Withholding.FILE_PAGE);
    assertThat(seen.get(9).reply()).isEqualTo(Reply.refused(Errno.EEXIST));
    assertThat(last(seen).layout().file()).isEqualTo(0b1100_1110_0000_0000L);
  }

  @Test
  void remapShrinksGrowsAndMoves() {
    List<Observation> seen =
        run(
            missing(
                copy(3, 0, 4),
                new Remap(4, region(0, 4), 2, Remap.IN_PLACE),
                new Remap(5, region(0, 2), 3, Remap.IN_PLACE),
                new Map(6, 2, 4),
                new Remap(7, region(0, 3), 4, 2),
                new Remap(8, region(2, 4), 4, 2)));

    assertThat(seen.get(4).layout()).isEqualTo(new Layout(0b11, 1).withModes(0b11, 0));
    assertThat(seen.get(5).layout()).isEqualTo(new Layout(0b111, 1).withModes(0b111, 0));
    assertThat(seen.get(5).pages().describe(1)).isEqualTo("#3.1");
    assertThat(seen.get(7).reply()).isEqualTo(Reply.ZERO);
    assertThat(seen.get(7).layout()).isEqualTo(new Layout(0b1111L << 9, 1L << 9));
    assertThat(seen.get(7).pages().describe(10)).isEqualTo("#3.1");
    assertThat(seen.get(7).pages().bits(11)).isZero();
    assertThat(seen.get(8).reply()).isEqualTo(Reply.refused(Errno.EINVAL));
  }

  @Test
  void remapUnderWaitersOrAcrossAreasIsWithheld() {
    List<Observation> seen =
        run(
            missing(
                new Map(3, 1, 4),
                new Remap(4, region(0, 6), 2, 2),
                new Remap(5, region(3, 1), 1, 2),
                touch(6, 0, 3, Access.READ),
                new Remap(7, region(0, 4), 2, Remap.IN_PLACE),
                new Remap(8, region(1, 4), 4, 0),
                new Remap(9, region(0, 3), 3, Remap.IN_PLACE),
                new Remap(10, region(1, 3), 3, 0)));

    assertWithheld(seen.get(4), Withholding.NOT_ONE_AREA);
    assertWithheld(seen.get(5), Withholding.NOT_ONE_AREA);
    assertThat(seen.get(6).reply()).isEqualTo(Reply.BLOCKED);
    assertWithheld(seen.get(7), Withholding.UNMAP_UNDER_WAITER);
    assertWithheld(seen.get(8), Withholding.UNMAP_UNDER_WAITER);
    assertThat(seen.get(9).reply()).isEqualTo(Reply.ZERO);
    assertThat(seen.get(10).reply()).isEqualTo(Reply.ZERO);
  }

  @Test
  void freedPageStaysUntilItIsReclaimed() {
    List<Observation> seen =
        run(missing(copy(3, 0, 1), new Free(4, region(0, 4)), new Free(5, region(1, 1))));

    assertThat(seen.get(4).reply()).isEqualTo(Reply.ZERO);
    assertThat(seen.get(4).pages()).isEqualTo(seen.get(3).pages());
    assertThat(seen.get(5).reply()).isEqualTo(Reply.refused(Errno.ENOMEM));
  }

  @ParameterizedTest
  @EnumSource(names = {"POPULATE_READ", "POPULATE_WRITE"})
  void populateIsRefusedWhereItCannotPopulate(Access access) {
    List<Observation> seen =
        run(
            missing(
                protect(3, 0, 1, Protection.NONE),
                touch(4, 0, 0, access),
                new Unmap(5, PageRange.of(0, 1, 1)),
                touch(6, 0, 1, access),
                touch(7, 0, 2, access),
                touch(8, 1, 3, access),
                new Unmap(9, PageRange.of(0, 2, 1)),
                protect(10, 3, 1, Protection.NONE),
                wake(11, 2),
                wake(12, 3)));

    assertThat(seen.get(4).reply()).isEqualTo(Reply.refused(Errno.EINVAL));
    assertThat(seen.get(6).reply()).isEqualTo(Reply.refused(Errno.ENOMEM));
    assertThat(seen.get(9).reply()).isEqualTo(Reply.ZERO);
    assertThat(seen.get(10).reply()).isEqualTo(Reply.ZERO);
    assertThat(seen.get(10).descriptors().get(0).total()).isEqualTo(2);
    assertThat(seen.get(11).completions())
        .containsExactly(new Completion(0, Reply.refused(Errno.ENOMEM)));
    assertThat(seen.get(12).completions())
        .containsExactly(new Completion(1, Reply.refused(Errno.EINVAL)));
  }
}
