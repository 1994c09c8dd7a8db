package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.PageRange;
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

  private static final List<Long> MODES =
      List.of(Register.MODE_MISSING, 0L, Register.MODE_WP, Register.MODE_MINOR);

  private UffdSimpler() {}

  @Override
  public List<UffdCommand> open(Open c, Boolean unused) {
    List<UffdCommand> all = new ArrayList<>();
    all.add(new Open(c.id(), c.fd(), Open.Entry.SYSCALL, Open.USUAL_FLAGS, true));
    all.add(new Open(c.id(), c.fd(), c.entry(), c.flags(), true));
    all.add(new Open(c.id(), c.fd(), c.entry(), Open.USUAL_FLAGS, c.handshake()));
    all.add(new Open(c.id(), c.fd(), Open.Entry.SYSCALL, c.flags(), c.handshake()));
    for (int bit = c.flags(); bit != 0; bit &= bit - 1) {
      int flags = c.flags() & ~Integer.lowestOneBit(bit);
      all.add(new Open(c.id(), c.fd(), c.entry(), flags, c.handshake()));
    }
    for (int usual : new int[] {Open.O_CLOEXEC, Open.O_NONBLOCK}) {
      all.add(new Open(c.id(), c.fd(), c.entry(), c.flags() | usual, c.handshake()));
    }
    return all;
  }

  @Override
  public List<UffdCommand> api(Api c, Boolean unused) {
    List<UffdCommand> all = new ArrayList<>();
    all.add(new Api(c.id(), c.fd(), c.api(), 0, c.argument()));
    for (long features : SimplerOperands.withoutOneBit(c.features())) {
      all.add(new Api(c.id(), c.fd(), c.api(), features, c.argument()));
    }
    all.add(new Api(c.id(), c.fd(), Api.VERSION, c.features(), c.argument()));
    all.add(new Api(c.id(), c.fd(), 0, c.features(), c.argument()));
    all.add(new Api(c.id(), c.fd(), c.api(), c.features(), Argument.VALID));
    return all;
  }

  @Override
  public List<UffdCommand> close(Close c, Boolean unused) {
    return List.of();
  }

  @Override
  public List<UffdCommand> register(Register c, Boolean unused) {
    List<UffdCommand> all = new ArrayList<>();
    for (PageRange range : SimplerOperands.ranges(c.range())) {
      all.add(new Register(c.id(), c.fd(), range, c.mode(), c.argument()));
    }
    List<Long> modes = new ArrayList<>(MODES);
    modes.addAll(SimplerOperands.withoutOneBit(c.mode()));
    for (long mode : modes) {
      all.add(new Register(c.id(), c.fd(), c.range(), mode, c.argument()));
    }
    all.add(new Register(c.id(), c.fd(), c.range(), c.mode(), Argument.VALID));
    return all;
  }

  @Override
  public List<UffdCommand> unregister(Unregister c, Boolean unused) {
    List<UffdCommand> all = new ArrayList<>();
    for (PageRange range : SimplerOperands.ranges(c.range())) {
      all.add(new Unregister(c.id(), c.fd(), range, c.argument()));
    }
    all.add(new Unregister(c.id(), c.fd(), c.range(), Argument.VALID));
    return all;
  }

  @Override
  public List<UffdCommand> copy(Copy c, Boolean unused) {
    List<UffdCommand> all = new ArrayList<>();
    for (PageRange range : SimplerOperands.ranges(c.range())) {
      all.add(new Copy(c.id(), c.fd(), range, c.source(), c.mode(), c.argument()));
    }
    all.add(new Copy(c.id(), c.fd(), c.range(), Source.TOKENS, c.mode(), c.argument()));
    for (long mode : SimplerOperands.withoutOneBit(c.mode())) {
      all.add(new Copy(c.id(), c.fd(), c.range(), c.source(), mode, c.argument()));
    }
    all.add(new Copy(c.id(), c.fd(), c.range(), c.source(), c.mode(), Argument.VALID));
    return all;
  }

  @Override
  public List<UffdCommand> zeropage(Zeropage c, Boolean unused) {
    List<UffdCommand> all = new ArrayList<>();
    for (PageRange range : SimplerOperands.ranges(c.range())) {
      all.add(new Zeropage(c.id(), c.fd(), range, c.mode(), c.argument()));
    }
    for (long mode : SimplerOperands.withoutOneBit(c.mode())) {
      all.add(new Zeropage(c.id(), c.fd(), c.range(), mode, c.argument()));
    }
    all.add(new Zeropage(c.id(), c.fd(), c.range(), c.mode(), Argument.VALID));
    return all;
  }

  @Override
  public List<UffdCommand> wake(Wake c, Boolean unused) {
    List<UffdCommand> all = new ArrayList<>();
    for (PageRange range : SimplerOperands.ranges(c.range())) {
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
    List<UffdCommand> all = new ArrayList<>();
    for (Map.Backing backing : SimplerOperands.before(c.backing(), UffdWeight.BACKINGS)) {
      all.add(new Map(c.id(), c.region(), c.pages(), backing));
    }
    if (c.pages() > 1) {
      all.add(new Map(c.id(), c.region(), 1, c.backing()));
      all.add(new Map(c.id(), c.region(), c.pages() - 1, c.backing()));
    }
    return all;
  }

  @Override
  public List<UffdCommand> unmap(Unmap c, Boolean unused) {
    List<UffdCommand> all = new ArrayList<>();
    for (PageRange range : SimplerOperands.ranges(c.range())) {
      all.add(new Unmap(c.id(), range));
    }
    return all;
  }

  @Override
  public List<UffdCommand> writeProtect(WriteProtect c, Boolean unused) {
    List<UffdCommand> all = new ArrayList<>();
    for (PageRange range : SimplerOperands.ranges(c.range())) {
      all.add(new WriteProtect(c.id(), c.fd(), range, c.mode(), c.argument()));
    }
    all.add(new WriteProtect(c.id(), c.fd(), c.range(), WriteProtect.MODE_WP, c.argument()));
    for (long mode : SimplerOperands.withoutOneBit(c.mode())) {
      all.add(new WriteProtect(c.id(), c.fd(), c.range(), mode, c.argument()));
    }
    all.add(new WriteProtect(c.id(), c.fd(), c.range(), c.mode(), Argument.VALID));
    return all;
  }

  @Override
  public List<UffdCommand> setNonblocking(SetNonblocking c, Boolean unused) {
    return List.of(new SetNonblocking(c.id(), c.fd(), true));
  }

  @Override
  public List<UffdCommand> misuse(Misuse c, Boolean unused) {
    List<UffdCommand> all = new ArrayList<>();
    for (Misuse.Call call : Misuse.Call.values()) {
      all.add(new Misuse(c.id(), c.fd(), call));
    }
    return all;
  }

  @Override
  public List<UffdCommand> protect(Protect c, Boolean unused) {
    List<UffdCommand> all = new ArrayList<>();
    for (PageRange range : SimplerOperands.ranges(c.range())) {
      all.add(new Protect(c.id(), range, c.protection()));
    }
    for (Protect.Protection protection : Protect.Protection.values()) {
      all.add(new Protect(c.id(), c.range(), protection));
    }
    return all;
  }

  @Override
  public List<UffdCommand> remap(Remap c, Boolean unused) {
    List<UffdCommand> all = new ArrayList<>();
    all.add(new Remap(c.id(), c.range(), c.pages(), Remap.IN_PLACE));
    for (PageRange range : SimplerOperands.ranges(c.range())) {
      all.add(new Remap(c.id(), range, Math.min(c.pages(), range.count()), c.target()));
      all.add(new Remap(c.id(), range, c.pages(), c.target()));
    }
    for (int pages = 1; pages < c.pages(); pages++) {
      all.add(new Remap(c.id(), c.range(), pages, c.target()));
    }
    for (int target = 0; target < c.target(); target++) {
      all.add(new Remap(c.id(), c.range(), c.pages(), target));
    }
    return all;
  }

  @Override
  public List<UffdCommand> free(Free c, Boolean unused) {
    List<UffdCommand> all = new ArrayList<>();
    for (PageRange range : SimplerOperands.ranges(c.range())) {
      all.add(new Free(c.id(), range));
    }
    return all;
  }

  @Override
  public List<UffdCommand> fork(Fork c, Boolean unused) {
    return List.of();
  }

  @Override
  public List<UffdCommand> reap(Reap c, Boolean unused) {
    return List.of();
  }

  @Override
  public List<UffdCommand> childWrite(ChildWrite c, Boolean unused) {
    return c.page() > 0
        ? List.of(
            new ChildWrite(c.id(), c.region(), 0), new ChildWrite(c.id(), c.region(), c.page() - 1))
        : List.of();
  }

  @Override
  public List<UffdCommand> dontNeed(DontNeed c, Boolean unused) {
    List<UffdCommand> all = new ArrayList<>();
    for (PageRange range : SimplerOperands.ranges(c.range())) {
      all.add(new DontNeed(c.id(), range));
    }
    return all;
  }

  @Override
  public List<UffdCommand> touch(Touch c, Boolean unused) {
    List<UffdCommand> all = new ArrayList<>();
    for (Access access : SimplerOperands.before(c.access(), UffdWeight.ACCESSES)) {
      all.add(new Touch(c.id(), c.thread(), c.region(), c.page(), access));
    }
    if (c.page() > 0) {
      all.add(new Touch(c.id(), c.thread(), c.region(), 0, c.access()));
      all.add(new Touch(c.id(), c.thread(), c.region(), c.page() - 1, c.access()));
    }
    return all;
  }
}
