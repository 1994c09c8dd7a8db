package org.pageproof.sut.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.jna.NativeMemory;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Token;

/** Contents that are copied, in an arena that this process mapped itself. */
class CopiedContentsTest {
  private static final int PAGE = AddressPlan.PAGE_SIZE;
  private static final AddressPlan PLAN = new AddressPlan(4);
  private static final long ALL = 0xf;

  private final ProcFile pagemap = new ProcFile("/proc/self/pagemap", PAGE);
  private final ProcFile memory = new ProcFile("/proc/self/mem", PLAN.arenaPages() * PAGE);
  private final CopiedContents contents = new CopiedContents(PLAN, memory);
  private final PageObserver observer = new PageObserver(PLAN, pagemap, EntryBits::usual, contents);

  @AfterEach
  void close() {
    pagemap.close();
    memory.close();
    contents.close();
  }

  private static void fill(ByteBuffer arena, int page, long word) {
    for (int at = page * PAGE; at < (page + 1) * PAGE; at += Long.BYTES) {
      arena.putLong(at, word);
    }
  }

  @Test
  void seesEachWordThatChanges() {
    try (NativeMemory arena = NativeMemory.allocateAt(AddressPlan.BASE, 4 * PAGE)) {
      ByteBuffer bytes = arena.bytes();
      fill(bytes, 0, Token.of(1, 0));
      fill(bytes, 1, Token.of(2, 0));
      fill(bytes, 3, Token.of(3, 0));
      Pages first = observer.observe(ALL);
      assertThat(first.toString()).isEqualTo("{0: #1.0, 1: #2.0, 3: #3.0}");
      assertThat(observer.observe(ALL)).isSameAs(first);
      assertThat(observer.entriesChanged()).isFalse();

      bytes.putLong(PAGE, Token.of(4, 0));
      Pages second = observer.observe(ALL);
      assertThat(second.describe(1)).isEqualTo("#4.0/#2.0");
      assertThat(second.describe(0)).isEqualTo("#1.0");

      bytes.put(2 * PAGE - 1, (byte) 1);
      assertThat(observer.observe(ALL).tail(1)).isEqualTo(Pages.TORN);
      assertThat(observer.entriesChanged()).isFalse();

      bytes.putLong(2 * PAGE, Token.of(5, 0));
      assertThat(observer.observe(ALL).describe(2)).isEqualTo("#5.0/zero");
      assertThat(observer.entriesChanged()).isTrue();
    }
    assertThat(observer.observe(0)).isEqualTo(Pages.empty(PLAN));
  }

  @Test
  void forgetsPagesThatWent() {
    try (NativeMemory arena = NativeMemory.allocateAt(AddressPlan.BASE, 4 * PAGE)) {
      fill(arena.bytes(), 0, Token.of(1, 0));
      assertThat(observer.observe(ALL).describe(0)).isEqualTo("#1.0");
      assertThat(Libc.madvise(AddressPlan.BASE, PAGE, Libc.MADV_DONTNEED)).isZero();
      assertThat(observer.observe(ALL).describe(0)).isEqualTo("absent");
      fill(arena.bytes(), 0, Token.of(1, 0));
      assertThat(observer.observe(ALL).describe(0)).isEqualTo("#1.0");
    }
  }

  @Test
  void seesWhatMayNotBeRead() {
    try (NativeMemory arena = NativeMemory.allocateAt(AddressPlan.BASE, 4 * PAGE)) {
      for (int page = 0; page < 4; page++) {
        fill(arena.bytes(), page, Token.of(6, page));
      }
      String all = observer.observe(ALL).toString();
      assertThat(Libc.mprotect(AddressPlan.BASE + PAGE, 2 * PAGE, Libc.PROT_NONE)).isZero();
      assertThat(observer.observe(0b1001).toString()).isEqualTo(all);
    }
  }
}
