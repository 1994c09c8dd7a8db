package org.pageproof.sut.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.sut.simulator.Script.mapped;
import static org.pageproof.sut.simulator.Script.on;
import static org.pageproof.sut.simulator.Script.registeredFor;
import static org.pageproof.sut.simulator.Script.token;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pageproof.vocabulary.Completion;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.Protect.Protection;
import org.pageproof.vocabulary.userfaultfd.Register;

class WriteProtectCallsTest {
  private static final long MISSING = Register.MODE_MISSING;
  private static final long WP = Register.MODE_WP;
  private static final long UNPOPULATED = Api.FEATURE_WP_UNPOPULATED;
  private static final int PROTECTED = Pages.PRESENT | Pages.UFFD_WP;
  private static final int MARKER = Pages.SWAPPED | Pages.UFFD_WP;
  private static final Reply EINVAL = Reply.refused(Errno.EINVAL);
  private static final Reply ENOENT = Reply.refused(Errno.ENOENT);
  private static final PageRange FIRST = PageRange.of(0, 0, 1);

  @ParameterizedTest
  @ValueSource(longs = {3, 4, 5})
  void refusesAnUnknownMode(long mode) {
    assertThat(registeredFor(WP, 0, 1).writeProtect(0, FIRST, mode).last().reply())
        .isEqualTo(EINVAL);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WHOLE")
  void refusesAMalformedRange(PageRange.Shape shape) {
    PageRange range = new PageRange(0, 0, 1, shape);

    assertThat(registeredFor(WP, 0, 2).writeProtect(0, range, 1).last().reply()).isEqualTo(EINVAL);
  }

  @Test
  void isUnknownToTheFirstKernel() {
    Script script = on(Profile.linux43()).open(0).map(0, 1);
    assertThat(script.registerFor(WP, 0, 0, 0, 1).last().reply()).isEqualTo(EINVAL);
    assertThat(script.register(0, 0, 0, 1).writeProtect(0, 0, 0, 1).last().reply())
        .isEqualTo(EINVAL);
    assertThat(script.copy(0, FIRST, Copy.MODE_WP).last().reply()).isEqualTo(EINVAL);
  }

  @Test
  void trapsAWriteUntilTheProtectionEnds() {
    Script script = protectedPage(0).load(0, 0).store(0, 0).read(0, 32);

    List<Observation> seen = script.run();
    assertThat(seen.get(5).pages().bits(0)).isEqualTo(PROTECTED);
    assertThat(seen.get(6).reply()).isEqualTo(Reply.returned(token(5, 0)));
    assertThat(script.last().messages())
        .containsExactly(new Message(Message.PAGEFAULT, 3, 0x1000_0000L, Message.NO_THREAD));

    Observation ended = script.unprotect(0, 0, 0, 1).last();
    assertThat(ended.completions()).containsExactly(new Completion(0, Reply.ZERO));
    assertThat(ended.pages().bits(0)).isEqualTo(Pages.PRESENT);
    assertThat(ended.pages().head(0)).isEqualTo(token(8, 0));
  }

  @Test
  void wakesOnlyWhenTheProtectionEndsAloud() {
    Script script = protectedPage(0).store(0, 0).writeProtect(0, 0, 0, 1);
    assertThat(script.last().completions()).isEmpty();

    assertThat(script.writeProtect(0, FIRST, 2).last().completions()).isEmpty();
    assertThat(script.last().pages().bits(0)).isEqualTo(Pages.PRESENT);
    assertThat(script.wake(0, 0, 0, 1).last().completions()).hasSize(1);
  }

  @Test
  void protectsEmptyEntriesOnlyIfAsked() {
    assertThat(registeredFor(WP, 0, 1).writeProtect(0, 0, 0, 1).last().pages().bits(0)).isZero();

    Script marked = registeredFor(WP, UNPOPULATED, 2).writeProtect(0, 0, 0, 2);
    assertThat(marked.last().pages().bits(0)).isEqualTo(MARKER);
    assertThat(marked.load(0, 0).last().pages().bits(0)).isEqualTo(PROTECTED);

    Observation blocked = marked.store(0, 1).last();
    assertThat(blocked.reply()).isEqualTo(Reply.BLOCKED);
    assertThat(blocked.pages().bits(1)).isEqualTo(PROTECTED);
    assertThat(marked.unprotect(0, 0, 0, 2).last().completions()).hasSize(1);
  }

  @Test
  void reportsAMarkerOfAMissingPageAsMissing() {
    Script script = registeredFor(MISSING | WP, UNPOPULATED, 1).writeProtect(0, 0, 0, 1);
    script.store(0, 0).read(0, 32);
    assertThat(script.last().messages()).containsExactly(Message.missing(0x1000_0000L, true));

    assertThat(script.zeropage(0, 0, 0, 1).last().reply()).isEqualTo(Reply.refused(Errno.EEXIST));
    Observation copied = script.copy(0, FIRST, Copy.MODE_WP).last();
    assertThat(copied.pages().bits(0)).isEqualTo(PROTECTED);
    assertThat(copied.completions()).isEmpty();
    assertThat(copied.descriptors().get(0).pending()).isEqualTo(1);
  }

  @Test
  void stopsAtTheFirstAreaThatDoesNotTrackWrites() {
    Script script = mapped(0, 3).store(0, 0).store(0, 1).registerFor(WP, 0, 0, 0, 1);

    assertThat(script.writeProtect(0, 0, 0, 2).last().reply()).isEqualTo(ENOENT);
    assertThat(script.last().pages().bits(0)).isEqualTo(PROTECTED);
    assertThat(script.last().pages().bits(1)).isEqualTo(Pages.PRESENT);
    assertThat(script.writeProtect(0, 2, 0, 1).last().reply()).isEqualTo(ENOENT);
  }

  @Test
  void skipsHolesSince64() {
    assertThat(acrossAHole(Profile.linux618()).last().reply()).isEqualTo(Reply.ZERO);
    assertThat(acrossAHole(Profile.linux61()).last().reply()).isEqualTo(ENOENT);
  }

  private static Script acrossAHole(Profile profile) {
    Script script = on(profile).open(0).map(0, 3).registerFor(WP, 0, 0, 0, 3).unmap(0, 1, 1);
    return script.writeProtect(0, 0, 0, 3);
  }

  @Test
  void leavesProtectionBehindWhenTheModeIsReplaced() {
    Script script = protectedPage(0).registerFor(MISSING, 0, 0, 0, 1).store(0, 0);
    assertThat(script.last().reply()).isEqualTo(Reply.ZERO);
    assertThat(script.last().pages().bits(0)).isEqualTo(PROTECTED);

    script.registerFor(WP, 0, 0, 0, 1).store(0, 0);
    assertThat(script.last().reply()).isEqualTo(Reply.ZERO);
  }

  @Test
  void keepsALeftOverBitThatNothingMadeWritableTrapping() {
    Script left = protectedPage(0).registerFor(MISSING, 0, 0, 0, 1).registerFor(WP, 0, 0, 0, 1);
    assertThat(left.store(0, 0).last().reply()).isEqualTo(Reply.BLOCKED);

    Script granted = protectedPage(0).registerFor(MISSING, 0, 0, 0, 1);
    granted.protect(0, 0, 1, Protection.READ).protect(0, 0, 1, Protection.READ_WRITE);
    assertThat(granted.registerFor(WP, 0, 0, 0, 1).store(0, 0).last().reply())
        .isEqualTo(Reply.ZERO);
  }

  @Test
  void dropsALeftOverBitWithTheCopyOfASharedPage() {
    Script script = protectedPage(0).registerFor(MISSING, 0, 0, 0, 1).fork().store(0, 0);

    assertThat(script.last().pages().bits(0)).isEqualTo(Pages.PRESENT);
  }

  @Test
  void clearsALeftOverMarkerAtTheFirstTouch() {
    Script script = registeredFor(WP, UNPOPULATED, 1).writeProtect(0, 0, 0, 1);
    script.registerFor(MISSING, 0, 0, 0, 1);
    assertThat(script.last().pages().bits(0)).isEqualTo(MARKER);

    assertThat(script.load(0, 0).last().reply()).isEqualTo(Reply.BLOCKED);
    assertThat(script.last().pages().bits(0)).isZero();
  }

  @Test
  void endsWithTheRegistrationButLeavesItsWaitersAsleep() {
    Script script = protectedPage(UNPOPULATED).writeProtect(0, 0, 0, 2).store(0, 0);
    script.unregister(0, 0, 0, 2);

    assertThat(script.last().completions()).isEmpty();
    assertThat(script.last().pages().bits(0)).isEqualTo(Pages.PRESENT);
    assertThat(script.last().pages().bits(1)).isZero();
    assertThat(script.wake(0, 0, 0, 1).last().completions()).hasSize(1);
  }

  @Test
  void keepsWhatADroppedPageHadNot() {
    assertThat(protectedPage(0).dontNeed(0, 0, 1).store(0, 0).last().pages().bits(0))
        .isEqualTo(Pages.PRESENT);
    assertThat(protectedPage(0).free(FIRST).last().pages().bits(0)).isEqualTo(PROTECTED);
  }

  @Test
  void trapsPopulatingForWriting() {
    Script script = protectedPage(0).touch(0, 0, Access.POPULATE_READ);
    assertThat(script.last().reply()).isEqualTo(Reply.ZERO);

    script.touch(0, 0, Access.POPULATE_WRITE).read(0, 32);
    assertThat(script.last().messages()).extracting(Message::flags).containsExactly(3L);
  }

  /** Two pages, the first written (by command 5) and then protected (by command 6). */
  private static Script protectedPage(long features) {
    return registeredFor(WP, features, 2).store(0, 0).writeProtect(0, 0, 0, 1);
  }
}
