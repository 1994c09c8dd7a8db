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
import org.pageproof.vocabulary.userfaultfd.Unmap;
import org.pageproof.vocabulary.userfaultfd.Unregister;
import org.pageproof.vocabulary.userfaultfd.Wake;
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
  private static final long[] FEATURES = {0, 1L << 8, 1L << 11, 1L << 40};

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
    commands.add(new Open(0, 0, Open.Entry.SYSCALL, OPEN_FLAGS[0], true));
    commands.add(new Map(1, 0, 4));
    commands.add(new Register(2, 0, PageRange.of(0, 0, 4), 1, Argument.VALID));
    for (int id = 3; id < size; id++) {
      commands.add(random.nextInt(3) == 0 ? control(id) : data(id));
    }
    return new CommandSequence<>(plan, commands);
  }

  private UffdCommand control(int id) {
    return switch (random.nextInt(9)) {
      case 0, 1 -> new Open(id, fd(), any(Open.Entry.values()), flags(), random.nextInt(4) != 0);
      case 2 -> new Api(id, fd(), Api.VERSION, FEATURES[random.nextInt(4)], argument());
      case 3 -> random.nextInt(3) == 0 ? new Close(id, fd()) : new Poll(id, fd());
      case 4, 5 -> new Map(id, random.nextInt(4), 1 + random.nextInt(4));
      case 6 -> random.nextBoolean() ? new Unmap(id, range()) : new DontNeed(id, range());
      case 7 -> new Unregister(id, fd(), range(), argument());
      default -> new Register(id, fd(), range(), 1 + random.nextInt(3), argument());
    };
  }

  private UffdCommand data(int id) {
    return switch (random.nextInt(14)) {
      case 0, 1, 2, 3 -> touch(id);
      case 4, 5, 6 -> new Copy(id, fd(), range(), source(), random.nextInt(4), argument());
      case 7 -> new Zeropage(id, fd(), range(), random.nextInt(2), argument());
      case 8 -> new Wake(id, fd(), range(), argument());
      case 9 -> new Poll(id, fd());
      case 10 -> new Read(id, fd(), random.nextInt(5) * 32, random.nextInt(8) == 0);
      case 11 -> new DontNeed(id, range());
      default -> new Register(id, fd(), range(), 1, argument());
    };
  }

  private Touch touch(int id) {
    Access access = any(Access.values());
    int region = random.nextInt(5) / 2;
    return new Touch(id, random.nextInt(3), region, random.nextInt(4), access);
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
