package org.pageproof.sut.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.sut.kernel.Sequences.copy;
import static org.pageproof.sut.kernel.Sequences.protectable;
import static org.pageproof.sut.kernel.Sequences.touch;
import static org.pageproof.sut.kernel.Sequences.writeProtect;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Completion;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.Read;
import org.pageproof.vocabulary.userfaultfd.Source;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.WriteProtect;

/** UFFDIO_WRITEPROTECT, and the features that change faults, on the real kernel. */
class WriteProtectTest extends KernelRun {
  private static final int PROTECTED = Pages.PRESENT | Pages.UFFD_WP;

  private List<Observation> runWith(long features, UffdCommand... others) {
    List<UffdCommand> commands = new ArrayList<>(protectable(others).commands());
    commands.set(1, new Api(1, 0, Api.VERSION, features, Argument.VALID));
    return run(Sequences.of(commands.toArray(UffdCommand[]::new)));
  }

  @ParameterizedTest
  @EnumSource(names = {"WRITE", "SYSCALL_WRITE", "POPULATE_WRITE"})
  void writerWaitsUntilTheProtectionEnds(Access access) {
    List<Observation> seen =
        run(
            protectable(
                copy(4, 0, 2),
                writeProtect(5, 0, 1, WriteProtect.MODE_WP),
                touch(6, 0, 0, access),
                new Read(7, 0, 64, false),
                touch(8, 1, 0, Access.READ),
                writeProtect(9, 0, 1, WriteProtect.MODE_DONTWAKE),
                writeProtect(10, 0, 1, 0)));

    assertThat(seen.get(5).pages().bits(0)).isEqualTo(PROTECTED);
    assertThat(seen.get(5).pages().bits(1)).isEqualTo(Pages.PRESENT);
    assertThat(seen.get(6).reply()).isEqualTo(Reply.BLOCKED);
    assertThat(seen.get(7).messages())
        .containsExactly(
            new Message(
                Message.PAGEFAULT,
                Message.FLAG_WRITE | Message.FLAG_WP,
                AddressPlan.BASE,
                Message.NO_THREAD));
    assertThat(seen.get(8).reply()).isEqualTo(Reply.returned(Token.of(4, 0)));
    assertThat(seen.get(9).pages().bits(0)).isEqualTo(Pages.PRESENT);
    assertThat(seen.get(9).completions()).isEmpty();
    assertThat(seen.get(10).completions()).containsExactly(new Completion(0, Reply.ZERO));
    assertThat(seen.get(10).pages().head(0))
        .isEqualTo(access.isStore() ? Token.of(6, 0) : Token.of(4, 0));
  }

  @Test
  void copyInstallsProtected() {
    List<Observation> seen =
        run(
            protectable(
                new Copy(
                    4, 0, PageRange.of(0, 1, 1), Source.TOKENS, Copy.MODE_WP, Argument.VALID)));
    assertThat(last(seen).pages().bits(1)).isEqualTo(PROTECTED);
    assertThat(last(seen).pages().head(1)).isEqualTo(Token.of(4, 0));
  }

  @Test
  void nothingIsStoredInTheArgument() {
    PageRange page = PageRange.of(0, 0, 1);
    List<Observation> seen =
        run(
            protectable(
                copy(4, 0, 1),
                new WriteProtect(5, 0, page, WriteProtect.MODE_WP, Argument.READ_ONLY),
                new WriteProtect(6, 0, page, 0, Argument.UNREADABLE),
                new WriteProtect(7, 1, page, 0, Argument.VALID)));
    assertThat(seen.get(5).reply()).isEqualTo(Reply.ZERO);
    assertThat(seen.get(5).out()).isEmpty();
    assertThat(seen.get(5).pages().bits(0)).isEqualTo(PROTECTED);
    assertThat(seen.get(6).reply()).isEqualTo(Reply.refused(Errno.EFAULT));
    assertThat(seen.get(7).reply()).isEqualTo(Reply.refused(Errno.EBADF));
  }

  @Test
  void absentPageGetsAMarker() {
    List<Observation> seen =
        runWith(Api.FEATURE_WP_UNPOPULATED, writeProtect(4, 1, 1, WriteProtect.MODE_WP));
    assertThat(last(seen).pages().bits(1)).isEqualTo(Pages.SWAPPED | Pages.UFFD_WP);
    assertThat(last(seen).pages().head(1)).isZero();
    assertThat(last(seen).descriptors().get(0).features() & Api.FEATURE_WP_UNPOPULATED).isNotZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"READ", "READ_LAST", "POPULATE_READ"})
  void messageTellsThreadAndExactAddress(Access access) {
    List<Observation> seen =
        runWith(
            Api.FEATURE_THREAD_ID | Api.FEATURE_EXACT_ADDRESS,
            touch(4, 2, 1, access),
            new Read(5, 0, 64, false));
    long page = AddressPlan.BASE + AddressPlan.PAGE_SIZE;
    assertThat(last(seen).messages())
        .containsExactly(new Message(Message.PAGEFAULT, 0, page + access.offset(), 2));
  }
}
