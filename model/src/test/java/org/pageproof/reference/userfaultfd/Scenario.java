package org.pageproof.reference.userfaultfd;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.reference.AllowedStep;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.Read;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.Source;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.Wake;

/** Steps the model through a sequence in which it has no choice, for tests that read as stories. */
final class Scenario {
  private final UffdModel model;
  private UffdState state;
  private int nextId;

  Scenario(Profile profile) {
    model = new UffdModel(profile);
    state = model.initialState(new AddressPlan(4));
  }

  static Scenario on618() {
    return new Scenario(Profile.linux618());
  }

  /** Two ready descriptors, region 0 mapped and registered with slot 0. */
  static Scenario registered() {
    Scenario scenario = on618();
    return scenario.open(0).open(1).map(0, 4).register(0, PageRange.of(0, 0, 4));
  }

  UffdState state() {
    return state;
  }

  UffdModel model() {
    return model;
  }

  int id() {
    return nextId++;
  }

  /** Takes the only allowed step. */
  Scenario then(UffdCommand command) {
    List<AllowedStep<UffdState>> steps = model.allowed(state, command);
    if (steps.size() != 1) {
      throw new AssertionError(steps.size() + " steps allowed for " + command);
    }
    state = steps.get(0).next();
    return this;
  }

  /** The rule ids and observations of what is allowed, without taking a step. */
  List<String> rules(UffdCommand command) {
    List<String> ids = new ArrayList<>();
    model.allowed(state, command).forEach(step -> ids.add(step.expectation().rule().id()));
    return ids;
  }

  List<Observation> observations(UffdCommand command) {
    List<Observation> all = new ArrayList<>();
    model.allowed(state, command).forEach(step -> all.add(step.expectation().observation()));
    return all;
  }

  Scenario open(int fd) {
    int flags = Open.O_NONBLOCK | Open.O_CLOEXEC;
    return then(new Open(id(), fd, Open.Entry.SYSCALL, flags, true));
  }

  Scenario map(int region, int pages) {
    return then(new Map(id(), region, pages));
  }

  Scenario register(int fd, PageRange range) {
    return then(register(id(), fd, range));
  }

  Scenario touch(int thread, int page, Access access) {
    return then(new Touch(id(), thread, 0, page, access));
  }

  Scenario read(int fd, int bytes) {
    return then(new Read(id(), fd, bytes, false));
  }

  static Register register(int id, int fd, PageRange range) {
    return new Register(id, fd, range, Register.MODE_MISSING, Argument.VALID);
  }

  static Copy copy(int id, int fd, PageRange range, long mode) {
    return new Copy(id, fd, range, Source.TOKENS, mode, Argument.VALID);
  }

  static Wake wake(int id, int fd, PageRange range) {
    return new Wake(id, fd, range, Argument.VALID);
  }
}
