package org.pageproof.shrinking;

import java.util.function.IntUnaryOperator;
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

/**
 * Renames the slots of commands.
 *
 * @param fd the new number of a descriptor slot
 * @param thread the new number of a thread slot
 * @param ranges the new place of a range; a map is the range of its pages
 */
record UffdSlots(IntUnaryOperator fd, IntUnaryOperator thread, RangeMap ranges)
    implements UffdVisitor<UffdSlots, UffdCommand> {

  /** Moves ranges. */
  @FunctionalInterface
  interface RangeMap {
    /**
     * The new place.
     *
     * @param whole whether the command names a stretch of pages only to have them mapped or
     *     registered, so that more pages than needed do no harm
     */
    PageRange move(PageRange range, boolean whole);
  }

  static final UffdSlots SAME = new UffdSlots(fd -> fd, thread -> thread, (range, whole) -> range);

  /** The command with its slots renamed. */
  UffdCommand renamed(UffdCommand command) {
    return command.accept(this, this);
  }

  UffdSlots withFd(IntUnaryOperator newFd) {
    return new UffdSlots(newFd, thread, ranges);
  }

  UffdSlots withThread(IntUnaryOperator newThread) {
    return new UffdSlots(fd, newThread, ranges);
  }

  UffdSlots withRanges(RangeMap newRanges) {
    return new UffdSlots(fd, thread, newRanges);
  }

  private int fd(int slot) {
    return fd.applyAsInt(slot);
  }

  private PageRange whole(PageRange range) {
    return ranges.move(range, true);
  }

  private PageRange part(PageRange range) {
    return ranges.move(range, false);
  }

  @Override
  public UffdCommand open(Open c, UffdSlots self) {
    return new Open(c.id(), fd(c.fd()), c.entry(), c.flags(), c.handshake());
  }

  @Override
  public UffdCommand api(Api c, UffdSlots self) {
    return new Api(c.id(), fd(c.fd()), c.api(), c.features(), c.argument());
  }

  @Override
  public UffdCommand close(Close c, UffdSlots self) {
    return new Close(c.id(), fd(c.fd()));
  }

  @Override
  public UffdCommand register(Register c, UffdSlots self) {
    return new Register(c.id(), fd(c.fd()), whole(c.range()), c.mode(), c.argument());
  }

  @Override
  public UffdCommand unregister(Unregister c, UffdSlots self) {
    return new Unregister(c.id(), fd(c.fd()), whole(c.range()), c.argument());
  }

  @Override
  public UffdCommand copy(Copy c, UffdSlots self) {
    return new Copy(c.id(), fd(c.fd()), part(c.range()), c.source(), c.mode(), c.argument());
  }

  @Override
  public UffdCommand zeropage(Zeropage c, UffdSlots self) {
    return new Zeropage(c.id(), fd(c.fd()), part(c.range()), c.mode(), c.argument());
  }

  @Override
  public UffdCommand wake(Wake c, UffdSlots self) {
    return new Wake(c.id(), fd(c.fd()), part(c.range()), c.argument());
  }

  @Override
  public UffdCommand poll(Poll c, UffdSlots self) {
    return new Poll(c.id(), fd(c.fd()));
  }

  @Override
  public UffdCommand read(Read c, UffdSlots self) {
    return new Read(c.id(), fd(c.fd()), c.bytes(), c.badBuffer());
  }

  @Override
  public UffdCommand map(Map c, UffdSlots self) {
    PageRange moved = whole(PageRange.of(c.region(), 0, c.pages()));
    return new Map(c.id(), moved.region(), moved.page() + moved.count(), c.backing());
  }

  @Override
  public UffdCommand unmap(Unmap c, UffdSlots self) {
    return new Unmap(c.id(), whole(c.range()));
  }

  @Override
  public UffdCommand writeProtect(WriteProtect c, UffdSlots self) {
    return new WriteProtect(c.id(), fd(c.fd()), part(c.range()), c.mode(), c.argument());
  }

  @Override
  public UffdCommand setNonblocking(SetNonblocking c, UffdSlots self) {
    return new SetNonblocking(c.id(), fd(c.fd()), c.nonblocking());
  }

  @Override
  public UffdCommand misuse(Misuse c, UffdSlots self) {
    return new Misuse(c.id(), fd(c.fd()), c.call());
  }

  @Override
  public UffdCommand protect(Protect c, UffdSlots self) {
    return new Protect(c.id(), part(c.range()), c.protection());
  }

  @Override
  public UffdCommand remap(Remap c, UffdSlots self) {
    PageRange from = part(c.range());
    PageRange to = part(c.destination());
    int target = c.moves() ? to.region() : Remap.IN_PLACE;
    return new Remap(c.id(), from, to.count(), target);
  }

  @Override
  public UffdCommand free(Free c, UffdSlots self) {
    return new Free(c.id(), part(c.range()));
  }

  @Override
  public UffdCommand fork(Fork c, UffdSlots self) {
    return c;
  }

  @Override
  public UffdCommand reap(Reap c, UffdSlots self) {
    return c;
  }

  @Override
  public UffdCommand childWrite(ChildWrite c, UffdSlots self) {
    PageRange moved = part(PageRange.of(c.region(), c.page(), 1));
    return new ChildWrite(c.id(), moved.region(), moved.page());
  }

  @Override
  public UffdCommand dontNeed(DontNeed c, UffdSlots self) {
    return new DontNeed(c.id(), part(c.range()));
  }

  @Override
  public UffdCommand touch(Touch c, UffdSlots self) {
    PageRange moved = part(PageRange.of(c.region(), c.page(), 1));
    int slot = thread.applyAsInt(c.thread());
    return new Touch(c.id(), slot, moved.region(), moved.page(), c.access());
  }
}
