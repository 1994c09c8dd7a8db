package org.pageproof.reference.hmm;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.reference.AllowedStep;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.PageWords;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.hmm.Access;
import org.pageproof.vocabulary.hmm.CheckExclusive;
import org.pageproof.vocabulary.hmm.ChildTouch;
import org.pageproof.vocabulary.hmm.Close;
import org.pageproof.vocabulary.hmm.DeviceRead;
import org.pageproof.vocabulary.hmm.DeviceWrite;
import org.pageproof.vocabulary.hmm.DontNeed;
import org.pageproof.vocabulary.hmm.Exclusive;
import org.pageproof.vocabulary.hmm.Fork;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.Map;
import org.pageproof.vocabulary.hmm.MigrateToDevice;
import org.pageproof.vocabulary.hmm.MigrateToSystem;
import org.pageproof.vocabulary.hmm.Open;
import org.pageproof.vocabulary.hmm.Protect;
import org.pageproof.vocabulary.hmm.Reap;
import org.pageproof.vocabulary.hmm.Release;
import org.pageproof.vocabulary.hmm.Remap;
import org.pageproof.vocabulary.hmm.Request;
import org.pageproof.vocabulary.hmm.SetFlags;
import org.pageproof.vocabulary.hmm.Touch;
import org.pageproof.vocabulary.hmm.Unmap;

/**
 * Steps the model through a sequence in which it has no choice, for tests that read as stories. A
 * page is one of region 0; the id of a command is its place in the story, from 0.
 */
final class HmmScenario {
  static final AddressPlan PLAN = new AddressPlan(4);

  private final HmmModel model;
  private final List<HmmCommand> commands = new ArrayList<>();
  private final List<Observation> seen = new ArrayList<>();
  private HmmState state;

  HmmScenario(Profile profile) {
    this(profile, PLAN);
  }

  HmmScenario(Profile profile, AddressPlan plan) {
    model = new HmmModel(profile);
    state = model.initialState(plan);
  }

  /** Linux 6.12 with all four devices, slot 0 open on device 0, four anonymous pages mapped. */
  static HmmScenario on612() {
    return new HmmScenario(Profile.linux612().with(new MirrorDriver(4, 4))).open(0, 0).map(0, 4);
  }

  /** The same on Linux 7.2. */
  static HmmScenario on72() {
    return new HmmScenario(Profile.linux72().with(new MirrorDriver(5, 4))).open(0, 0).map(0, 4);
  }

  /** Linux 6.12 with slot 0 open on device 0, and region 0 of a huge plan mapped. */
  static HmmScenario hugeOn612() {
    return huge(Profile.linux612().with(new MirrorDriver(4, 4)));
  }

  /** The same on Linux 7.2. */
  static HmmScenario hugeOn72() {
    return huge(Profile.linux72().with(new MirrorDriver(5, 4)));
  }

  private static HmmScenario huge(Profile profile) {
    HmmScenario scenario = new HmmScenario(profile, new AddressPlan(4, true));
    return scenario.open(0, 0).map(0, AddressPlan.HUGE_PAGES);
  }

  HmmState state() {
    return state;
  }

  HmmModel model() {
    return model;
  }

  List<HmmCommand> commands() {
    return commands;
  }

  List<Observation> observations() {
    return seen;
  }

  /** What was observed last. */
  Observation last() {
    return seen.get(seen.size() - 1);
  }

  int id() {
    return commands.size();
  }

  /** Takes the only allowed step. */
  HmmScenario then(HmmCommand command) {
    List<AllowedStep<HmmState>> steps = model.allowed(state, command);
    if (steps.size() != 1) {
      throw new AssertionError(steps.size() + " steps allowed for " + command);
    }
    return take(command, steps.get(0));
  }

  /** Takes the likeliest step that is only tolerated. */
  HmmScenario diverge(HmmCommand command) {
    List<AllowedStep<HmmState>> steps = model.tolerated(state, command);
    if (steps.isEmpty()) {
      throw new AssertionError("nothing tolerated for " + command);
    }
    return take(command, steps.get(0));
  }

  private HmmScenario take(HmmCommand command, AllowedStep<HmmState> step) {
    commands.add(command);
    seen.add(step.expectation().observation());
    state = step.next();
    List<String> broken = model.brokenInvariants(state);
    if (!broken.isEmpty()) {
      throw new AssertionError(broken + " after " + command);
    }
    return this;
  }

  /** The rule that decides. */
  String rule(HmmCommand command) {
    return model.allowed(state, command).get(0).expectation().rule().id();
  }

