package org.pageproof.shrinking;

import org.pageproof.vocabulary.PageRange;
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
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.UffdVisitor;
import org.pageproof.vocabulary.userfaultfd.Unmap;
import org.pageproof.vocabulary.userfaultfd.Unregister;
import org.pageproof.vocabulary.userfaultfd.Wake;
import org.pageproof.vocabulary.userfaultfd.WriteProtect;
import org.pageproof.vocabulary.userfaultfd.Zeropage;

/** Renames the slots and pages of commands. */
final class UffdSlots implements UffdVisitor<Renaming, UffdCommand> {
  static final UffdSlots INSTANCE = new UffdSlots();

  private UffdSlots() {}

  private static int fd(int slot, Renaming to) {
    return to.descriptor().applyAsInt(slot);
  }

  @Override
  public UffdCommand open(Open c, Renaming to) {
    return new Open(c.id(), fd(c.fd(), to), c.entry(), c.flags(), c.handshake());
  }

  @Override
  public UffdCommand api(Api c, Renaming to) {
    return new Api(c.id(), fd(c.fd(), to), c.api(), c.features(), c.argument());
  }

  @Override
  public UffdCommand close(Close c, Renaming to) {
    return new Close(c.id(), fd(c.fd(), to));
  }

  @Override
  public UffdCommand register(Register c, Renaming to) {
    return new Register(c.id(), fd(c.fd(), to), to.whole(c.range()), c.mode(), c.argument());
  }

  @Override
  public UffdCommand unregister(Unregister c, Renaming to) {
    return new Unregister(c.id(), fd(c.fd(), to), to.whole(c.range()), c.argument());
  }

  @Override
  public UffdCommand copy(Copy c, Renaming to) {
    return new Copy(c.id(), fd(c.fd(), to), to.part(c.range()), c.source(), c.mode(), c.argument());
  }

  @Override
  public UffdCommand zeropage(Zeropage c, Renaming to) {
    return new Zeropage(c.id(), fd(c.fd(), to), to.part(c.range()), c.mode(), c.argument());
  }

  @Override
  public UffdCommand wake(Wake c, Renaming to) {
    return new Wake(c.id(), fd(c.fd(), to), to.part(c.range()), c.argument());
  }

  @Override
  public UffdCommand poll(Poll c, Renaming to) {
    return new Poll(c.id(), fd(c.fd(), to));
  }

  @Override
  public UffdCommand read(Read c, Renaming to) {
    return new Read(c.id(), fd(c.fd(), to), c.bytes(), c.badBuffer());
  }

  @Override
  public UffdCommand map(Map c, Renaming to) {
    PageRange moved = to.whole(PageRange.of(c.region(), 0, c.pages()));
    return new Map(c.id(), moved.region(), moved.page() + moved.count(), c.backing());
  }

  @Override
  public UffdCommand unmap(Unmap c, Renaming to) {
    return new Unmap(c.id(), to.whole(c.range()));
  }

  @Override
  public UffdCommand writeProtect(WriteProtect c, Renaming to) {
    return new WriteProtect(c.id(), fd(c.fd(), to), to.part(c.range()), c.mode(), c.argument());
  }

  @Override
  public UffdCommand setNonblocking(SetNonblocking c, Renaming to) {
    return new SetNonblocking(c.id(), fd(c.fd(), to), c.nonblocking());
  }

  @Override
  public UffdCommand misuse(Misuse c, Renaming to) {
    return new Misuse(c.id(), fd(c.fd(), to), c.call());
  }

  @Override
  public UffdCommand protect(Protect c, Renaming to) {
    return new Protect(c.id(), to.part(c.range()), c.protection());
  }

  @Override
  public UffdCommand remap(Remap c, Renaming to) {
    PageRange from = to.part(c.range());
    PageRange destination = to.part(c.destination());
    int target = c.moves() ? destination.region() : Remap.IN_PLACE;
    return new Remap(c.id(), from, destination.count(), target);
  }

  @Override
  public UffdCommand free(Free c, Renaming to) {
    return new Free(c.id(), to.part(c.range()));
  }

  @Override
  public UffdCommand fork(Fork c, Renaming to) {
    return c;
  }

  @Override
  public UffdCommand reap(Reap c, Renaming to) {
    return c;
  }

  @Override
  public UffdCommand childWrite(ChildWrite c, Renaming to) {
    PageRange moved = to.page(c.region(), c.page());
    return new ChildWrite(c.id(), moved.region(), moved.page());
  }

  @Override
  public UffdCommand dontNeed(DontNeed c, Renaming to) {
    return new DontNeed(c.id(), to.part(c.range()));
  }

  @Override
  public UffdCommand touch(Touch c, Renaming to) {
    PageRange moved = to.page(c.region(), c.page());
    int slot = to.thread().applyAsInt(c.thread());
    return new Touch(c.id(), slot, moved.region(), moved.page(), c.access());
  }
}
