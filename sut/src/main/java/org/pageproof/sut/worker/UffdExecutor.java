package org.pageproof.sut.worker;

import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.jna.Userfaultfd;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.userfaultfd.Api;
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
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdVisitor;
import org.pageproof.vocabulary.userfaultfd.Unmap;
import org.pageproof.vocabulary.userfaultfd.Unregister;
import org.pageproof.vocabulary.userfaultfd.Wake;
import org.pageproof.vocabulary.userfaultfd.WriteProtect;
import org.pageproof.vocabulary.userfaultfd.Zeropage;

/**
 * Executes each command, or withholds it for reasons that lie in what was observed after the step
 * before.
 */
final class UffdExecutor implements UffdVisitor<AddressPlan, Outcome> {
  private final DescriptorCalls descriptors;
  private final RangeCalls ranges;
  private final MisuseCalls misuses;
  private final MemoryCalls memory;
  private final ChildCalls children;
  private final TouchCalls touches;

  UffdExecutor(
      DescriptorSlots slots,
      DescriptorObserver views,
      Touchers touchers,
      Observer observer,
      ChildSlot child) {
    IoctlArgument argument = new IoctlArgument();
    descriptors = new DescriptorCalls(slots, views, touchers, child, argument);
    ranges = new RangeCalls(slots, argument);
    misuses = new MisuseCalls(slots);
    memory = new MemoryCalls(touchers, observer);
    children = new ChildCalls(child, slots, observer);
    touches = new TouchCalls(touchers, observer, views, child);
  }

  @Override
  public Outcome open(Open c, AddressPlan plan) {
    return descriptors.open(c);
  }

  @Override
  public Outcome api(Api c, AddressPlan plan) {
    return descriptors.api(c, plan);
  }

  @Override
  public Outcome close(Close c, AddressPlan plan) {
    return descriptors.close(c);
  }

  @Override
  public Outcome register(Register c, AddressPlan plan) {
    return ranges.register(c, plan);
  }

  @Override
  public Outcome unregister(Unregister c, AddressPlan plan) {
    return ranges.call(c, Userfaultfd.UFFDIO_UNREGISTER, 0, plan);
  }

  @Override
  public Outcome copy(Copy c, AddressPlan plan) {
    return ranges.copy(c, plan);
  }

  @Override
  public Outcome zeropage(Zeropage c, AddressPlan plan) {
    return ranges.zeropage(c, plan);
  }

  @Override
  public Outcome writeProtect(WriteProtect c, AddressPlan plan) {
    return ranges.call(c, Userfaultfd.UFFDIO_WRITEPROTECT, c.mode(), plan);
  }

  @Override
  public Outcome wake(Wake c, AddressPlan plan) {
    return ranges.call(c, Userfaultfd.UFFDIO_WAKE, 0, plan);
  }

  @Override
  public Outcome poll(Poll c, AddressPlan plan) {
    return descriptors.poll(c);
  }

  @Override
  public Outcome read(Read c, AddressPlan plan) {
    return descriptors.read(c);
  }

  @Override
  public Outcome setNonblocking(SetNonblocking c, AddressPlan plan) {
    return descriptors.setNonblocking(c);
  }

  @Override
  public Outcome misuse(Misuse c, AddressPlan plan) {
    return misuses.call(c);
  }

  @Override
  public Outcome map(Map c, AddressPlan plan) {
    return memory.map(c, plan);
  }

  @Override
  public Outcome unmap(Unmap c, AddressPlan plan) {
    return memory.unmap(c, plan);
  }

  @Override
  public Outcome protect(Protect c, AddressPlan plan) {
    return memory.protect(c, plan);
  }

  @Override
  public Outcome remap(Remap c, AddressPlan plan) {
    return memory.remap(c, plan);
  }

  @Override
  public Outcome dontNeed(DontNeed c, AddressPlan plan) {
    return memory.advise(c.range(), Libc.MADV_DONTNEED, plan);
  }

  @Override
  public Outcome free(Free c, AddressPlan plan) {
    return memory.advise(c.range(), Libc.MADV_FREE, plan);
  }

  @Override
  public Outcome fork(Fork c, AddressPlan plan) {
    return children.fork(plan);
  }

  @Override
  public Outcome reap(Reap c, AddressPlan plan) {
    return children.reap();
  }

  @Override
  public Outcome childWrite(ChildWrite c, AddressPlan plan) {
    return children.write(c, plan);
  }

  @Override
  public Outcome touch(Touch c, AddressPlan plan) {
    return touches.touch(c, plan);
  }
}
