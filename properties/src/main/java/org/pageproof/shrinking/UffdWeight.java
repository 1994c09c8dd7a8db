package org.pageproof.shrinking;

import java.util.List;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Message;
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
import org.pageproof.vocabulary.userfaultfd.UffdVisitor;
import org.pageproof.vocabulary.userfaultfd.Unmap;
import org.pageproof.vocabulary.userfaultfd.Unregister;
import org.pageproof.vocabulary.userfaultfd.Wake;
import org.pageproof.vocabulary.userfaultfd.WriteProtect;
import org.pageproof.vocabulary.userfaultfd.Zeropage;

/**
 * How far a command's operands are from the simplest. A misuse weighs more than a slot number, and
 * a slot number as much as the slot says.
 */
final class UffdWeight implements UffdVisitor<AddressPlan, Integer> {
  static final UffdWeight INSTANCE = new UffdWeight();

  /** The accesses, the simplest first. */
  static final List<Access> ACCESSES =
      List.of(
          Access.READ,
          Access.WRITE,
          Access.SYSCALL_READ,
          Access.SYSCALL_WRITE,
          Access.READ_LAST,
          Access.POPULATE_READ,
          Access.POPULATE_WRITE);

  /** What may be mapped, the simplest first. */
  static final List<Map.Backing> BACKINGS =
      List.of(Map.Backing.ANONYMOUS, Map.Backing.READ_ONLY_SHMEM, Map.Backing.FILE);

  private UffdWeight() {}

  private static int argument(Argument argument) {
    return argument == Argument.VALID ? 0 : Weights.MISUSE;
  }

  /** Unknown bits weigh more than known ones, high bits more than low ones. */
  private static int bits(long mode, long known) {
    long unknown = mode & ~known;
    int misuse = unknown == 0 ? 0 : Weights.MISUSE + Long.numberOfTrailingZeros(unknown);
    return Long.bitCount(mode & known) + misuse;
  }

  @Override
  public Integer open(Open c, AddressPlan plan) {
    return c.fd()
        + (c.entry() == Open.Entry.SYSCALL ? 0 : 2)
        + (c.handshake() ? 0 : 1)
        + 2 * Integer.bitCount(c.flags() ^ Open.USUAL_FLAGS);
  }

  @Override
  public Integer api(Api c, AddressPlan plan) {
    int version = c.api() == Api.VERSION ? 0 : Weights.MISUSE + (c.api() == 0 ? 0 : 1);
    return c.fd() + version + Long.bitCount(c.features()) + argument(c.argument());
  }

  @Override
  public Integer close(Close c, AddressPlan plan) {
    return c.fd();
  }

  @Override
  public Integer register(Register c, AddressPlan plan) {
    int mode = c.mode() == Register.MODE_MISSING ? 0 : 1 + bits(c.mode(), Register.KNOWN_MODES);
    return c.fd() + Weights.pages(c.range()) + mode + argument(c.argument());
  }

  @Override
  public Integer unregister(Unregister c, AddressPlan plan) {
    return c.fd() + Weights.pages(c.range()) + argument(c.argument());
  }

  @Override
  public Integer copy(Copy c, AddressPlan plan) {
    int source = c.source() == Source.TOKENS ? 0 : 1 + Weights.rank(c.source());
    int mode = bits(c.mode(), Copy.KNOWN_MODES);
    return c.fd() + Weights.pages(c.range()) + source + mode + argument(c.argument());
  }

  @Override
  public Integer zeropage(Zeropage c, AddressPlan plan) {
    int mode = bits(c.mode(), Zeropage.KNOWN_MODES);
    return c.fd() + Weights.pages(c.range()) + mode + argument(c.argument());
  }

  @Override
  public Integer wake(Wake c, AddressPlan plan) {
    return c.fd() + Weights.pages(c.range()) + argument(c.argument());
  }

  @Override
  public Integer poll(Poll c, AddressPlan plan) {
    return c.fd();
  }

  @Override
  public Integer read(Read c, AddressPlan plan) {
    int bytes = c.bytes() == Message.BYTES ? 0 : 1 + Math.abs(c.bytes() - Message.BYTES) / 8;
    return c.fd() + bytes + (c.badBuffer() ? Weights.MISUSE : 0);
  }

  @Override
  public Integer map(Map c, AddressPlan plan) {
    return 2 * c.region() + (c.pages() - 1) + BACKINGS.indexOf(c.backing());
  }

  @Override
  public Integer unmap(Unmap c, AddressPlan plan) {
    return Weights.pages(c.range());
  }

  @Override
  public Integer writeProtect(WriteProtect c, AddressPlan plan) {
    int mode = c.mode() == WriteProtect.MODE_WP ? 0 : 1 + bits(c.mode(), WriteProtect.KNOWN_MODES);
    return c.fd() + Weights.pages(c.range()) + mode + argument(c.argument());
  }

  @Override
  public Integer setNonblocking(SetNonblocking c, AddressPlan plan) {
    return c.fd() + (c.nonblocking() ? 0 : 1);
  }

  @Override
  public Integer misuse(Misuse c, AddressPlan plan) {
    return c.fd() + Weights.rank(c.call());
  }

  @Override
  public Integer protect(Protect c, AddressPlan plan) {
    return Weights.pages(c.range()) + Weights.rank(c.protection());
  }

  @Override
  public Integer remap(Remap c, AddressPlan plan) {
    int length = Math.abs(c.pages() - c.range().count());
    return Weights.pages(c.range()) + length + (c.moves() ? Weights.MOVE + 2 * c.target() : 0);
  }

  @Override
  public Integer free(Free c, AddressPlan plan) {
    return Weights.pages(c.range());
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
  public Integer childWrite(ChildWrite c, AddressPlan plan) {
    return 2 * c.region() + c.page();
  }

  @Override
  public Integer dontNeed(DontNeed c, AddressPlan plan) {
    return Weights.pages(c.range());
  }

  @Override
  public Integer touch(Touch c, AddressPlan plan) {
    return c.thread() + 2 * c.region() + c.page() + ACCESSES.indexOf(c.access());
  }
}
