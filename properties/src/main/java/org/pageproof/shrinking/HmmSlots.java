package org.pageproof.shrinking;

import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.hmm.CheckExclusive;
import org.pageproof.vocabulary.hmm.ChildTouch;
import org.pageproof.vocabulary.hmm.Close;
import org.pageproof.vocabulary.hmm.DeviceRead;
import org.pageproof.vocabulary.hmm.DeviceWrite;
import org.pageproof.vocabulary.hmm.DontNeed;
import org.pageproof.vocabulary.hmm.Exclusive;
import org.pageproof.vocabulary.hmm.Fork;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.HmmVisitor;
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

/** Renames the slots and pages of commands. */
final class HmmSlots implements HmmVisitor<Renaming, HmmCommand> {
  private static final int CHILD = 0;

  static final HmmSlots INSTANCE = new HmmSlots();

  private HmmSlots() {}

  private static int mirror(int slot, Renaming to) {
    return to.descriptor().applyAsInt(slot);
  }

  private static Request part(Request request, Renaming to) {
    return at(request, to.part(range(request)), to);
  }

  /** A range that means nothing but is checked. */
  private static Request whole(Request request, Renaming to) {
    return at(request, to.whole(range(request)), to);
  }

  private static PageRange range(Request request) {
    return PageRange.of(request.region(), request.page(), request.count());
  }

  private static Request at(Request request, PageRange range, Renaming to) {
    return new Request(
        mirror(request.mirror(), to),
        range.region(),
        range.page(),
        range.count(),
        request.shape(),
        request.buffer());
  }

  /** The child counts as a thread: the only one, so that its number stays. */
  private static void noteChild(Renaming to) {
    int number = to.thread().applyAsInt(CHILD);
    if (number != CHILD) {
      throw new IllegalStateException("the child became thread " + number);
    }
  }

  @Override
  public HmmCommand open(Open c, Renaming to) {
    return new Open(c.id(), mirror(c.mirror(), to), to.device().applyAsInt(c.device()));
  }

  @Override
  public HmmCommand close(Close c, Renaming to) {
    return new Close(c.id(), mirror(c.mirror(), to));
  }

  @Override
  public HmmCommand deviceRead(DeviceRead c, Renaming to) {
    return new DeviceRead(c.id(), part(c.request(), to));
  }

  @Override
  public HmmCommand deviceWrite(DeviceWrite c, Renaming to) {
    return new DeviceWrite(c.id(), part(c.request(), to));
  }

  @Override
  public HmmCommand migrateToDevice(MigrateToDevice c, Renaming to) {
    return new MigrateToDevice(c.id(), part(c.request(), to));
  }

  @Override
  public HmmCommand migrateToSystem(MigrateToSystem c, Renaming to) {
    return new MigrateToSystem(c.id(), part(c.request(), to));
  }

  @Override
  public HmmCommand snapshot(Snapshot c, Renaming to) {
    return new Snapshot(c.id(), part(c.request(), to));
  }

  @Override
  public HmmCommand exclusive(Exclusive c, Renaming to) {
    return new Exclusive(c.id(), part(c.request(), to));
  }

  @Override
  public HmmCommand checkExclusive(CheckExclusive c, Renaming to) {
    return new CheckExclusive(c.id(), part(c.request(), to));
  }

  @Override
  public HmmCommand release(Release c, Renaming to) {
    return new Release(c.id(), whole(c.request(), to));
  }

  @Override
  public HmmCommand setFlags(SetFlags c, Renaming to) {
    return new SetFlags(c.id(), mirror(c.mirror(), to), c.value());
  }

  @Override
  public HmmCommand misuse(Misuse c, Renaming to) {
    return new Misuse(c.id(), mirror(c.mirror(), to), c.call());
  }

  @Override
  public HmmCommand map(Map c, Renaming to) {
    PageRange moved = to.whole(PageRange.of(c.region(), 0, c.pages()));
    return new Map(c.id(), moved.region(), moved.page() + moved.count(), c.backing());
  }

  @Override
  public HmmCommand unmap(Unmap c, Renaming to) {
    return new Unmap(c.id(), to.whole(c.range()));
  }

  @Override
  public HmmCommand protect(Protect c, Renaming to) {
    return new Protect(c.id(), to.part(c.range()), c.protection());
  }

  @Override
  public HmmCommand remap(Remap c, Renaming to) {
    PageRange from = to.part(c.range());
    return new Remap(c.id(), from, to.part(c.destination()).region());
  }

  @Override
  public HmmCommand dontNeed(DontNeed c, Renaming to) {
    return new DontNeed(c.id(), to.part(c.range()));
  }

  @Override
  public HmmCommand touch(Touch c, Renaming to) {
    PageRange moved = to.page(c.region(), c.page());
    return new Touch(c.id(), moved.region(), moved.page(), c.access());
  }

  @Override
  public HmmCommand fork(Fork c, Renaming to) {
    noteChild(to);
    return c;
  }

  @Override
  public HmmCommand reap(Reap c, Renaming to) {
    noteChild(to);
    return c;
  }

  @Override
  public HmmCommand childTouch(ChildTouch c, Renaming to) {
    noteChild(to);
    PageRange moved = to.page(c.region(), c.page());
    return new ChildTouch(c.id(), moved.region(), moved.page(), c.write());
  }
}
