package org.pageproof.properties.jqwik;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** jqwik runs what is hosted: these tries, of this seed, until one fails. */
class JqwikHostTest {
  private static final int TRIES = 7;

  private final List<Long> drawn = new ArrayList<>();

  private HostedProperty<Long> property(long seed, Predicate<Long> check) {
    return new HostedProperty<>() {
      @Override
      public long seed() {
        return seed;
      }

      @Override
      public int tries() {
        return TRIES;
      }

      @Override
      public Long draw(Random random) {
        drawn.add(random.nextLong());
        return drawn.get(drawn.size() - 1);
      }

      @Override
      public boolean check(Long sample) {
        return check.test(sample);
      }
    };
  }

  private List<Long> drawnBy(long seed) {
    drawn.clear();
    assertThat(new JqwikHost().holds(property(seed, sample -> true))).isTrue();
    return List.copyOf(drawn);
  }

  @Test
  void seedAndTriesAreAsAsked() {
    List<Long> first = drawnBy(42);
    assertThat(first).hasSize(TRIES).doesNotHaveDuplicates();
    assertThat(drawnBy(42)).isEqualTo(first);
    assertThat(drawnBy(43)).isNotEqualTo(first);
  }

  @Test
  void endsWithTheFirstSampleThatFails() {
    assertThat(new JqwikHost().holds(property(1, sample -> drawn.size() < 3))).isFalse();
    assertThat(drawn).hasSize(3);
  }

  @Test
  void whatThePropertyThrowsIsPassedOn() {
    for (Throwable thrown :
        List.of(
            new UncheckedIOException(new IOException("disk")),
            new AssertionError("ours"),
            new OutOfMemoryError("heap"))) {
      assertThatThrownBy(() -> new JqwikHost().holds(property(1, sample -> raise(thrown))))
          .isSameAs(thrown);
    }
  }

  private static boolean raise(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) thrown;
  }
}
