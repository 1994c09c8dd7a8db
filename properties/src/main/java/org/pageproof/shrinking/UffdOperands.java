package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.PageRange.Shape;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.Close;
import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.DontNeed;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.Poll;
import org.pageproof.vocabulary.userfaultfd.Read;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.Source;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.UffdVisitor;
import org.pageproof.vocabulary.userfaultfd.Unmap;
import org.pageproof.vocabulary.userfaultfd.Unregister;
import org.pageproof.vocabulary.userfaultfd.Wake;
import org.pageproof.vocabulary.userfaultfd.Zeropage;

/**
 * The operands of a command from the simplest on, and how far a command is from the simplest. A
 * misuse weighs more than a slot number, and a slot number as much as the slot says.
 */
final class UffdOperands {
  /** The variants of a command with one operand simpler. */
  static final UffdVisitor<Boolean, List<UffdCommand>> SIMPLER = new Simpler();

  /** How far the command's operands are from the simplest. */
  static final UffdVisitor<AddressPlan, Integer> WEIGHT = new Weight();

  private static final int USUAL_FLAGS = Open.O_NONBLOCK | Open.O_CLOEXEC;
  private static final int MISUSE = 8;

  private UffdOperands() {}

  private static List<PageRange> simpler(PageRange r) {
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

  private static final class Simpler implements UffdVisitor<Boolean, List<UffdCommand>> {
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
      for (PageRange range : UffdOperands.simpler(c.range())) {
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
      for (PageRange range : UffdOperands.simpler(c.range())) {
        all.add(new Unregister(c.id(), c.fd(), range, c.argument()));
      }
      all.add(new Unregister(c.id(), c.fd(), c.range(), Argument.VALID));
      return all;
    }

    @Override
    public List<UffdCommand> copy(Copy c, Boolean unused) {
      List<UffdCommand> all = new ArrayList<>();
      for (PageRange range : UffdOperands.simpler(c.range())) {
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
      for (PageRange range : UffdOperands.simpler(c.range())) {
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
      for (PageRange range : UffdOperands.simpler(c.range())) {
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
      for (PageRange range : UffdOperands.simpler(c.range())) {
        all.add(new Unmap(c.id(), range));
      }
      return all;
    }

    @Override
    public List<UffdCommand> dontNeed(DontNeed c, Boolean unused) {
      List<UffdCommand> all = new ArrayList<>();
      for (PageRange range : UffdOperands.simpler(c.range())) {
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
  }

  private static final class Weight implements UffdVisitor<AddressPlan, Integer> {
    private static int range(PageRange r) {
      int misuse = r.shape() == Shape.WHOLE ? 0 : MISUSE + rank(r.shape());
      return 2 * r.region() + r.page() + (r.count() - 1) + misuse;
    }

    private static int argument(Argument argument) {
      return argument == Argument.VALID ? 0 : MISUSE;
    }

    private static int rank(Enum<?> constant) {
      int rank = 0;
      for (Object other : constant.getDeclaringClass().getEnumConstants()) {
        if (other == constant) {
          return rank;
        }
        rank++;
      }
      return rank;
    }

    /** Unknown bits weigh more than known ones, high bits more than low ones. */
    private static int bits(long mode, long known) {
      long unknown = mode & ~known;
      int misuse = unknown == 0 ? 0 : MISUSE + Long.numberOfTrailingZeros(unknown);
      return Long.bitCount(mode & known) + misuse;
    }

    @Override
    public Integer open(Open c, AddressPlan plan) {
      return c.fd()
          + (c.entry() == Open.Entry.SYSCALL ? 0 : 2)
          + (c.handshake() ? 0 : 1)
          + 2 * Integer.bitCount(c.flags() ^ USUAL_FLAGS);
    }

    @Override
    public Integer api(Api c, AddressPlan plan) {
      int version = c.api() == Api.VERSION ? 0 : MISUSE + (c.api() == 0 ? 0 : 1);
      return c.fd() + version + Long.bitCount(c.features()) + argument(c.argument());
    }

    @Override
    public Integer close(Close c, AddressPlan plan) {
      return c.fd();
    }

    @Override
    public Integer register(Register c, AddressPlan plan) {
      int mode = c.mode() == Register.MODE_MISSING ? 0 : 1 + bits(c.mode(), Register.KNOWN_MODES);
      return c.fd() + range(c.range()) + mode + argument(c.argument());
    }

    @Override
    public Integer unregister(Unregister c, AddressPlan plan) {
      return c.fd() + range(c.range()) + argument(c.argument());
    }

    @Override
    public Integer copy(Copy c, AddressPlan plan) {
      int source = c.source() == Source.TOKENS ? 0 : 1 + rank(c.source());
      int mode = bits(c.mode(), Copy.KNOWN_MODES);
      return c.fd() + range(c.range()) + source + mode + argument(c.argument());
    }

    @Override
    public Integer zeropage(Zeropage c, AddressPlan plan) {
      int mode = bits(c.mode(), Zeropage.KNOWN_MODES);
      return c.fd() + range(c.range()) + mode + argument(c.argument());
    }

    @Override
    public Integer wake(Wake c, AddressPlan plan) {
      return c.fd() + range(c.range()) + argument(c.argument());
    }

    @Override
    public Integer poll(Poll c, AddressPlan plan) {
      return c.fd();
    }

    @Override
    public Integer read(Read c, AddressPlan plan) {
      int bytes = c.bytes() == Message.BYTES ? 0 : 1 + Math.abs(c.bytes() - Message.BYTES) / 8;
      return c.fd() + bytes + (c.badBuffer() ? MISUSE : 0);
    }

    @Override
    public Integer map(Map c, AddressPlan plan) {
      return 2 * c.region() + c.pages() - 1;
    }

    @Override
    public Integer unmap(Unmap c, AddressPlan plan) {
      return range(c.range());
    }

    @Override
    public Integer dontNeed(DontNeed c, AddressPlan plan) {
      return range(c.range());
    }

    @Override
    public Integer touch(Touch c, AddressPlan plan) {
      return c.thread() + 2 * c.region() + c.page() + rank(c.access());
    }
  }
}
