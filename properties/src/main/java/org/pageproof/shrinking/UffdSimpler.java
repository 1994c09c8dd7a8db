package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.PageRange.Shape;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Argument;
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
import org.pageproof.vocabulary.userfaultfd.Source;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.UffdVisitor;
import org.pageproof.vocabulary.userfaultfd.Unmap;
import org.pageproof.vocabulary.userfaultfd.Unregister;
import org.pageproof.vocabulary.userfaultfd.Wake;
import org.pageproof.vocabulary.userfaultfd.WriteProtect;
import org.pageproof.vocabulary.userfaultfd.Zeropage;

/** The variants of a command with one operand simpler, the boldest first. */
final class UffdSimpler implements UffdVisitor<Boolean, List<UffdCommand>> {
  static final UffdSimpler INSTANCE = new UffdSimpler();

  private static final int USUAL_FLAGS = Open.O_NONBLOCK | Open.O_CLOEXEC;

  private UffdSimpler() {}

  @Override
  public List<UffdCommand> open(Open c, Boolean unused) {
    List<UffdCommand> all = new ArrayList<>();
    all.add(new Open(c.id(), c.fd(), Open.Entry.SYSCALL, USUAL_FLAGS, true));
    all.add(new Open(c.id(), c.fd(), c.entry(), c.flags(), true));
    all.add(new Open(c.id(), c.fd(), c.entry(), USUAL_FLAGS, c.handshake()));
    all.add(new Open(c.id(), c.fd(), Open.Entry.SYSCALL, c.flags(), c.handshake()));
    for (int bit = c.flags(); bit != 0; bit &= bit - 1) {
      int flags = c.flags() & ~Integer.lowestOneBit(bit);
      all.add(new Open(c.id(), c.fd(), c.entry(), flags, c.handshake()));
    }
    return all;
  }

  @Override
  public List<UffdCommand> api(Api c, Boolean unused) {
    return List.of(
        new Api(c.id(), c.fd(), c.api(), 0, c.argument()),
        new Api(c.id(), c.fd(), Api.VERSION, c.features(), c.argument()),
        new Api(c.id(), c.fd(), 0, c.features(), c.argument()),
        new Api(c.id(), c.fd(), c.api(), c.features(), Argument.VALID));
  }

  @Override
  public List<UffdCommand> close(Close c, Boolean unused) {
    return List.of();
  }

  @Override
  public List<UffdCommand> register(Register c, Boolean unused) {
    List<UffdCommand> all = new ArrayList<>();
    for (PageRange range : ranges(c.range())) {
      all.add(new Register(c.id(), c.fd(), range, c.mode(), c.argument()));
    }
    all.add(new Register(c.id(), c.fd(), c.range(), Register.MODE_MISSING, c.argument()));
    all.add(new Register(c.id(), c.fd(), c.range(), 0, c.argument()));
    all.add(new Register(c.id(), c.fd(), c.range(), Register.MODE_MINOR, c.argument()));
    all.add(new Register(c.id(), c.fd(), c.range(), c.mode(), Argument.VALID));
    return all;
  }

  @Override
  public List<UffdCommand> unregister(Unregister c, Boolean unused) {
    List<UffdCommand> all = new ArrayList<>();
    for (PageRange range : ranges(c.range())) {
      all.add(new Unregister(c.id(), c.fd(), range, c.argument()));
    }
    all.add(new Unregister(c.id(), c.fd(), c.range(), Argument.VALID));
    return all;
  }

  @Override
  public List<UffdCommand> copy(Copy c, Boolean unused) {
    List<UffdCommand> all = new ArrayList<>();
    for (PageRange range : ranges(c.range())) {
      all.add(new Copy(c.id(), c.fd(), range, c.source(), c.mode(), c.argument()));
    }
    all.add(new Copy(c.id(), c.fd(), c.range(), Source.TOKENS, c.mode(), c.argument()));
    for (long bit = c.mode(); bit != 0; bit &= bit - 1) {
      long mode = c.mode() & ~Long.lowestOneBit(bit);
      all.add(new Copy(c.id(), c.fd(), c.range(), c.source(), mode, c.argument()));
    }
    all.add(new Copy(c.id(), c.fd(), c.range(), c.source(), c.mode(), Argument.VALID));
    return all;
  }

  @Override
  public List<UffdCommand> zeropage(Zeropage c, Boolean unused) {
    List<UffdCommand> all = new ArrayList<>();
    for (PageRange range : ranges(c.range())) {
      all.add(new Zeropage(c.id(), c.fd(), range, c.mode(), c.argument()));
    }
    for (long bit = c.mode(); bit != 0; bit &= bit - 1) {
      long mode = c.mode() & ~Long.lowestOneBit(bit);
      all.add(new Zeropage(c.id(), c.fd(), c.range(), mode, c.argument()));
    }
    all.add(new Zeropage(c.id(), c.fd(), c.range(), c.mode(), Argument.VALID));
    return all;
  }