  /** The known divergence that is tolerated, or nothing. */
  String divergence(HmmCommand command) {
    List<AllowedStep<HmmState>> steps = model.tolerated(state, command);
    return steps.isEmpty() ? "none" : steps.get(0).expectation().rule().id();
  }

  /** What SNAPSHOT of a device says of a page. */
  int snapshot(int device, int page) {
    return last().mirrors().orElseThrow().snapshots().get(device).get(page);
  }

  /** Whether CHECK_EXCLUSIVE says that a slot's mirror has a page exclusively. */
  boolean exclusive(int slot, int page) {
    return last().mirrors().orElseThrow().exclusive().get(slot).get(page) == 1;
  }

  /** The out-field {@code faults} of the last step. */
  long faults() {
    return last().out().get(1).value();
  }

  /** The out-field {@code cpages} of the last step. */
  long cpages() {
    return last().out().get(0).value();
  }

  HmmScenario open(int slot, int device) {
    return then(new Open(id(), slot, device));
  }

  HmmScenario close(int slot) {
    return then(closing(slot));
  }

  Close closing(int slot) {
    return new Close(id(), slot);
  }

  HmmScenario map(int region, int pages) {
    return map(region, pages, Map.Backing.ANONYMOUS);
  }

  HmmScenario map(int region, int pages, Map.Backing backing) {
    return then(new Map(id(), region, pages, backing));
  }

  HmmScenario unmap(int page, int count) {
    return then(new Unmap(id(), PageRange.of(0, page, count)));
  }

  HmmScenario dontNeed(int page, int count) {
    return then(new DontNeed(id(), PageRange.of(0, page, count)));
  }

  HmmScenario protect(int page, int count, Protect.Protection protection) {
    return then(new Protect(id(), PageRange.of(0, page, count), protection));
  }

  /** Protects a page of region 1 from being written. */
  HmmScenario protectAbove(int page) {
    return then(new Protect(id(), PageRange.of(1, page, 1), Protect.Protection.READ));
  }

  /** Stores to a page of region 1. */
  HmmScenario storeAbove(int page) {
    return then(new Touch(id(), 1, page, Access.WRITE));
  }

  HmmScenario remap(int page, int count, int target) {
    return then(new Remap(id(), PageRange.of(0, page, count), target));
  }

  HmmScenario touch(int page, Access access) {
    return then(new Touch(id(), 0, page, access));
  }

  /** Stores to pages 0 to count - 1. */
  HmmScenario store(int count) {
    for (int page = 0; page < count; page++) {
      touch(page, Access.WRITE);
    }
    return this;
  }

  HmmScenario fork() {
    return then(new Fork(id()));
  }

  HmmScenario reap() {
    return then(new Reap(id()));
  }

  HmmScenario childTouch(int page, boolean write) {
    return then(new ChildTouch(id(), 0, page, write));
  }

  HmmScenario read(int slot, int page, int count) {
    return then(reading(slot, page, count));
  }

  DeviceRead reading(int slot, int page, int count) {
    return new DeviceRead(id(), Request.of(slot, 0, page, count));
  }

  HmmScenario write(int slot, int page, int count) {
    return then(writing(slot, page, count));
  }

  DeviceWrite writing(int slot, int page, int count) {
    return new DeviceWrite(id(), Request.of(slot, 0, page, count));
  }

  HmmScenario toDevice(int slot, int page, int count) {
    return then(migrating(slot, page, count));
  }

  MigrateToDevice migrating(int slot, int page, int count) {
    return new MigrateToDevice(id(), Request.of(slot, 0, page, count));
  }

  HmmScenario toSystem(int slot, int page, int count) {
    return then(returning(slot, page, count));
  }

  MigrateToSystem returning(int slot, int page, int count) {
    return new MigrateToSystem(id(), Request.of(slot, 0, page, count));
  }

  HmmScenario takeExclusively(int slot, int page, int count) {
    return then(new Exclusive(id(), Request.of(slot, 0, page, count)));
  }

  HmmScenario check(int slot, int page, int count) {
    return then(new CheckExclusive(id(), Request.of(slot, 0, page, count)));
  }

  HmmScenario release(int slot) {
    return then(releasing(slot));
  }

  Release releasing(int slot) {
    return new Release(id(), Request.of(slot, 0, 0, 1));
  }

  HmmScenario failAllocation(int slot) {
    return then(new SetFlags(id(), slot, SetFlags.FAIL_ALLOC));
  }

  /** A page that a store left behind: the command's token, then zeros. */
  static PageWords stored(int id) {
    return new PageWords(Token.of(id, 0), 0);
  }
}
