package org.pageproof.sut.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.sut.kernel.Sequences.FLAGS;
import static org.pageproof.sut.kernel.Sequences.copy;
import static org.pageproof.sut.kernel.Sequences.missing;
import static org.pageproof.sut.kernel.Sequences.protect;
import static org.pageproof.sut.kernel.Sequences.protectable;
import static org.pageproof.sut.kernel.Sequences.touch;
import static org.pageproof.sut.kernel.Sequences.writeProtect;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pageproof.vocabulary.Completion;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.ChildWrite;
import org.pageproof.vocabulary.userfaultfd.Close;
import org.pageproof.vocabulary.userfaultfd.Fork;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.Protect.Protection;
import org.pageproof.vocabulary.userfaultfd.Reap;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.Unmap;
import org.pageproof.vocabulary.userfaultfd.WriteProtect;

/** A forked child on the real kernel. */
class ChildTest extends KernelRun {
  private static Pages child(Observation seen) {
    return seen.child().orElseThrow();
  }

  @Test
  void childHasItsOwnCopy() {
    List<Observation> seen =
        run(
            protectable(
                copy(4, 0, 2),
                writeProtect(5, 1, 1, WriteProtect.MODE_WP),
                new Fork(6),
                touch(7, 0, 0, Access.WRITE),
                new ChildWrite(8, 0, 1),
                new ChildWrite(9, 0, 3),
                new Unmap(10, PageRange.of(0, 0, 2)),
                new ChildWrite(11, 1, 0),
                new Reap(12)));

    assertThat(seen.get(5).child()).isEmpty();
    assertThat(child(seen.get(6)).describe(0)).isEqualTo("#4.0");
    assertThat(child(seen.get(6)).bits(1)).isEqualTo(Pages.PRESENT); // and not protected
    assertThat(seen.get(7).pages().describe(0)).isEqualTo("#7.0/#4.0");
    assertThat(child(seen.get(7))).isEqualTo(child(seen.get(6)));
    assertThat(seen.get(8).reply()).isEqualTo(Reply.returned(8));
    assertThat(child(seen.get(8)).describe(1)).isEqualTo("#8.0/#4.1");
    assertThat(seen.get(8).pages().head(1)).isEqualTo(seen.get(6).pages().head(1));
    assertThat(child(seen.get(9)).describe(3)).isEqualTo("#9.0/zero");
    assertThat(seen.get(9).pages().bits(3)).isZero();
    assertThat(child(seen.get(10))).isEqualTo(child(seen.get(9)));
    assertThat(seen.get(11).reply()).isEqualTo(Reply.refused(new Errno(5)));
    assertThat(seen.get(12).reply()).isEqualTo(Reply.ZERO);
    assertThat(seen.get(12).child()).isEmpty();
  }

  @Test
  void protectionDoesNotHideTheChildsPages() {
    List<Observation> seen =
        run(
            missing(
                copy(3, 0, 2),
                protect(4, 0, 1, Protection.NONE),
                new Fork(5),
                new ChildWrite(6, 0, 0)));
    assertThat(child(seen.get(5)).describe(0)).isEqualTo("#3.0");
    assertThat(child(seen.get(6)).describe(0)).isEqualTo("#6.0/#3.0");
    assertThat(seen.get(6).pages().describe(0)).isEqualTo("#3.0");
  }

  @Test
  void withoutChildOrWithTwoItIsWithheld() {
    List<Observation> seen =
        run(
            Sequences.of(
                new Reap(0),
                new ChildWrite(1, 0, 0),
                new Map(2, 1, 1, Map.Backing.FILE),
                new Fork(3),
                new Fork(4),
                new ChildWrite(5, 1, 0),
                new Unmap(6, PageRange.of(1, 0, 1)),
                new ChildWrite(7, 1, 0),
                new Reap(8),
                new Fork(9)));
    assertWithheld(seen.get(0), Withholding.NO_CHILD);
    assertWithheld(seen.get(1), Withholding.NO_CHILD);
    assertThat(seen.get(3).reply()).isEqualTo(Reply.ZERO);
    assertWithheld(seen.get(4), Withholding.SLOT_IN_USE);
    assertWithheld(seen.get(5), Withholding.FILE_PAGE);
    assertWithheld(seen.get(7), Withholding.FILE_PAGE); // it was when the child was forked
    assertThat(seen.get(9).reply()).isEqualTo(Reply.ZERO);
  }

  @Test
  void childKeepsTheContextUntilItIsReaped() {
    List<Observation> seen =
        run(
            missing(
                touch(3, 0, 0, Access.READ),
                new Fork(4),
                new Close(5, 0),
                touch(6, 1, 1, Access.POPULATE_READ),
                new Open(7, 0, Open.Entry.SYSCALL, FLAGS, true),
                new Register(8, 0, PageRange.of(0, 0, 4), 1, Argument.VALID),
                new Map(9, 1, 1),
                new Register(10, 0, PageRange.of(1, 0, 1), 1, Argument.VALID),
                new Touch(11, 2, 1, 0, Access.WRITE),
                new Reap(12),
                new Close(13, 0)));

    assertThat(seen.get(5).completions()).isEmpty();
    assertThat(seen.get(5).descriptors().get(0)).isEqualTo(DescriptorView.CLOSED);
    assertThat(seen.get(6).reply()).isEqualTo(Reply.BLOCKED);
    assertThat(seen.get(8).reply()).isEqualTo(Reply.refused(Errno.EBUSY));
    assertThat(seen.get(11).reply()).isEqualTo(Reply.BLOCKED);
    assertThat(seen.get(11).descriptors().get(0).total()).isOne();
    assertThat(seen.get(12).completions())
        .containsExactly(new Completion(0, Reply.ZERO), new Completion(1, Reply.ZERO));
    assertThat(seen.get(12).descriptors().get(0).total()).isOne();
    assertThat(seen.get(13).completions()).containsExactly(new Completion(2, Reply.ZERO));
  }

  @Test
  void parentKeepsTheContextWhenTheChildIsReaped() {
    List<Observation> seen =
        run(
            missing(
                touch(3, 0, 0, Access.READ),
                new Fork(4),
                new Reap(5),
                new Fork(6),
                copy(7, 0, 1),
                new Close(8, 0)));
    assertThat(seen.get(5).completions()).isEmpty();
    assertThat(seen.get(7).completions()).hasSize(1);
    assertThat(seen.get(7).pages().describe(0)).isEqualTo("#7.0");
    assertThat(child(seen.get(7)).bits(0)).isZero();
  }
}
