package org.pageproof.sut.simulator.hmm;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.pageproof.sut.simulator.Fault;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.KernelRelease;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.PageBytes;
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
import org.pageproof.vocabulary.hmm.Misuse;
import org.pageproof.vocabulary.hmm.Open;
import org.pageproof.vocabulary.hmm.Protect;
import org.pageproof.vocabulary.hmm.Reap;
import org.pageproof.vocabulary.hmm.Release;
import org.pageproof.vocabulary.hmm.Remap;
import org.pageproof.vocabulary.hmm.Request;
import org.pageproof.vocabulary.hmm.SetFlags;
import org.pageproof.vocabulary.hmm.Snapshot;
import org.pageproof.vocabulary.hmm.Touch;
import org.pageproof.vocabulary.hmm.Unmap;

/**
 * A readable command sequence: the first command has id 1, the next 2 and so on. Regions have four
 * pages, so pages 0 to 3 are region 0 and 4 to 7 region 1; page 8 is a hole. In a huge sequence
 * region 0 has pages 0 to 511, and region 1 begins at 512.
 */
final class Script {
  static final AddressPlan PLAN = new AddressPlan(4);
  static final Profile LINUX_6_12 = Profile.linux612().with(new MirrorDriver(4, 4));
  static final Profile LINUX_7_2 = Profile.linux72().with(new MirrorDriver(5, 4));

  private static final AddressPlan HUGE_PLAN = new AddressPlan(4, true);

  private final Profile profile;
  private final AddressPlan plan;
  private final List<HmmCommand> commands = new ArrayList<>();

  private Script(Profile profile, AddressPlan plan) {
    this.profile = profile;
    this.plan = plan;
  }

  static Script on(Profile profile) {
    return new Script(profile, PLAN);
  }

  /** Mirror 0 of device 0, a place for a huge page, and the four pages after it. */
  static Script huge(Profile profile) {
    return new Script(profile, HUGE_PLAN).open(0, 0).map(0, 512).map(1, 4);
  }

  /** On a kernel of which nobody has more than its history. */
  static Script on(String release, int ioctls) {
    Profile base = Profile.linux612();
    return on(
        new Profile(KernelRelease.parse(release), base.features(), true, true, true)
            .with(new MirrorDriver(ioctls, 2)));
  }

  /** Mirror 0 of device 0 and four pages of anonymous memory, on 6.12. */
  static Script mirrored() {
    return on(LINUX_6_12).open(0, 0).map(0, 4);
  }

  /** The same on 7.2. */
  static Script mirroredOn72() {
    return on(LINUX_7_2).open(0, 0).map(0, 4);
  }

  /** The word that the command with this id wrote into its n-th page. */
  static long token(int id, int page) {
    return Token.of(id, page);
  }

  /** Pages of a buffer that are each filled with one word. */
  static List<PageWords> filled(long... words) {
    List<PageWords> pages = new ArrayList<>();
    for (long word : words) {
      pages.add(PageWords.filled(word));
    }
    return pages;
  }

  Script open(int mirror, int device) {
    return then(new Open(next(), mirror, device));
  }

  Script close(int mirror) {
    return then(new Close(next(), mirror));
  }

  Script map(int region, int pages) {
    return map(region, pages, Map.Backing.ANONYMOUS);
  }

  Script map(int region, int pages, Map.Backing backing) {
    return then(new Map(next(), region, pages, backing));
  }

  Script unmap(int page, int count) {
    return then(new Unmap(next(), range(page, count)));
  }

  Script dontNeed(int page, int count) {
    return then(new DontNeed(next(), range(page, count)));
  }

  Script protect(int page, int count, Protect.Protection protection) {
    return then(new Protect(next(), range(page, count), protection));
  }

  Script remap(int page, int count, int target) {
    return then(new Remap(next(), range(page, count), target));
  }

  Script load(int page) {
    return touch(page, Access.READ);
  }

  Script store(int page) {
    return touch(page, Access.WRITE);
  }

  Script touch(int page, Access access) {
    return then(new Touch(next(), region(page), inRegion(page), access));
  }

  Script fork() {
    return then(new Fork(next()));
  }

