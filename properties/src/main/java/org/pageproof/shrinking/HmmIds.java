package org.pageproof.shrinking;

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
import org.pageproof.vocabulary.hmm.SetFlags;
import org.pageproof.vocabulary.hmm.Snapshot;
import org.pageproof.vocabulary.hmm.Touch;
import org.pageproof.vocabulary.hmm.Unmap;

/** Gives a command another id. */
final class HmmIds implements HmmVisitor<Integer, HmmCommand> {
  static final HmmIds INSTANCE = new HmmIds();

  private HmmIds() {}

  @Override
  public HmmCommand open(Open c, Integer id) {
    return new Open(id, c.mirror(), c.device());
  }

  @Override
  public HmmCommand close(Close c, Integer id) {
    return new Close(id, c.mirror());
  }

  @Override
  public HmmCommand deviceRead(DeviceRead c, Integer id) {
    return new DeviceRead(id, c.request());
  }

  @Override
  public HmmCommand deviceWrite(DeviceWrite c, Integer id) {
    return new DeviceWrite(id, c.request());
  }

  @Override
  public HmmCommand migrateToDevice(MigrateToDevice c, Integer id) {
    return new MigrateToDevice(id, c.request());
  }

  @Override
  public HmmCommand migrateToSystem(MigrateToSystem c, Integer id) {
    return new MigrateToSystem(id, c.request());
  }

  @Override
  public HmmCommand snapshot(Snapshot c, Integer id) {
    return new Snapshot(id, c.request());
  }

  @Override
  public HmmCommand exclusive(Exclusive c, Integer id) {
    return new Exclusive(id, c.request());
  }

  @Override
  public HmmCommand checkExclusive(CheckExclusive c, Integer id) {
    return new CheckExclusive(id, c.request());
  }

  @Override
  public HmmCommand release(Release c, Integer id) {
    return new Release(id, c.request());
  }

  @Override
  public HmmCommand setFlags(SetFlags c, Integer id) {
    return new SetFlags(id, c.mirror(), c.value());
  }

  @Override
  public HmmCommand misuse(Misuse c, Integer id) {
    return new Misuse(id, c.mirror(), c.call());
  }

  @Override
  public HmmCommand map(Map c, Integer id) {
    return new Map(id, c.region(), c.pages(), c.backing());
  }

  @Override
  public HmmCommand unmap(Unmap c, Integer id) {
    return new Unmap(id, c.range());
  }

  @Override
  public HmmCommand protect(Protect c, Integer id) {
    return new Protect(id, c.range(), c.protection());
  }

  @Override
  public HmmCommand remap(Remap c, Integer id) {
    return new Remap(id, c.range(), c.target());
  }

  @Override
  public HmmCommand dontNeed(DontNeed c, Integer id) {
    return new DontNeed(id, c.range());
  }

  @Override
  public HmmCommand touch(Touch c, Integer id) {
    return new Touch(id, c.region(), c.page(), c.access());
  }

  @Override
  public HmmCommand fork(Fork c, Integer id) {
    return new Fork(id);
  }

  @Override
  public HmmCommand reap(Reap c, Integer id) {
    return new Reap(id);
  }

  @Override
  public HmmCommand childTouch(ChildTouch c, Integer id) {
    return new ChildTouch(id, c.region(), c.page(), c.write());
  }
}
