package org.pageproof.sut.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.sut.simulator.Script.on;
import static org.pageproof.sut.simulator.Script.registered;
import static org.pageproof.sut.simulator.Script.script;

import org.junit.jupiter.api.Test;
import org.pageproof.vocabulary.KernelRelease;
import org.pageproof.vocabulary.Profile;

/** Which areas there are. The differential test against the kernel covers far more cases. */
class LayoutTest {
  private static final Profile LINUX_612 =
      new Profile(KernelRelease.parse("6.12.0"), 0x1ffff, true, true, true);

  @Test
  void splitsAndMergesWithTheRegistration() {
    Script script = script().open(0).map(0, 4).register(0, 0, 1, 2);
    expect(script, "[r0p0-r0p0][r0p1-r0p2][r0p3-r0p3]");

    expect(script.unregister(0, 0, 2, 1), "[r0p0-r0p0][r0p1-r0p1][r0p2-r0p3]");
    expect(script.register(0, 0, 0, 4), "[r0p0-r0p3]");
  }

  @Test
  void mergesBackOnClose() {
    expect(script().open(0).map(0, 4).register(0, 0, 1, 1).close(0), "[r0p0-r0p3]");
  }

  @Test
  void keepsTheAreasOfTwoContextsApart() {
    expect(
        script().open(0).open(1).map(0, 4).register(0, 0, 0, 2).register(1, 0, 2, 2),
        "[r0p0-r0p1][r0p2-r0p3]");
  }

  @Test
  void mergesANewMappingWithUnregisteredNeighboursOnly() {
    expect(script().map(0, 4).map(1, 1), "[r0p0-r1p0]");
    expect(registered(4).map(1, 1), "[r0p0-r0p3][r1p0-r1p0]");
  }

  @Test
  void keepsAreasApartThatWereWrittenApart() {
    Script written = script().map(0, 1).store(0, 0).unmap(0, 0, 1).map(0, 4).unmap(0, 1, 1);

    expect(written.store(0, 0).store(0, 2).map(1, 4), "[r0p0-r0p0][r0p2-r1p3]");
    expect(
        script()
            .open(0)
            .map(0, 4)
            .register(0, 0, 0, 2)
            .store(0, 2)
            .copy(0, 0, 0, 1)
            .unregister(0, 0, 0, 2),
        "[r0p0-r0p1][r0p2-r0p3]");
  }

  @Test
  void sharesAnAnonVmaBetweenAlikeNeighbours() {
    Script script = script().open(0).open(1).map(0, 4);
    script.register(0, 0, 0, 2).register(1, 0, 2, 2).copy(0, 0, 0, 1).copy(0, 0, 2, 1);

    expect(script.close(0).close(1), "[r0p0-r0p3]");
  }

  @Test
  void preparesForAPageBeforeItAsksWhetherTheAreaIsRegistered() {
    expect(
        script()
            .open(0)
            .map(0, 4)
            .register(0, 0, 0, 2)
            .copy(0, 0, 0, 1)
            .copy(0, 0, 2, 1)
            .unregister(0, 0, 0, 2),
        "[r0p0-r0p1][r0p2-r0p3]");
    expect(refusedCopyThenRegister(LINUX_612), "[r0p0-r0p1][r0p2-r0p3]");
    expect(refusedCopyThenRegister(Profile.linux61()), "[r0p0-r0p3]");
  }

  private static Script refusedCopyThenRegister(Profile profile) {
    Script script = on(profile).open(0).map(0, 4).register(0, 0, 0, 2).copy(0, 0, 2, 1);
    return script.register(0, 0, 2, 2);
  }

  @Test
  void mergesAWrittenAreaIntoAnUnwrittenOneSince616() {
    expect(writtenThenUnregistered(Profile.linux618()), "[r0p0-r0p3]");
    expect(writtenThenUnregistered(LINUX_612), "[r0p0-r0p1][r0p2-r0p3]");
  }

  private static Script writtenThenUnregistered(Profile profile) {
    return on(profile)
        .open(0)
        .map(0, 4)
        .register(0, 0, 2, 2)
        .copy(0, 0, 2, 1)
        .unregister(0, 0, 2, 2);
  }

  @Test
  void joinsACutTailWithTheAreaAboveSince64() {
    expect(cutTail(Profile.linux618()), "[r0p0-r0p1][r0p2-r0p3]");
    expect(cutTail(Profile.linux61()), "[r0p0-r0p1][r0p2-r0p2][r0p3-r0p3]");
  }

  private static Script cutTail(Profile profile) {
    return on(profile).open(0).map(0, 4).register(0, 0, 0, 3).unregister(0, 0, 2, 1);
  }

  private static void expect(Script script, String areas) {
    assertThat(script.last().layout().withModes(0, 0).describe(Script.PLAN)).isEqualTo(areas);
  }
}