  @Override
  public List<UffdCommand> wake(Wake c, Boolean unused) {
    List<UffdCommand> all = new ArrayList<>();
    for (PageRange range : ranges(c.range())) {
      all.add(new Wake(c.id(), c.fd(), range, c.argument()));
    }
    all.add(new Wake(c.id(), c.fd(), c.range(), Argument.VALID));
    return all;
  }

  @Override
  public List<UffdCommand> poll(Poll c, Boolean unused) {
    return List.of();
  }

  @Override
  public List<UffdCommand> read(Read c, Boolean unused) {
    return List.of(
        new Read(c.id(), c.fd(), Message.BYTES, false),
        new Read(c.id(), c.fd(), c.bytes(), false),
        new Read(c.id(), c.fd(), Message.BYTES, c.badBuffer()),
        new Read(c.id(), c.fd(), 0, c.badBuffer()),
        new Read(c.id(), c.fd(), Message.BYTES - 1, c.badBuffer()));
  }

  @Override
  public List<UffdCommand> map(Map c, Boolean unused) {
    return c.pages() > 1
        ? List.of(new Map(c.id(), c.region(), 1), new Map(c.id(), c.region(), c.pages() - 1))
        : List.of();
  }

  @Override
  public List<UffdCommand> unmap(Unmap c, Boolean unused) {
    List<UffdCommand> all = new ArrayList<>();
    for (PageRange range : ranges(c.range())) {
      all.add(new Unmap(c.id(), range));
    }
    return all;
  }

  @Override
  public List<UffdCommand> writeProtect(WriteProtect c, Boolean unused) {
    throw new UnsupportedOperationException("not yet: writeProtect");
  }

  @Override
  public List<UffdCommand> setNonblocking(SetNonblocking c, Boolean unused) {
    throw new UnsupportedOperationException("not yet: setNonblocking");
  }

  @Override
  public List<UffdCommand> misuse(Misuse c, Boolean unused) {
    throw new UnsupportedOperationException("not yet: misuse");
  }

  @Override
  public List<UffdCommand> protect(Protect c, Boolean unused) {
    throw new UnsupportedOperationException("not yet: protect");
  }

  @Override
  public List<UffdCommand> remap(Remap c, Boolean unused) {
    throw new UnsupportedOperationException("not yet: remap");
  }

  @Override
  public List<UffdCommand> free(Free c, Boolean unused) {
    throw new UnsupportedOperationException("not yet: free");
  }

  @Override
  public List<UffdCommand> fork(Fork c, Boolean unused) {
    throw new UnsupportedOperationException("not yet: fork");
  }

  @Override
  public List<UffdCommand> reap(Reap c, Boolean unused) {
    throw new UnsupportedOperationException("not yet: reap");
  }

  @Override
  public List<UffdCommand> childWrite(ChildWrite c, Boolean unused) {
    throw new UnsupportedOperationException("not yet: childWrite");
  }

  @Override
  public List<UffdCommand> dontNeed(DontNeed c, Boolean unused) {
    List<UffdCommand> all = new ArrayList<>();
    for (PageRange range : ranges(c.range())) {
      all.add(new DontNeed(c.id(), range));
    }
    return all;
  }

  @Override
  public List<UffdCommand> touch(Touch c, Boolean unused) {
    List<UffdCommand> all = new ArrayList<>();
    for (Access access : Access.values()) {
      if (access.compareTo(c.access()) < 0) {
        all.add(new Touch(c.id(), c.thread(), c.region(), c.page(), access));
      }
    }
    if (c.page() > 0) {
      all.add(new Touch(c.id(), c.thread(), c.region(), 0, c.access()));
      all.add(new Touch(c.id(), c.thread(), c.region(), c.page() - 1, c.access()));
    }
    return all;
  }

  private static List<PageRange> ranges(PageRange r) {
    List<PageRange> all = new ArrayList<>(4);
    if (r.shape() != Shape.WHOLE) {
      all.add(PageRange.of(r.region(), r.page(), r.count()));
    }
    if (r.count() > 1) {
      all.add(new PageRange(r.region(), r.page(), 1, r.shape()));
      all.add(new PageRange(r.region(), r.page(), r.count() - 1, r.shape()));
    }
    if (r.page() > 0) {
      all.add(new PageRange(r.region(), 0, r.count(), r.shape()));
      all.add(new PageRange(r.region(), r.page() - 1, r.count(), r.shape()));
    }
    if (r.region() > 0) {
      all.add(new PageRange(0, r.page(), r.count(), r.shape()));
    }
    return all;
  }
}
