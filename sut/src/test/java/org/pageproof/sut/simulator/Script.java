package org.pageproof.sut.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.ChildWrite;
import org.pageproof.vocabulary.userfaultfd.Close;
import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.DontNeed;
import org.pageproof.vocabulary.userfaultfd.Fork;
import org.pageproof.vocabulary.userfaultfd.Free;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Misuse;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.Poll;
import org.pageproof.vocabulary.userfaultfd.Protect;
import org.pageproof.vocabulary.userfaultfd.Read;
import org.pageproof.vocabulary.userfaultfd.Reap;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.Remap;
import org.pageproof.vocabulary.userfaultfd.SetNonblocking;
import org.pageproof.vocabulary.userfaultfd.Source;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.Unmap;
import org.pageproof.vocabulary.userfaultfd.Unregister;
import org.pageproof.vocabulary.userfaultfd.Wake;
import org.pageproof.vocabulary.userfaultfd.WriteProtect;
import org.pageproof.vocabulary.userfaultfd.Zeropage;

/**
 * A readable command sequence: the first command has id 1, the next 2 and so on. Regions have four
 * pages, so pages 0 to 3 are region 0 and 4 to 7 region 1; page 8 is a hole.
 */
final class Script {
  static final AddressPlan PLAN = new AddressPlan(4);

  private final Profile profile;
  private final List<UffdCommand> commands = new ArrayList<>();

  private Script(Profile profile) {
    this.profile = profile;
  }

  static Script on(Profile profile) {
    return new Script(profile);
  }

  static Script script() {
    return on(Profile.linux618());
  }

  /** Descriptor 0, ready and non-blocking, with this many pages of region 0 registered. */
  static Script registered(int pages) {
    return script().open(0).map(0, pages).register(0, 0, 0, pages);
  }

  /** A non-blocking descriptor 0 with these features, and this many pages of region 0. */
  static Script mapped(long features, int pages) {
    return script().openWith(0, features).map(0, pages);
  }

  /** The same with the pages registered in this mode. */
  static Script registeredFor(long mode, long features, int pages) {
    return mapped(features, pages).registerFor(mode, 0, 0, 0, pages);
  }

  /** The word that the command with this id wrote into its n-th page. */
  static long token(int id, int page) {
    return Token.of(id, page);
  }

  Script open(int fd) {
    return open(fd, Open.O_NONBLOCK);
  }

  Script open(int fd, int flags) {
    return then(new Open(next(), fd, Open.Entry.SYSCALL, flags, true));
  }

  Script openUnready(int fd, Open.Entry entry, int flags) {
    return then(new Open(next(), fd, entry, flags, false));
  }

  Script openWith(int fd, long features) {
    return openUnready(fd, Open.Entry.SYSCALL, Open.O_NONBLOCK).api(fd, features);
  }

  Script api(int fd, long features) {
    return api(fd, Api.VERSION, features, Argument.VALID);
  }

  Script api(int fd, long version, long features, Argument argument) {
    return then(new Api(next(), fd, version, features, argument));
  }

  Script close(int fd) {
    return then(new Close(next(), fd));
  }

  Script map(int region, int pages) {
    return then(new Map(next(), region, pages));
  }

  Script map(int region, int pages, Map.Backing backing) {
    return then(new Map(next(), region, pages, backing));
  }

  Script unmap(int region, int page, int count) {
    return then(new Unmap(next(), PageRange.of(region, page, count)));
  }

  Script dontNeed(int region, int page, int count) {
    return then(new DontNeed(next(), PageRange.of(region, page, count)));
  }

  Script register(int fd, int region, int page, int count) {
    return register(fd, PageRange.of(region, page, count), 1, Argument.VALID);
  }

  Script register(int fd, PageRange range, long mode, Argument argument) {
    return then(new Register(next(), fd, range, mode, argument));
  }

