package org.pageproof.sut.worker.hmm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.jna.NativeMemory;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.PageWords;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.hmm.Request.Buffer;

/** The buffer between worker and driver; native code plays the driver. */
class MirrorBufferTest {
  private static final int PAGE = AddressPlan.PAGE_SIZE;

  private final MirrorBuffer buffer = new MirrorBuffer();
  private final long address = buffer.pointer(Buffer.VALID);

  private static void store(long at, long word) {
    try (NativeMemory source = NativeMemory.allocate(PAGE)) {
      source.bytes().putLong(0, word);
      Libc.memcpy(at, source.address(), Long.BYTES);
    }
  }

  @Test
  void tellsWhatWasWritten() {
    buffer.clear(3);
    for (int at = 0; at < PAGE; at += Long.BYTES) {
      store(address + at, Token.of(7, 0));
    }
    store(address + 2 * PAGE, Token.of(8, 0));
    assertThat(buffer.pages(3))
        .containsExactly(
            PageWords.filled(Token.of(7, 0)),
            PageWords.UNTOUCHED,
            new PageWords(Token.of(8, 0), PageWords.UNTOUCHED.tail()));
    buffer.clear(3);
    assertThat(buffer.pages(3)).containsOnly(PageWords.UNTOUCHED);
  }

  @Test
  void tellsTornPages() {
    buffer.clear(1);
    store(address + PAGE - Long.BYTES, 1);
    assertThat(buffer.pages(1).get(0).tail()).isEqualTo(Pages.TORN);
  }

  @Test
  void tokensAreForgotten() {
    buffer.fill(2, 5);
    buffer.clear(2);
    assertThat(buffer.pages(2)).containsOnly(PageWords.UNTOUCHED);
    buffer.fill(2, 5);
    assertThat(buffer.pages(2))
        .containsExactly(PageWords.filled(Token.of(5, 0)), PageWords.filled(Token.of(5, 1)));
  }

  @Test
  void tellsBytes() {
    buffer.clear(1);
    store(address, 0x7777_7777_ff22_1100L);
    assertThat(buffer.bytes(5))
        .containsExactly(
            PageWords.filled(0),
            PageWords.filled(0x11),
            PageWords.filled(0x22),
            PageWords.filled(0xff),
            PageWords.UNTOUCHED);
  }

  /** The kernel cannot store there, but it reads what was stored at the other address. */
  @Test
  void readOnlyAliasIsReadOnly() {
    long alias = buffer.pointer(Buffer.READ_ONLY);
    buffer.fill(1, 9);
    try (NativeMemory pipe = NativeMemory.allocate(PAGE)) {
      assertThat(Libc.pipe2(pipe.address(), Libc.O_CLOEXEC | Libc.O_NONBLOCK)).isZero();
      int out = pipe.bytes().getInt(0);
      int in = pipe.bytes().getInt(4);
      assertThat(Libc.write(in, alias, Long.BYTES)).isEqualTo(Long.BYTES);
      long refused = Libc.read(out, alias, Long.BYTES);
      Errno errno = Libc.errno();
      assertThat(refused).isEqualTo(-1);
      assertThat(errno).isEqualTo(Errno.EFAULT);
      assertThat(Libc.read(out, pipe.address(), Long.BYTES)).isEqualTo(Long.BYTES);
      assertThat(pipe.bytes().getLong(0)).isEqualTo(Token.of(9, 0));
      Libc.close(out);
      Libc.close(in);
    }
  }
}
