package org.pageproof.sut.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.sut.simulator.Script.on;
import static org.pageproof.sut.simulator.Script.registered;
import static org.pageproof.sut.simulator.Script.script;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pageproof.vocabulary.Completion;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.KernelRelease;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.Map;

class RegistrationCallsTest {
  private static final Reply EINVAL = Reply.refused(Errno.EINVAL);

  @Test
  void reportsTheIoctlsOfTheRange() {
    assertThat(registered(2).last().out()).containsExactly(new OutField("ioctls", 0x13c));
    assertThat(on(Profile.linux61()).open(0).map(0, 2).register(0, 0, 0, 2).last().out())
        .containsExactly(new OutField("ioctls", 0x1c));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 4, 5, 8})
  void refusesAModeThatAnonymousMemoryHasNot(long mode) {
    Script script =
        script().open(0).map(0, 1).register(0, PageRange.of(0, 0, 1), mode, Argument.VALID);

    assertThat(script.last().reply()).isEqualTo(EINVAL);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WHOLE")
  void refusesAMalformedRange(PageRange.Shape shape) {
    PageRange range = new PageRange(0, 0, 1, shape);

    assertThat(script().open(0).map(0, 2).register(0, range, 1, Argument.VALID).last().reply())
        .isEqualTo(EINVAL);
  }

  @Test
  void refusesARangeWithoutAnArea() {
    assertThat(script().open(0).register(0, 0, 0, 4).last().reply()).isEqualTo(EINVAL);
  }

  @Test
  void refusesForeignRegister() {
    Observation seen = registered(2).open(1).register(1, 0, 1, 1).last();

    assertThat(seen.reply()).isEqualTo(Reply.refused(Errno.EBUSY));
    assertThat(seen.out()).containsExactly(OutField.untouched("ioctls"));
  }

  @Test
  void registersThoughTheAnswerCannotBeWritten() {
    Script script =
        script().open(0).map(0, 1).register(0, PageRange.of(0, 0, 1), 1, Argument.READ_ONLY);

    assertThat(script.last().reply()).isEqualTo(Reply.refused(Errno.EFAULT));
    assertThat(script.load(0, 0).last().reply()).isEqualTo(Reply.BLOCKED);
  }

  @Test
  void wakesTheWaitersOfAnUnregisteredRange() {
    Observation seen = registered(2).load(0, 0).load(1, 1).unregister(0, 0, 0, 1).last();

    assertThat(seen.completions()).containsExactly(new Completion(0, Reply.ZERO));
    assertThat(seen.pages().present(0)).isTrue();
    assertThat(seen.descriptors().get(0).total()).isEqualTo(1);
  }

  @Test
  void refusesForeignUnregisterSince617() {
    assertThat(foreignUnregister(Profile.linux618()).last().reply()).isEqualTo(EINVAL);

    Script accepted = foreignUnregister(Profile.linux61());
    assertThat(accepted.last().reply()).isEqualTo(Reply.ZERO);
    assertThat(accepted.load(0, 0).last().reply()).isEqualTo(Reply.ZERO);
  }

  private static Script foreignUnregister(Profile profile) {
    return on(profile).open(0).map(0, 2).register(0, 0, 0, 2).open(1).unregister(1, 0, 0, 2);
  }

  @Test
  void leavesWaitersOfAWriteProtectedAreaAsleep() {
    PageRange page = PageRange.of(0, 0, 1);
    Script script =
        script().open(0).map(0, 1).register(0, page, 2, Argument.VALID).copy(0, page, 2);

    assertThat(script.store(0, 0).last().reply()).isEqualTo(Reply.BLOCKED);
    assertThat(script.unregister(0, 0, 0, 1).last().completions()).isEmpty();
    assertThat(script.wake(0, 0, 0, 1).last().completions()).hasSize(1);
  }

  @Test
  void letsAWokenThreadFaultAgain() {
    Observation seen = registered(1).load(0, 0).read(0, 32).wake(0, 0, 0, 1).last();

    assertThat(seen.completions()).isEmpty();
    assertThat(seen.descriptors().get(0).pending()).isEqualTo(1);
  }

  @Test
  void wakesNobodyElsesWaiters() {
    Observation seen = registered(1).load(0, 0).read(0, 32).open(1).wake(1, 0, 0, 1).last();

    assertThat(seen.reply()).isEqualTo(Reply.ZERO);
    assertThat(seen.descriptors().get(0).pending()).isZero();
  }

  @Test
  void releasesEverybodyOnClose() {
    Observation seen = registered(2).load(0, 0).store(1, 1).close(0).last();

    assertThat(seen.completions())
        .containsExactly(new Completion(0, Reply.ZERO), new Completion(1, Reply.ZERO));
    assertThat(seen.pages().head(1)).isEqualTo(Script.token(5, 0));
  }

  @Test
  void reportsTheIoctlsOfTheRequestedMode() {
    Script script = script().open(0).map(0, 1).registerFor(3, 0, 0, 0, 1);

    assertThat(script.last().out()).containsExactly(new OutField("ioctls", 0x17c));
    assertThat(script.registerFor(1, 0, 0, 0, 1).last().out())
        .containsExactly(new OutField("ioctls", 0x13c));
    assertThat(script.writeProtect(0, 0, 0, 1).last().reply()).isEqualTo(Reply.ZERO);
  }

  @Test
  void replacesAModeThatIsNotEnough() {
    Script script = registered(1).registerFor(2, 0, 0, 0, 1);

    assertThat(script.load(0, 0).last().reply()).isEqualTo(Reply.ZERO);
    assertThat(script.registerFor(3, 0, 0, 0, 1).dontNeed(0, 0, 1).load(0, 0).last().reply())
        .isEqualTo(Reply.BLOCKED);
  }

  @Test
  void registersOnlyWhatMayBeWritten() {
    assertThat(register(Profile.linux618(), Map.Backing.FILE, 1)).isEqualTo(EINVAL);
    assertThat(register(Profile.linux618(), Map.Backing.READ_ONLY_SHMEM, 1))
        .isEqualTo(Reply.refused(Errno.EPERM));
    assertThat(register(Profile.linux618(), Map.Backing.READ_ONLY_SHMEM, 4))
        .isEqualTo(Reply.refused(Errno.EPERM));
    assertThat(register(Profile.linux43(), Map.Backing.READ_ONLY_SHMEM, 1)).isEqualTo(EINVAL);
    Profile linux412 = new Profile(KernelRelease.parse("4.12.0"), 0x7e, true, false, true);
    assertThat(register(linux412, Map.Backing.READ_ONLY_SHMEM, 1)).isEqualTo(Reply.ZERO);
  }

  private static Reply register(Profile profile, Map.Backing backing, long mode) {
    Script script = on(profile).open(0).map(0, 1, backing);
    return script.registerFor(mode, 0, 0, 0, 1).last().reply();
  }

  @Test
  void looksAtTheAreasInOrder() {
    Script script = registered(1).open(1).map(1, 1, Map.Backing.READ_ONLY_SHMEM);
    script.map(2, 1, Map.Backing.FILE);

    assertThat(script.register(1, 0, 0, 9).last().reply()).isEqualTo(Reply.refused(Errno.EBUSY));
    assertThat(script.register(1, 1, 0, 9).last().reply()).isEqualTo(Reply.refused(Errno.EPERM));
    assertThat(script.register(1, 2, 0, 1).last().reply()).isEqualTo(EINVAL);
    assertThat(script.registerFor(4, 1, 0, 0, 9).last().reply()).isEqualTo(EINVAL);
  }

  @Test
  void unregistersAroundSharedMemoryButNotAroundFiles() {
    Script script = registered(1).map(1, 1, Map.Backing.READ_ONLY_SHMEM);
    assertThat(script.unregister(0, 0, 0, 8).last().reply()).isEqualTo(Reply.ZERO);

    script.map(2, 1, Map.Backing.FILE);
    assertThat(script.unregister(0, 0, 0, 10).last().reply()).isEqualTo(EINVAL);
  }

  @Test
  void wokeNobodyOnUnregisterAtFirst() {
    Script script = on(Profile.linux43()).open(0).map(0, 1).register(0, 0, 0, 1).load(0, 0);

    assertThat(script.unregister(0, 0, 0, 1).last().completions()).isEmpty();
    assertThat(script.wake(0, 0, 0, 1).last().completions()).hasSize(1);
  }
}