  Script registerFor(long mode, int fd, int region, int page, int count) {
    return register(fd, PageRange.of(region, page, count), mode, Argument.VALID);
  }

  Script writeProtect(int fd, int region, int page, int count) {
    return writeProtect(fd, PageRange.of(region, page, count), WriteProtect.MODE_WP);
  }

  Script unprotect(int fd, int region, int page, int count) {
    return writeProtect(fd, PageRange.of(region, page, count), 0);
  }

  Script writeProtect(int fd, PageRange range, long mode) {
    return then(new WriteProtect(next(), fd, range, mode, Argument.VALID));
  }

  Script protect(int region, int page, int count, Protect.Protection protection) {
    return protect(PageRange.of(region, page, count), protection);
  }

  Script protect(PageRange range, Protect.Protection protection) {
    return then(new Protect(next(), range, protection));
  }

  /** Resizes pages of a region in place. */
  Script resize(int region, int page, int count, int pages) {
    return move(region, page, count, pages, Remap.IN_PLACE);
  }

  /** Moves pages of a region to the start of another. */
  Script move(int region, int page, int count, int pages, int target) {
    return then(new Remap(next(), PageRange.of(region, page, count), pages, target));
  }

  Script free(PageRange range) {
    return then(new Free(next(), range));
  }

  Script fork() {
    return then(new Fork(next()));
  }

  Script reap() {
    return then(new Reap(next()));
  }

  Script childStore(int page) {
    return then(new ChildWrite(next(), page / 4, page % 4));
  }

  Script setNonblocking(int fd, boolean nonblocking) {
    return then(new SetNonblocking(next(), fd, nonblocking));
  }

  Script misuse(int fd, Misuse.Call call) {
    return then(new Misuse(next(), fd, call));
  }

  Script unregister(int fd, int region, int page, int count) {
    PageRange range = PageRange.of(region, page, count);
    return then(new Unregister(next(), fd, range, Argument.VALID));
  }

  Script copy(int fd, int region, int page, int count) {
    return copy(fd, PageRange.of(region, page, count), 0);
  }

  Script copy(int fd, PageRange range, long mode) {
    return copy(fd, range, Source.TOKENS, mode, Argument.VALID);
  }

  Script copy(int fd, PageRange range, Source source, long mode, Argument argument) {
    return then(new Copy(next(), fd, range, source, mode, argument));
  }

  Script zeropage(int fd, int region, int page, int count) {
    PageRange range = PageRange.of(region, page, count);
    return then(new Zeropage(next(), fd, range, 0, Argument.VALID));
  }

  Script wake(int fd, int region, int page, int count) {
    return then(new Wake(next(), fd, PageRange.of(region, page, count), Argument.VALID));
  }

  Script poll(int fd) {
    return then(new Poll(next(), fd));
  }

  Script read(int fd, int bytes) {
    return then(new Read(next(), fd, bytes, false));
  }

  Script readIntoBadBuffer(int fd) {
    return then(new Read(next(), fd, 32, true));
  }

  Script touch(int thread, int page, Access access) {
    return then(new Touch(next(), thread, page / 4, page % 4, access));
  }

  Script load(int thread, int page) {
    return touch(thread, page, Access.READ);
  }

  Script store(int thread, int page) {
    return touch(thread, page, Access.WRITE);
  }

  /** Runs the sequence on a simulator with these faults and gives what was seen of each step. */
  List<Observation> run(Fault... faults) {
    try (Simulator simulator = new Simulator(profile, Set.of(faults), "test")) {
      return simulator.execute(new CommandSequence<UffdCommand>(PLAN, commands)).observations();
    }
  }

  /** What was seen of the last step. */
  Observation last(Fault... faults) {
    List<Observation> observations = run(faults);
    return observations.get(observations.size() - 1);
  }

  private int next() {
    return commands.size() + 1;
  }

  private Script then(UffdCommand command) {
    commands.add(command);
    return this;
  }
}
