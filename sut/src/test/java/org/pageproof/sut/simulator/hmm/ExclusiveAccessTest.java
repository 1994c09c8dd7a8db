package org.pageproof.sut.simulator.hmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.sut.simulator.hmm.Script.mirrored;
import static org.pageproof.sut.simulator.hmm.Script.mirroredOn72;
import static org.pageproof.sut.simulator.hmm.Script.token;

import org.junit.jupiter.api.Test;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.hmm.Map;
import org.pageproof.vocabulary.hmm.Protect.Protection;

/** Pages that a device has for itself: whole ranges of them, and what ends it. */
class ExclusiveAccessTest {
  private static final Reply EBUSY = Reply.refused(Errno.EBUSY);
  private static final Reply EFAULT = Reply.refused(Errno.EFAULT);

  /** What CHECK_EXCLUSIVE says of page 0 to 3, as a string of 0 and 1. */
  private static String known(Observation seen) {
    StringBuilder text = new StringBuilder();
    for (int page = 0; page < 4; page++) {
      text.append(seen.mirrors().orElseThrow().exclusive().get(0).get(page));
    }
    return text.toString();
  }

  private static boolean isTaken(Observation seen, int page) {
    return (seen.pages().bits(page) & Pages.EXCLUSIVE) != 0;
  }

  @Test
  void takesWholeRangesWithTheirContents() {
    Script script = mirrored().store(1).exclusive(0, 0, 3);

    assertThat(known(script.last())).isEqualTo("1110");
    assertThat(script.last().data().get(1).head()).isEqualTo(token(3, 0));
    assertThat(script.last().pages().bits(1))
        .isEqualTo(Pages.SWAPPED | Pages.EXCLUSIVE | Pages.WRITABLE);
  }

  @Test
  void losesThePageAfterOneThatIsTaken() {
    assertThat(known(mirrored().exclusive(0, 1, 1).exclusive(0, 0, 1).last())).isEqualTo("1000");
  }

  @Test
  void aChunkIsTakenAsAWholeOrNotKnownToBe() {
    Observation seen = mirrored().unmap(2, 1).exclusive(0, 0, 3).last();

    assertThat(seen.reply()).isEqualTo(EBUSY);
    assertThat(known(seen)).isEqualTo("0000");
    assertThat(isTaken(seen, 0)).isTrue();
    assertThat(isTaken(seen, 1)).isTrue();
  }

  @Test
  void sinceItGoesPageByPageWhatWasTakenIsKnown() {
    Observation seen = mirroredOn72().unmap(2, 1).exclusive(0, 0, 3).last();

    assertThat(seen.reply()).isEqualTo(EFAULT);
    assertThat(known(seen)).isEqualTo("1100");
    assertThat(seen.pages().bits(0)).isEqualTo(Pages.SWAPPED | Pages.EXCLUSIVE);
  }

  @Test
  void refusesSharedMemoryAndWhatMayNotBeWritten() {
    Script script = mirrored().map(1, 1, Map.Backing.SHARED).exclusive(0, 4, 1);
    assertThat(script.last().reply()).isEqualTo(EBUSY);
    assertThat(script.last().pages().present(4)).as("it was faulted in").isTrue();
    Script single = mirroredOn72().map(1, 1, Map.Backing.SHARED).exclusive(0, 4, 1);
    assertThat(single.last().reply()).isEqualTo(Reply.refused(new Errno(95)));

    assertThat(mirrored().protect(0, 1, Protection.READ).exclusive(0, 0, 1).last().reply())
        .isEqualTo(EBUSY);
    assertThat(mirroredOn72().protect(0, 1, Protection.READ).exclusive(0, 0, 1).last().reply())
        .isEqualTo(EFAULT);
  }

  @Test
  void takesCopiesOfFilePagesAndWhatMayOnlyBeWritten() {
    Script file = mirrored().map(1, 2, Map.Backing.PRIVATE_FILE).exclusive(0, 5, 1);
    assertThat(file.last().data().get(0).tail()).isEqualTo(token(3, 1));
    assertThat(isTaken(file.last(), 5)).isTrue();

    Script writeOnly = mirrored().protect(0, 1, Protection.WRITE).exclusive(0, 0, 1);
    assertThat(writeOnly.last().reply()).isEqualTo(Reply.ZERO);
  }

  @Test
  void anAccessOfTheProcessorEndsIt() {
    Observation seen = mirrored().exclusive(0, 0, 2).load(0).last();

    assertThat(known(seen)).as("the next page is told, too").isEqualTo("0000");
    assertThat(isTaken(seen, 1)).isTrue();
    assertThat(seen.mirrors().orElseThrow().snapshots().get(0).get(0)).isEqualTo(0x02);
  }

  @Test
  void aForkEndsIt() {
    Script script = mirrored().store(0).exclusive(0, 0, 1).fork();

    assertThat(known(script.last())).isEqualTo("0000");
    assertThat(script.seenBy(0, 0)).isEqualTo(0x01);
    assertThat(script.last().child().orElseThrow().head(0)).isEqualTo(token(3, 0));
  }

  @Test
  void anotherProtectionIsRememberedByTheEntryAlone() {
    Script script = mirrored().exclusive(0, 0, 1).protect(0, 1, Protection.READ);
    assertThat(script.last().pages().bits(0)).isEqualTo(Pages.SWAPPED | Pages.EXCLUSIVE);
    assertThat(known(script.last())).isEqualTo("0000");

    script.protect(0, 1, Protection.READ_WRITE).load(0);
    assertThat(script.seenBy(0, 0)).as("it comes back as it was remembered").isEqualTo(0x01);
    Script later =
        mirroredOn72()
            .exclusive(0, 0, 1)
            .protect(0, 1, Protection.READ)
            .protect(0, 1, Protection.READ_WRITE)
            .load(0);
    assertThat(later.seenBy(0, 0)).as("it comes back as its area permits").isEqualTo(0x02);
  }

  @Test
  void movesAlongWithItsPage() {
    Observation seen = mirrored().exclusive(0, 0, 1).remap(0, 1, 1).last();

    assertThat(isTaken(seen, 4)).isTrue();
    assertThat(known(seen)).isEqualTo("0000");
  }
}
