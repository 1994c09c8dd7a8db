package org.pageproof.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.hmm.Access;
import org.pageproof.vocabulary.hmm.DontNeed;
import org.pageproof.vocabulary.hmm.Exclusive;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.Map;
import org.pageproof.vocabulary.hmm.MigrateToDevice;
import org.pageproof.vocabulary.hmm.MigrateToSystem;
import org.pageproof.vocabulary.hmm.Open;
import org.pageproof.vocabulary.hmm.Protect;
import org.pageproof.vocabulary.hmm.Remap;
import org.pageproof.vocabulary.hmm.Request;
import org.pageproof.vocabulary.hmm.Touch;
import org.pageproof.vocabulary.hmm.Unmap;

/** Commands that make sense in a plan, and what a plan forbids. */
class HmmCommandCodecTest {
  private static final AddressPlan SMALL = new AddressPlan(4);
  private static final AddressPlan HUGE = new AddressPlan(4, true);

  private static String line(HmmCommand command, AddressPlan plan) {
    JsonWriter json = new JsonWriter();
    new StepWriter<>(new HmmCommandCodec(), plan, json).command(command);
    return new String(json.bytesFrom(0), UTF_8).strip();
  }

  private static HmmCommand read(String line, AddressPlan plan) {
    byte[] bytes = line.getBytes(UTF_8);
    return new StepReader<>(new HmmCommandCodec(), plan)
        .command(JsonReader.parse(bytes, 0, bytes.length));
  }

  private static void assertRefused(HmmCommand command, AddressPlan plan, String complaint) {
    String line = line(command, plan);
    assertThatThrownBy(() -> read(line, plan))
        .as(line)
        .isInstanceOf(TraceFormatException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void readsBackWhatAHugePlanAllows() {
    List<HmmCommand> commands =
        List.of(
            new Open(0, 0, 1),
            new Map(0, 0, 512, Map.Backing.ANONYMOUS),
            new Map(0, 0, 64, Map.Backing.SHARED),
            new Map(0, 3, 3, Map.Backing.PRIVATE_FILE),
            new MigrateToDevice(0, Request.of(0, 0, 0, 512)),
            new MigrateToSystem(0, Request.of(2, 0, 511, 7)),
            new Exclusive(0, Request.of(0, 0, 300, 1)),
            new DontNeed(0, PageRange.of(0, 63, 2)),
            new Unmap(0, PageRange.of(0, 64, 128)),
            new Unmap(0, PageRange.of(0, 448, 66)),
            new Protect(0, PageRange.of(0, 0, 512), Protect.Protection.NONE),
            new Protect(0, PageRange.of(1, 1, 2), Protect.Protection.READ),
            new Remap(0, PageRange.of(1, 0, 4), 3),
            new Touch(0, 0, 511, Access.WRITE));
    for (HmmCommand command : commands) {
      assertThat(read(line(command, HUGE), HUGE)).isEqualTo(command);
    }
  }

  @Test
  void refusesAreasOfBrokenUnits() {
    for (PageRange range :
        List.of(PageRange.of(0, 1, 64), PageRange.of(0, 64, 65), PageRange.of(0, 511, 3))) {
      assertRefused(new Unmap(0, range), HUGE, "whole units");
      assertRefused(new Protect(0, range, Protect.Protection.READ), HUGE, "whole units");
    }
    assertRefused(new Map(0, 0, 65, Map.Backing.ANONYMOUS), HUGE, "whole units");
  }

  @Test
  void refusesToMoveRegion0OfAHugePlan() {
    assertRefused(new Remap(0, PageRange.of(0, 0, 4), 1), HUGE, "region 0");
    assertRefused(new Remap(0, PageRange.of(1, 0, 4), 0), HUGE, "region 0");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesToMoveMoreThanFits(boolean huge) {
    AddressPlan plan = new AddressPlan(4, huge);
    assertRefused(new Remap(0, PageRange.of(1, 0, 5), 3), plan, "more pages than region 3");
  }

  @ParameterizedTest
  @CsvSource({
    "r0p512+1,true",
    "r0p511+999,true",
    "r3p4+1,false",
    "r0p567+1,false",
    "r1p1000+1,false"
  })
  void refusesRangesThatBeginOutside(String range, boolean inside) {
    String line = "{\"step\":0,\"id\":0,\"do\":\"dontneed\",\"range\":\"" + range + "\"}";
    if (inside) {
      assertThat(line(read(line, HUGE), HUGE)).isEqualTo(line);
    } else {
      assertThatThrownBy(() -> read(line, HUGE)).isInstanceOf(TraceFormatException.class);
    }
  }

  @Test
  void readsOnlyWhatFitsThePlan() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 20_000; i++) {
      AddressPlan plan = random.nextBoolean() ? HUGE : SMALL;
      HmmCommand command = anyCommand(random);
      try {
        HmmCommand back = read(line(command, plan), plan);
        assertThat(back).isEqualTo(command);
        assertThat(staysInUnits(back, plan)).as("%s", back).isTrue();
      } catch (TraceFormatException e) {
        assertThat(e).hasMessageNotContaining("\n");
      }
    }
  }

  private static boolean staysInUnits(HmmCommand command, AddressPlan plan) {
    if (command instanceof Unmap unmap) {
      return unmap.range().boundsAreas(plan);
    }
    if (command instanceof Protect protect) {
      return protect.range().boundsAreas(plan);
    }
    if (command instanceof Remap remap) {
      return remap.range().count() <= plan.capacity(remap.target());
    }
    return !(command instanceof Map map) || map.pages() <= plan.capacity(map.region());
  }

  private static HmmCommand anyCommand(SplittableRandom random) {
    PageRange range = PageRange.of(random.nextInt(4), edge(random), Math.max(1, edge(random)));
    return switch (random.nextInt(6)) {
      case 0 -> new Map(0, range.region(), range.count(), Map.Backing.ANONYMOUS);
      case 1 -> new Unmap(0, range);
      case 2 -> new Protect(0, range, Protect.Protection.READ);
      case 3 -> new Remap(0, range, random.nextInt(4));
      case 4 -> new DontNeed(0, range);
      default -> new MigrateToDevice(0, Request.of(1, range.region(), range.page(), range.count()));
    };
  }

  /** A number of pages at, or beside, a bound of something. */
  private static int edge(SplittableRandom random) {
    int bound = random.nextInt(10) * (random.nextBoolean() ? 64 : 1);
    return Math.max(0, bound + random.nextInt(3) - 1);
  }
}
