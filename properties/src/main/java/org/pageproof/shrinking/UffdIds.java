package org.pageproof.shrinking;

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

/** Gives a command another id. */
final class UffdIds implements UffdVisitor<Integer, UffdCommand> {
  static final UffdIds INSTANCE = new UffdIds();

  private UffdIds() {}

  @Override
  public UffdCommand open(Open c, Integer id) {
    return new Open(id, c.fd(), c.entry(), c.flags(), c.handshake());
  }

  @Override
  public UffdCommand api(Api c, Integer id) {
    return new Api(id, c.fd(), c.api(), c.features(), c.argument());
  }

  @Override
  public UffdCommand close(Close c, Integer id) {
    return new Close(id, c.fd());
  }

  @Override
  public UffdCommand register(Register c, Integer id) {
    return new Register(id, c.fd(), c.range(), c.mode(), c.argument());
  }

  @Override
  public UffdCommand unregister(Unregister c, Integer id) {
    return new Unregister(id, c.fd(), c.range(), c.argument());
  }

  @Override
  public UffdCommand copy(Copy c, Integer id) {
    return new Copy(id, c.fd(), c.range(), c.source(), c.mode(), c.argument());
  }

  @Override
  public UffdCommand zeropage(Zeropage c, Integer id) {
    return new Zeropage(id, c.fd(), c.range(), c.mode(), c.argument());
  }

  @Override
  public UffdCommand wake(Wake c, Integer id) {
    return new Wake(id, c.fd(), c.range(), c.argument());
  }

  @Override
  public UffdCommand poll(Poll c, Integer id) {
    return new Poll(id, c.fd());
  }

  @Override
  public UffdCommand read(Read c, Integer id) {
    return new Read(id, c.fd(), c.bytes(), c.badBuffer());
  }

  @Override
  public UffdCommand map(Map c, Integer id) {
    return new Map(id, c.region(), c.pages(), c.backing());
  }

  @Override
  public UffdCommand unmap(Unmap c, Integer id) {
    return new Unmap(id, c.range());
  }

  @Override
  public UffdCommand writeProtect(WriteProtect c, Integer id) {
    return new WriteProtect(id, c.fd(), c.range(), c.mode(), c.argument());
  }

  @Override
  public UffdCommand setNonblocking(SetNonblocking c, Integer id) {
    return new SetNonblocking(id, c.fd(), c.nonblocking());
  }

  @Override
  public UffdCommand misuse(Misuse c, Integer id) {
    return new Misuse(id, c.fd(), c.call());
  }

  @Override
  public UffdCommand protect(Protect c, Integer id) {
    return new Protect(id, c.range(), c.protection());
  }

  @Override
  public UffdCommand remap(Remap c, Integer id) {
    return new Remap(id, c.range(), c.pages(), c.target());
  }

  @Override
  public UffdCommand free(Free c, Integer id) {
    return new Free(id, c.range());
  }

  @Override
  public UffdCommand fork(Fork c, Integer id) {
    return new Fork(id);
  }

  @Override
  public UffdCommand reap(Reap c, Integer id) {
    return new Reap(id);
  }

  @Override
  public UffdCommand childWrite(ChildWrite c, Integer id) {
    return new ChildWrite(id, c.region(), c.page());
  }

  @Override
  public UffdCommand dontNeed(DontNeed c, Integer id) {
    return new DontNeed(id, c.range());
  }

  @Override
  public UffdCommand touch(Touch c, Integer id) {
    return new Touch(id, c.thread(), c.region(), c.page(), c.access());
  }
}
