package org.pageproof.sut.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.CommandSequence;
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
import org.pageproof.vocabulary.userfaultfd.Unmap;
import org.pageproof.vocabulary.userfaultfd.Unregister;
import org.pageproof.vocabulary.userfaultfd.Wake;
import org.pageproof.vocabulary.userfaultfd.WriteProtect;
import org.pageproof.vocabulary.userfaultfd.Zeropage;

/** Random sequences over all commands, without a model: most of them do something. */
public final class RandomSequences {
  private static final int[] OPEN_FLAGS = {
    Open.O_CLOEXEC | Open.O_NONBLOCK,
    Open.O_CLOEXEC | Open.O_NONBLOCK,
    Open.O_NONBLOCK,
    Open.O_CLOEXEC,
    Open.VALID_FLAGS,
    Open.O_RDWR
  };
  private static final long[] FEATURES = {
    0,
    Api.FEATURE_THREAD_ID,
    Api.FEATURE_EXACT_ADDRESS,
    Api.FEATURE_WP_UNPOPULATED,
    Api.FEATURE_SIGBUS,
    Api.FEATURE_SIGBUS | Api.FEATURE_WP_UNPOPULATED,
    1L << 40
  };

  private final Random random;
  private final AddressPlan plan = new AddressPlan(4);

  /** The same seed draws the same sequences. */
  public RandomSequences(long seed) {
    random = new Random(seed);
  }

  /** A number of sequences of so many commands each. */
  public List<CommandSequence<UffdCommand>> draw(int sequences, int commands) {
    List<CommandSequence<UffdCommand>> all = new ArrayList<>(sequences);
    for (int i = 0; i < sequences; i++) {
      all.add(sequence(commands));
    }
    return all;
  }

  private CommandSequence<UffdCommand> sequence(int size) {
    List<UffdCommand> commands = new ArrayList<>(size);
    long features = random.nextInt(3) == 0 ? any(FEATURES) : 0;
    commands.add(new Open(0, 0, Open.Entry.SYSCALL, OPEN_FLAGS[0], false));
    commands.add(new Api(1, 0, Api.VERSION, features, Argument.VALID));
    commands.add(new Map(2, 0, 4));
    commands.add(
        new Register(3, 0, PageRange.of(0, 0, 4), 1 + 2 * random.nextInt(2), Argument.VALID));
    for (int id = 4; id < size; id++) {
      commands.add(
          switch (random.nextInt(8)) {
            case 0, 1 -> control(id);
            case 2 -> memory(id);
            default -> data(id);
          });
    }
    return new CommandSequence<>(plan, commands);
  }

  private UffdCommand control(int id) {
    return switch (random.nextInt(11)) {
      case 0, 1 -> new Open(id, fd(), any(Open.Entry.values()), flags(), random.nextInt(4) != 0);
      case 2 -> new Api(id, fd(), Api.VERSION, any(FEATURES), argument());
      case 3 -> random.nextInt(3) == 0 ? new Close(id, fd()) : new Poll(id, fd());
      case 4, 5 -> new Map(id, random.nextInt(4), 1 + random.nextInt(4));
      case 6 -> random.nextBoolean() ? new Unmap(id, range()) : new DontNeed(id, range());
      case 7 -> new Unregister(id, fd(), range(), argument());
      case 8 -> new SetNonblocking(id, fd(), random.nextBoolean());
      case 9 -> new Misuse(id, fd(), any(Misuse.Call.values()));
      default -> new Register(id, fd(), range(), 1 + random.nextInt(3), argument());
    };
  }

  private UffdCommand memory(int id) {
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> new Protect(id, range(), any(Protect.Protection.values()));
      case 3, 4 -> remap(id);
      case 5 -> new Map(id, random.nextInt(4), 1 + random.nextInt(4), any(Map.Backing.values()));
      case 6 -> new Free(id, range());
      case 7 -> new Fork(id);
      case 8 -> new Reap(id);
      default -> new ChildWrite(id, random.nextInt(3), random.nextInt(4));
    };
  }

  private Remap remap(int id) {
    int region = random.nextInt(3);
    int page = random.nextInt(3);
    PageRange range = PageRange.of(region, page, 1 + random.nextInt(4 - page));
    int target = random.nextInt(5) - 1;
    int capacity = target == Remap.IN_PLACE ? 4 - page : 4;
    return new Remap(id, range, 1 + random.nextInt(capacity), target);
  }

  private UffdCommand data(int id) {
    return switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> touch(id);
      case 4, 5, 6 -> new Copy(id, fd(), range(), source(), random.nextInt(4), argument());
      case 7 -> new Zeropage(id, fd(), range(), random.nextInt(2), argument());
      case 8 -> new Wake(id, fd(), range(), argument());
      case 9 -> new Poll(id, fd());
      case 10 -> new Read(id, fd(), random.nextInt(5) * 32, random.nextInt(8) == 0);
      case 11 -> new DontNeed(id, range());
      case 12, 13 -> new WriteProtect(id, fd(), range(), random.nextInt(3), argument());
      default -> new Register(id, fd(), range(), 1, argument());
    };
  }

  private Touch touch(int id) {
    Access access = any(Access.values());
    int region = random.nextInt(5) / 2;
    return new Touch(id, random.nextInt(3), region, random.nextInt(4), access);
  }

  private long any(long[] values) {
    return values[random.nextInt(values.length)];
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private int fd() {
    return random.nextInt(3) / 2;
  }

  private int flags() {
    return OPEN_FLAGS[random.nextInt(OPEN_FLAGS.length)];
  }

  private Source source() {
    return random.nextInt(3) == 0 ? any(Source.values()) : Source.TOKENS;
  }

  private Argument argument() {
    return random.nextInt(10) == 0 ? any(Argument.values()) : Argument.VALID;
  }

  private PageRange range() {
    PageRange.Shape shape =
        random.nextInt(10) == 0 ? any(PageRange.Shape.values()) : PageRange.Shape.WHOLE;
    return new PageRange(random.nextInt(5) / 2, random.nextInt(4), 1 + random.nextInt(3), shape);
  }
}
