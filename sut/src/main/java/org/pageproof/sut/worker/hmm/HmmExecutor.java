package org.pageproof.sut.worker.hmm;

import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.MirrorDriver;
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
import org.pageproof.vocabulary.hmm.SetFlags;
import org.pageproof.vocabulary.hmm.Snapshot;
import org.pageproof.vocabulary.hmm.Touch;
import org.pageproof.vocabulary.hmm.Unmap;

/**
 * Executes each command, or withholds it for reasons that lie in what was observed after the step
 * before.
 */
final class HmmExecutor implements HmmVisitor<AddressPlan, HmmOutcome> {
  private final MirrorCalls mirrors;
  private final ArenaCalls arena;
  private final HmmChild child;

  HmmExecutor(MirrorDriver driver, MirrorSlots slots, HmmObserver observer, HmmChild child) {
    this.mirrors = new MirrorCalls(driver, slots);
    this.arena = new ArenaCalls(observer);
    this.child = child;
  }

  @Override
  public HmmOutcome open(Open c, AddressPlan plan) {
    return mirrors.open(c, child.isThere());
  }

  @Override
  public HmmOutcome close(Close c, AddressPlan plan) {
    return mirrors.close(c);
  }

  @Override
  public HmmOutcome deviceRead(DeviceRead c, AddressPlan plan) {
    return mirrors.ioctl(c, plan);
  }

  @Override
  public HmmOutcome deviceWrite(DeviceWrite c, AddressPlan plan) {
    return mirrors.ioctl(c, plan);
  }

  @Override
  public HmmOutcome migrateToDevice(MigrateToDevice c, AddressPlan plan) {
    return mirrors.ioctl(c, plan);
  }

  @Override
  public HmmOutcome migrateToSystem(MigrateToSystem c, AddressPlan plan) {
    return mirrors.ioctl(c, plan);
  }

  @Override
  public HmmOutcome snapshot(Snapshot c, AddressPlan plan) {
    return mirrors.ioctl(c, plan);
  }

  @Override
  public HmmOutcome exclusive(Exclusive c, AddressPlan plan) {
    return mirrors.ioctl(c, plan);
  }

  @Override
  public HmmOutcome checkExclusive(CheckExclusive c, AddressPlan plan) {
    return mirrors.ioctl(c, plan);
  }

  @Override
  public HmmOutcome release(Release c, AddressPlan plan) {
    return mirrors.ioctl(c, plan);
  }

  @Override
  public HmmOutcome setFlags(SetFlags c, AddressPlan plan) {
    return mirrors.setFlags(c, plan);
  }

  @Override
  public HmmOutcome misuse(Misuse c, AddressPlan plan) {
    return mirrors.misuse(c, plan);
  }

  @Override
  public HmmOutcome map(Map c, AddressPlan plan) {
    return arena.map(c, plan);
  }

  @Override
  public HmmOutcome unmap(Unmap c, AddressPlan plan) {
    return arena.unmap(c, plan);
  }

  @Override
  public HmmOutcome protect(Protect c, AddressPlan plan) {
    return arena.protect(c, plan);
  }

  @Override
  public HmmOutcome remap(Remap c, AddressPlan plan) {
    return arena.remap(c, plan);
  }

  @Override
  public HmmOutcome dontNeed(DontNeed c, AddressPlan plan) {
    return arena.dontNeed(c, plan);
  }

  @Override
  public HmmOutcome touch(Touch c, AddressPlan plan) {
    return arena.touch(c, plan);
  }

  @Override
  public HmmOutcome fork(Fork c, AddressPlan plan) {
    return child.fork(plan);
  }

  @Override
  public HmmOutcome reap(Reap c, AddressPlan plan) {
    return child.reap();
  }

  @Override
  public HmmOutcome childTouch(ChildTouch c, AddressPlan plan) {
    return child.touch(c, plan);
  }
}
