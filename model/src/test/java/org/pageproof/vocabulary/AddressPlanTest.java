package org.pageproof.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AddressPlanTest {
  private final AddressPlan plan = new AddressPlan(4);
  private final AddressPlan huge = new AddressPlan(4, true);

  @Test
  void everyPageHasAName() {
    for (AddressPlan each : new AddressPlan[] {plan, huge}) {
      for (int page = 0; page < each.arenaPages(); page++) {
        assertThat(each.parse(each.describe(page))).isEqualTo(page);
      }
    }
  }

  @Test
  void namesOfOtherPlansAreRefused() {
    for (String name : new String[] {"r0p4", "r4p0", "hole3", "r0", "rp", "", "r0p-1", "hole"}) {
      assertThatThrownBy(() -> plan.parse(name)).hasMessageContaining("no such page");
    }
  }

  @Test
  void regionsFollowTheRoomForAHugePage() {
    assertThat(huge.address(0) % (AddressPlan.HUGE_PAGES * AddressPlan.PAGE_SIZE)).isZero();
    assertThat(huge.arenaPage(1, 0)).isEqualTo(512);
    assertThat(huge.describe(516)).isEqualTo("hole516");
    assertThat(huge.arenaPage(2, 0)).isEqualTo(517);
    assertThat(huge.arenaPages()).isEqualTo(512 + 3 * 4 + 2);
    assertThat(huge.capacity(0)).isEqualTo(512);
    assertThat(huge.capacity(3)).isEqualTo(4);
  }

  @Test
  void unitsOfAreasAreFewEnoughForOneLong() {
    assertThat(huge.areaUnit(63)).isZero();
    assertThat(huge.areaUnit(511)).isEqualTo(7);
    assertThat(huge.areaUnit(512)).isEqualTo(8);
    assertThat(huge.areaUnit(huge.arenaPages() - 1)).isLessThan(64);
    for (int unit = 0; unit <= huge.areaUnit(huge.arenaPages() - 1); unit++) {
      assertThat(huge.areaUnit(huge.firstPage(unit))).isEqualTo(unit);
    }
  }

  @Test
  void rangesOfAHugePlanAreSetsOfUnits() {
    assertThat(PageRange.of(0, 0, 512).pageSet(huge)).isEqualTo(0xff);
    assertThat(PageRange.of(0, 64, 128).pageSet(huge)).isEqualTo(0b110);
    assertThat(PageRange.of(0, 448, 65).pageSet(huge)).isEqualTo(0b1_1000_0000);
    assertThat(PageRange.of(0, 64, 128).boundsAreas(huge)).isTrue();
    assertThat(PageRange.of(0, 64, 127).boundsAreas(huge)).isFalse();
    assertThat(PageRange.of(0, 1, 63).boundsAreas(huge)).isFalse();
    assertThat(PageRange.of(1, 0, 3).boundsAreas(huge)).isTrue();
  }
}