  Script reap() {
    return then(new Reap(next()));
  }

  Script childLoad(int page) {
    return then(new ChildTouch(next(), region(page), inRegion(page), false));
  }

  Script childStore(int page) {
    return then(new ChildTouch(next(), region(page), inRegion(page), true));
  }

  Script read(int mirror, int page, int count) {
    return read(at(mirror, page, count));
  }

  Script read(Request request) {
    return then(new DeviceRead(next(), request));
  }

  Script write(int mirror, int page, int count) {
    return write(at(mirror, page, count));
  }

  Script write(Request request) {
    return then(new DeviceWrite(next(), request));
  }

  Script toDevice(int mirror, int page, int count) {
    return then(new MigrateToDevice(next(), at(mirror, page, count)));
  }

  Script toSystem(int mirror, int page, int count) {
    return then(new MigrateToSystem(next(), at(mirror, page, count)));
  }

  Script snapshot(int mirror, int page, int count) {
    return snapshot(at(mirror, page, count));
  }

  Script snapshot(Request request) {
    return then(new Snapshot(next(), request));
  }

  Script exclusive(int mirror, int page, int count) {
    return then(new Exclusive(next(), at(mirror, page, count)));
  }

  Script check(int mirror, int page, int count) {
    return then(new CheckExclusive(next(), at(mirror, page, count)));
  }

  Script release(int mirror) {
    return then(new Release(next(), at(mirror, 0, 1)));
  }

  Script flags(int mirror, long value) {
    return then(new SetFlags(next(), mirror, value));
  }

  Script misuse(int mirror, Misuse.Call call) {
    return then(new Misuse(next(), mirror, call));
  }

  static Request request(int mirror, int page, int count) {
    return Request.of(mirror, page / 4, page % 4, count);
  }

  private Request at(int mirror, int page, int count) {
    return Request.of(mirror, region(page), inRegion(page), count);
  }

  private PageRange range(int page, int count) {
    return PageRange.of(region(page), inRegion(page), count);
  }

  private int region(int page) {
    return plan.huge() ? page / 512 : page / 4;
  }

  private int inRegion(int page) {
    return plan.huge() ? page % 512 : page % 4;
  }

  /** This sequence so far, to go on with in another way. */
  Script copy() {
    Script copy = new Script(profile, plan);
    copy.commands.addAll(commands);
    return copy;
  }

  /** Runs the sequence on a simulator with these faults and gives what was seen of each step. */
  List<Observation> run(Fault... faults) {
    try (HmmSimulator simulator = new HmmSimulator(profile, Set.of(faults), "test")) {
      return simulator.execute(new CommandSequence<>(plan, commands)).observations();
    }
  }

  /** What was seen of the last step that was executed. */
  Observation last(Fault... faults) {
    List<Observation> observations = run(faults);
    return observations.get(observations.size() - 1);
  }

  /** What a device's snapshot shows of a page at the end. */
  int seenBy(int device, int page, Fault... faults) {
    return last(faults).mirrors().orElseThrow().snapshots().get(device).get(page);
  }

  /** What a device's snapshot shows at the end: {@code 22*3 02*4} is three pages and four. */
  String shown(int device) {
    PageBytes bytes = last().mirrors().orElseThrow().snapshots().get(device);
    StringBuilder text = new StringBuilder();
    int end = plan.arenaPage(1, 0);
    for (int first = 0, next; first < end; first = next) {
      next = first;
      while (next < end && bytes.get(next) == bytes.get(first)) {
        next++;
      }
      text.append(String.format("%02x*%d ", bytes.get(first), next - first));
    }
    return text.toString().strip();
  }

  /** The out-field of the last step. */
  long out(String name, Fault... faults) {
    return last(faults).out().stream()
        .filter(field -> field.name().equals(name))
        .mapToLong(OutField::value)
        .findFirst()
        .orElseThrow();
  }

  /** The number of commands so far, which is also the id of the last one. */
  int size() {
    return commands.size();
  }

  private int next() {
    return commands.size() + 1;
  }

  private Script then(HmmCommand command) {
    commands.add(command);
    return this;
  }
}
