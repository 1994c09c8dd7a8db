package org.pageproof.sut.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.MirrorView;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.hmm.Access;
import org.pageproof.vocabulary.hmm.CheckExclusive;
import org.pageproof.vocabulary.hmm.ChildTouch;
import org.pageproof.vocabulary.hmm.Close;
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
import org.pageproof.vocabulary.hmm.Remap;
import org.pageproof.vocabulary.hmm.Request;
import org.pageproof.vocabulary.hmm.Snapshot;
import org.pageproof.vocabulary.hmm.Touch;
import org.pageproof.vocabulary.hmm.Unmap;

/** Sequences drawn without a model. They avoid device reads and writes, which may be deadly. */
final class RandomHmmSequences {
  private static final AddressPlan PLAN = new AddressPlan(4);
  private static final int REGIONS = 3;

  private final Random random;

  RandomHmmSequences(long seed) {
    random = new Random(seed);
  }

  /** Sequences of this many commands each. */
  List<CommandSequence<HmmCommand>> draw(int sequences, int commands) {
    List<CommandSequence<HmmCommand>> drawn = new ArrayList<>();
    for (int i = 0; i < sequences; i++) {
      List<HmmCommand> list = new ArrayList<>();
      list.add(new Open(0, 0, 0));
      list.add(new Map(1, 0, PLAN.pagesPerRegion(), Map.Backing.ANONYMOUS));
      list.add(new Touch(2, 0, 0, Access.WRITE));
      list.add(new Touch(3, 0, 1, Access.WRITE));
      while (list.size() < commands) {
        list.add(command(list.size()));
      }
      drawn.add(new CommandSequence<>(PLAN, list));
    }
    return drawn;
  }

  private HmmCommand command(int id) {
    int kind = random.nextInt(100);
    int region = random.nextInt(REGIONS);
    int page = random.nextInt(PLAN.pagesPerRegion());
    int count = 1 + random.nextInt(PLAN.pagesPerRegion() - page);
    int mirror = random.nextInt(MirrorView.MIRRORS);
    return kind < 60
        ? ofMirror(kind, id, Request.of(mirror, region, page, count))
        : ofMemory(kind, id, PageRange.of(region, page, count));
  }

  private HmmCommand ofMirror(int kind, int id, Request request) {
    if (kind < 8) {
      return new Open(id, request.mirror(), random.nextInt(MirrorDriver.PRIVATE_DEVICES));
    }
    if (kind < 10) {
      return new Close(id, request.mirror());
    }
    if (kind < 25) {
      return new MigrateToDevice(id, request);
    }
    if (kind < 35) {
      return new MigrateToSystem(id, request);
    }
    if (kind < 45) {
      return new Snapshot(id, request);
    }
    return kind < 55 ? new Exclusive(id, request) : new CheckExclusive(id, request);
  }

  private HmmCommand ofMemory(int kind, int id, PageRange range) {
    if (kind < 69) {
      return new Map(id, range.region(), range.count(), one(Map.Backing.values()));
    }
    if (kind < 85) {
      return new Touch(id, range.region(), range.page(), one(Access.values()));
    }
    if (kind < 90) {
      return new Protect(id, range, one(Protect.Protection.values()));
    }
    if (kind < 92) {
      return new DontNeed(id, range);
    }
    if (kind < 94) {
      return new Unmap(id, range);
    }
    if (kind < 96) {
      return new Remap(id, range, random.nextInt(REGIONS));
    }
    if (kind < 97) {
      return new Fork(id);
    }
    return kind < 99
        ? new ChildTouch(id, range.region(), range.page(), random.nextBoolean())
        : new Reap(id);
  }

  private <T> T one(T[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}
