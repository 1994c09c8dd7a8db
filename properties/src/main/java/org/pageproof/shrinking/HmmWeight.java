package org.pageproof.shrinking;

import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.hmm.CheckExclusive;
import org.pageproof.vocabulary.hmm.ChildTouch;
import org.pageproof.vocabulary.hmm.Close;
import org.pageproof.vocabulary.hmm.DeviceRead;
import org.pageproof.vocabulary.hmm.DeviceWrite;
import org.pageproof.vocabulary.hmm.DontNeed;
import org.pageproof.vocabulary.hmm.Exclusive;
import org.pageproof.vocabulary.hmm.Fork;
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

/**
 * How far a command's operands are from the simplest. A misuse weighs more than a slot number, and
 * a slot number as much as the slot says.
 */
final class HmmWeight implements HmmVisitor<AddressPlan, Integer> {
  static final HmmWeight INSTANCE = new HmmWeight();

  private HmmWeight() {}

  private static int request(Request r) {
    return r.mirror()
        + Weights.pages(PageRange.of(r.region(), r.page(), r.count()))
        + Weights.misuse(r.shape(), Request.Shape.WHOLE)
        + Weights.misuse(r.buffer(), Request.Buffer.VALID);
  }

  @Override
  public Integer open(Open c, AddressPlan plan) {
    return c.mirror() + c.device();
  }

  @Override
  public Integer close(Close c, AddressPlan plan) {
    return c.mirror();
  }

  @Override
  public Integer deviceRead(DeviceRead c, AddressPlan plan) {
    return request(c.request());
  }

  @Override
  public Integer deviceWrite(DeviceWrite c, AddressPlan plan) {
    return request(c.request());
  }

  @Override
  public Integer migrateToDevice(MigrateToDevice c, AddressPlan plan) {
    return request(c.request());
  }

  @Override
  public Integer migrateToSystem(MigrateToSystem c, AddressPlan plan) {
    return request(c.request());
  }

  @Override
  public Integer snapshot(Snapshot c, AddressPlan plan) {
    return request(c.request());
  }

  @Override
  public Integer exclusive(Exclusive c, AddressPlan plan) {
    return request(c.request());
  }

  @Override
  public Integer checkExclusive(CheckExclusive c, AddressPlan plan) {
    return request(c.request());
  }

  @Override
  public Integer release(Release c, AddressPlan plan) {
    return request(c.request());
  }

  @Override
  public Integer setFlags(SetFlags c, AddressPlan plan) {
    return c.mirror() + (c.value() == SetFlags.FAIL_ALLOC ? 0 : 1 + Long.bitCount(c.value()));
  }

  @Override
  public Integer misuse(Misuse c, AddressPlan plan) {
    return c.mirror() + Weights.rank(c.call());
  }

  @Override
  public Integer map(Map c, AddressPlan plan) {
    return 2 * c.region() + (c.pages() - 1) + Weights.rank(c.backing());
  }

  @Override
  public Integer unmap(Unmap c, AddressPlan plan) {
    return Weights.pages(c.range());
  }

  @Override
  public Integer protect(Protect c, AddressPlan plan) {
    return Weights.pages(c.range()) + Weights.rank(c.protection());
  }

  @Override
  public Integer remap(Remap c, AddressPlan plan) {
    return Weights.pages(c.range()) + Weights.MOVE + 2 * c.target();
  }

  @Override
  public Integer dontNeed(DontNeed c, AddressPlan plan) {
    return Weights.pages(c.range());
  }

  @Override
  public Integer touch(Touch c, AddressPlan plan) {
    return 2 * c.region() + c.page() + Weights.rank(c.access());
  }

  @Override
  public Integer fork(Fork c, AddressPlan plan) {
    return 0;
  }

  @Override
  public Integer reap(Reap c, AddressPlan plan) {
    return 0;
  }

  @Override
  public Integer childTouch(ChildTouch c, AddressPlan plan) {
    return 2 * c.region() + c.page() + (c.write() ? 1 : 0);
  }
}
