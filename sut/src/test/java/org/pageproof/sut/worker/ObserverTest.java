package org.pageproof.sut.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.pageproof.sut.jna.NativeMemory;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Token;

/** Observes an arena that this process mapped itself. */
class ObserverTest {
  private static final int PAGE = AddressPlan.PAGE_SIZE;

  private static void fill(ByteBuffer memory, int page, long word) {
    for (int at = page * PAGE; at < (page + 1) * PAGE; at += Long.BYTES) {
      memory.putLong(at, word);
    }
  }

  @Test
  void tellsHeadTailAndTornPages() {
    Observer observer = new Observer();
    observer.begin(new AddressPlan(4));
    assertThat(observer.layout()).isEqualTo(Layout.EMPTY);
    try (NativeMemory arena = NativeMemory.allocateAt(AddressPlan.BASE, 4 * PAGE)) {
      ByteBuffer memory = arena.bytes();
      fill(memory, 0, Token.of(1, 0));
      fill(memory, 1, Token.of(2, 0));
      memory.putLong(PAGE, Token.of(3, 0));
      fill(memory, 2, Token.of(4, 0));
      memory.put(3 * PAGE - 1, (byte) 1);

      Pages pages = observer.pages();
      assertThat(pages.describe(0)).isEqualTo("#1.0");
      assertThat(pages.describe(1)).isEqualTo("#3.0/#2.0");
      assertThat(pages.describe(2)).isEqualTo("#4.0/torn");
      assertThat(pages.describe(3)).isEqualTo("absent");
      assertThat(observer.layout()).isEqualTo(new Layout(0b1111, 1));
      assertThat(observer.pages()).isSameAs(pages);

      memory.put(3 * PAGE - 9, (byte) 1);
      memory.put(2 * PAGE + 8, (byte) 1);
      assertThat(observer.pages().tail(2)).isEqualTo(Pages.TORN);
    }
    assertThat(observer.layout()).isEqualTo(Layout.EMPTY);
    assertThat(observer.pages()).isEqualTo(Pages.empty(new AddressPlan(4)));
  }

  @Test
  void seesManyAreas() {
    AddressPlan plan = new AddressPlan(AddressPlan.MAX_PAGES);
    Observer observer = new Observer();
    observer.begin(plan);
    assertThat(observer.layout()).isEqualTo(Layout.EMPTY);
    long expected = 0;
    NativeMemory[] areas = new NativeMemory[plan.arenaPages() / 2];
    for (int i = 0; i < areas.length; i++) {
      areas[i] = NativeMemory.allocateAt(plan.address(2 * i), PAGE);
      expected |= 1L << (2 * i);
    }
    assertThat(observer.layout()).isEqualTo(new Layout(expected, expected));
    for (NativeMemory area : areas) {
      area.close();
    }
  }
}
