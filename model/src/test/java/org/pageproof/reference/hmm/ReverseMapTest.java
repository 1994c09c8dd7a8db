package org.pageproof.reference.hmm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.hmm.Access;
import org.pageproof.vocabulary.hmm.Protect.Protection;

/** Which areas are kin, and whom the kernel tells when it looks for all that map a page. */
class ReverseMapTest {
  /** Page 0 of region 2, counted from region 0. */
  private static final int MOVED = HmmScenario.PLAN.arenaPage(2, 0);

  /**
   * What is mapped beside region 1 again belongs to the family of what was moved away from there.
   */
  @Test
  void exclusiveAccessIsToldToAllAreasOfAFamily() {
    HmmScenario s = HmmScenario.on612().write(0, 0, 1).map(1, 1).remap(0, 4, 2);
    s.takeExclusively(0, MOVED, 1).map(0, 4).takeExclusively(0, 0, 1);

    assertThat(s.exclusive(0, MOVED)).isFalse();
    assertThat(s.exclusive(0, 0)).isTrue();

    s.takeExclusively(0, MOVED, 1);

    // Found first; then nobody maps the page any more, and the other area is not looked at.
    assertThat(s.exclusive(0, MOVED)).isTrue();
    assertThat(s.exclusive(0, 0)).isTrue();
  }

  /** Who looks for all that map the page on the device comes to the older area first. */
  @Test
  void evictionIsToldToAreasOfTheFamilyThatAreFoundBefore() {
    HmmScenario s = HmmScenario.on612().write(0, 0, 1).map(1, 1).remap(0, 4, 2).map(0, 4);
    s.store(1).toDevice(0, 0, 1).takeExclusively(0, MOVED, 1).release(0);

    assertThat(s.exclusive(0, MOVED)).isFalse();
  }

  /** The child's page, which the parent has replaced by a copy, is not looked for in the parent. */
  @Test
  void aPageThatTheChildReusedIsNoneOfTheParents() {
    HmmScenario s = HmmScenario.on612().open(1, 2).toDevice(1, 0, 1).fork();
    s.takeExclusively(1, 0, 1).childTouch(0, true).release(1);

    assertThat(s.exclusive(1, 0)).isTrue();
  }

  @Test
  void exclusiveAccessByPageIsToldToThatPageAlone() {
    HmmScenario s = HmmScenario.on72().write(0, 0, 1).map(1, 1).remap(0, 4, 2);
    s.takeExclusively(0, MOVED, 1).map(0, 4).takeExclusively(0, 0, 1);

    assertThat(s.exclusive(0, MOVED)).isTrue();
  }

  /** While the copy stands beside it, the area is one with the area above the copy. */
  @Test
  void copiesForAChildWhereAMoveMadeAnAreaKin() {
    HmmScenario apart = new HmmScenario(Profile.linux612()).map(1, 2).storeAbove(1).protectAbove(0);
    apart.map(0, 4).touch(0, Access.READ);

    HmmScenario moved = apart.remap(3, 1, 1).fork();
    assertThat(moved.last().child().orElseThrow().bits(0))
        .isNotZero()
        .isEqualTo(moved.last().pages().bits(0));
  }

  /**
   * Whether their memory is accounted for tells neighbours apart; since 6.7 mprotect changes it.
   */
  @Test
  void whatWasMadeReadOnlyBeforeItHadAPageIsNoKinSince67() {
    assertThat(exclusiveBesideReadOnly(Profile.linux61()).exclusive(0, MOVED)).isFalse();
    assertThat(exclusiveBesideReadOnly(Profile.linux612()).exclusive(0, MOVED)).isTrue();
  }

  /** Page 0 is moved away and taken exclusively, and so is what is mapped there again. */
  private static HmmScenario exclusiveBesideReadOnly(Profile profile) {
    HmmScenario s = new HmmScenario(profile.with(new MirrorDriver(4, 4))).open(0, 0).map(0, 2);
    s.protect(1, 1, Protection.READ).toDevice(0, 0, 2).remap(0, 1, 2).takeExclusively(0, MOVED, 1);
    return s.map(0, 1).protect(1, 1, Protection.READ_WRITE).takeExclusively(0, 0, 2);
  }
}
