package org.pageproof.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.pageproof.reference.AllowedStep;
import org.pageproof.reference.Oracle;
import org.pageproof.reference.hmm.HmmModel;
import org.pageproof.reference.hmm.HmmState;
import org.pageproof.verdict.Judgement;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Environment;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.MirrorView;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Trace;
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
import org.pageproof.vocabulary.hmm.HmmKind;
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

/** Random walks through the reference machine: traces of a kernel that does what it says. */
public final class HmmWalk {
  private final HmmModel model;
  private final AddressPlan plan;
  private final Random random;
  private final List<HmmCommand> commands = new ArrayList<>();
  private final List<Observation> observations = new ArrayList<>();
  private HmmState state;

  private HmmWalk(Profile profile, AddressPlan plan, long seed) {
    this.model = new HmmModel(profile);
    this.plan = plan;
    this.random = new Random(seed);
    this.state = model.initialState(plan);
  }

  /**
   * A trace of this many commands or fewer, judged. Known divergences are as they are in kernels,
   * but for those that kill it, which are left out.
   */
  public static Judgement<HmmCommand> judgement(Profile profile, long seed, int commands) {
    HmmWalk walk = new HmmWalk(profile, new AddressPlan(4), seed);
    for (int id = 0; id < commands; id++) {
      if (!walk.step(walk.draw(id))) {
        break;
      }
    }
    return walk.judgement(profile, seed);
  }

  /** A trace of huge pages on Linux 7.2: whole and in parts, in memory and on a device. */
  public static Judgement<HmmCommand> hugePages() {
    Profile profile = Profile.linux72().with(new MirrorDriver(5, 4));
    HmmWalk walk = new HmmWalk(profile, new AddressPlan(4, true), 0);
    hugeCommands().forEach(walk::step);
    return walk.judgement(profile, 0);
  }

  private static List<HmmCommand> hugeCommands() {
    Request all = Request.of(0, 0, 0, AddressPlan.HUGE_PAGES);
    return List.of(
        new Open(0, 0, 0),
        new Map(1, 0, AddressPlan.HUGE_PAGES, Map.Backing.ANONYMOUS),
        new Map(2, 1, 4, Map.Backing.ANONYMOUS),
        new Touch(3, 0, 3, Access.WRITE),
        new MigrateToDevice(4, all),
        new Snapshot(5, Request.of(0, 0, 510, 4)),
        new DeviceRead(6, all),
        new Touch(7, 0, 511, Access.READ),
        new DeviceWrite(8, all),
        new DeviceRead(9, Request.of(0, 0, 1, 511)),
        new Exclusive(10, Request.of(0, 0, 511, 2)),
        new DontNeed(11, PageRange.of(0, 100, 30)),
        new Unmap(12, PageRange.of(0, 0, AddressPlan.HUGE_PAGES)),
        new Map(13, 0, AddressPlan.HUGE_PAGES, Map.Backing.ANONYMOUS),
        new SetFlags(14, 0, SetFlags.FAIL_ALLOC),
        new MigrateToDevice(15, all),
        new Protect(16, PageRange.of(0, 64, 64), Protect.Protection.READ),
        new Close(17, 0));
  }

  private Judgement<HmmCommand> judgement(Profile profile, long seed) {
    CommandSequence<HmmCommand> sequence = new CommandSequence<>(plan, commands);
    Environment environment =
        new Environment("0.1.0", "kernel", profile, "amd64", "madvise", seed, List.of());
    return new Oracle<>(model).explain(new Trace<>(environment, sequence, observations));
  }

  /** Takes one of the steps that a command may take; false if nothing can be foretold after it. */
  private boolean step(HmmCommand command) {
    List<AllowedStep<HmmState>> steps = model.tolerated(state, command);
    if (steps.isEmpty()) {
      steps = model.allowed(state, command);
    }
    AllowedStep<HmmState> step = steps.get(random.nextInt(steps.size()));
    boolean dies = steps.stream().anyMatch(HmmWalk::isDeath);
    if (!dies) {
      commands.add(command);
      observations.add(step.expectation().observation());
      state = model.resolve(step.next(), step.expectation().observation());
    }
    return dies || !step.expectation().leeway().ends();
  }

  private static boolean isDeath(AllowedStep<HmmState> step) {
    return step.expectation().observation().reply() instanceof Reply.Died;
  }

  private HmmCommand draw(int id) {
    if (id < 2) {
      return id == 0
          ? new Open(id, 0, random.nextInt(2))
          : new Map(id, 0, plan.pagesPerRegion(), Map.Backing.ANONYMOUS);
    }
    HmmKind kind = random.nextInt(3) == 0 ? HmmKind.TOUCH : any(HmmKind.values());
    int mirror = random.nextInt(MirrorView.MIRRORS);
    return switch (kind) {
      case OPEN -> new Open(id, mirror, random.nextInt(MirrorDriver.DEVICE_SLOTS));
      case CLOSE -> new Close(id, mirror);
      case READ -> new DeviceRead(id, request());
      case WRITE -> new DeviceWrite(id, request());
      case TODEV -> new MigrateToDevice(id, bounded());
      case TOSYS -> new MigrateToSystem(id, bounded());
      case SNAPSHOT -> new Snapshot(id, bounded());
      case EXCLUSIVE -> new Exclusive(id, bounded());
      case CHECK -> new CheckExclusive(id, bounded());
      case RELEASE -> new Release(id, bounded());
      case FLAGS -> new SetFlags(id, mirror, random.nextInt(3));
      case MISUSE -> new Misuse(id, mirror, any(Misuse.Call.values()));
      case MAP -> new Map(id, region(), 1 + page(), any(Map.Backing.values()));
      case UNMAP -> new Unmap(id, range());
      case PROTECT -> new Protect(id, range(), any(Protect.Protection.values()));
      case REMAP -> new Remap(id, range(), region());
      case DONTNEED -> new DontNeed(id, range());
      case TOUCH -> new Touch(id, region(), page(), any(Access.values()));
      case FORK -> new Fork(id);
      case REAP -> new Reap(id);
      case CHILDTOUCH -> new ChildTouch(id, region(), page(), random.nextBoolean());
    };
  }

  private Request bounded() {
    Request request = request();
    return request.shape() == Request.Shape.TOO_LARGE
        ? request.withShape(Request.Shape.WHOLE)
        : request;
  }

  private Request request() {
    PageRange range = range();
    int mirror = random.nextInt(4) % MirrorView.MIRRORS;
    Request request = Request.of(mirror, range.region(), range.page(), range.count());
    if (random.nextInt(12) == 0) {
      request = request.withShape(any(Request.Shape.values()));
    }
    return random.nextInt(12) == 0 ? request.withBuffer(any(Request.Buffer.values())) : request;
  }

  private PageRange range() {
    int page = page();
    return PageRange.of(region(), page, 1 + random.nextInt(plan.pagesPerRegion() - page));
  }

  private int region() {
    return Math.max(0, random.nextInt(7) - 3);
  }

  private int page() {
    return random.nextInt(plan.pagesPerRegion());
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
