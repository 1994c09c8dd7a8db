package org.pageproof.generation;

import java.util.random.RandomGenerator;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.reference.userfaultfd.Waiter;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.PageRange.Shape;
import org.pageproof.vocabulary.Profile;
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
import org.pageproof.vocabulary.userfaultfd.UffdKind;
import org.pageproof.vocabulary.userfaultfd.Unmap;
import org.pageproof.vocabulary.userfaultfd.Unregister;
import org.pageproof.vocabulary.userfaultfd.Wake;
import org.pageproof.vocabulary.userfaultfd.Zeropage;

/** Draws userfaultfd commands with a bias towards operands that matter in the present state. */
public final class UffdDrawer implements CommandDrawer<UffdState, UffdCommand> {
  private static final UffdKind[] KINDS = UffdKind.values();
  private static final long UNKNOWN_MODE = 1L << 63;
  private static final long UNKNOWN_FEATURE = 1L << 62;
  private static final int USUAL_FLAGS = Open.O_NONBLOCK | Open.O_CLOEXEC;
  private static final int[] READ_SIZES = {32, 32, 32, 64, 64, 96, 128, 33, 31, 16, 1, 0};

  private final Profile profile;
  private final UffdSwarm swarm;

  private UffdDrawer(Profile profile, UffdSwarm swarm) {
    this.profile = profile;
    this.swarm = swarm;
  }

  /** Drawers for a system with this profile. */
  public static CommandDrawer.Factory<UffdState, UffdCommand> factory(Profile profile) {
    return random -> new UffdDrawer(profile, UffdSwarm.draw(random));
  }

  @Override
  public UffdCommand draw(UffdState state, int id, RandomGenerator random) {
    return new Draw(state, id, new Dice(random)).command();
  }

  /** One draw: the state it is for, and the dice. */
  private final class Draw {
    private final UffdState state;
    private final int id;
    private final Dice dice;

    private Draw(UffdState state, int id, Dice dice) {
      this.state = state;
      this.id = id;
      this.dice = dice;
    }

    private UffdCommand command() {
      return switch (kind()) {
        case OPEN -> open();
        case API -> new Api(id, unready(), api(), features(), argument());
        case CLOSE -> new Close(id, fd());
        case REGISTER -> new Register(id, fd(), range(registrable()), registerMode(), argument());
        case UNREGISTER -> new Unregister(id, fd(), range(state.registered()), argument());
        case COPY -> new Copy(id, fd(), range(fillable()), source(), copyMode(), argument());
        case ZEROPAGE -> new Zeropage(id, fd(), range(fillable()), zeropageMode(), argument());
        case WAKE -> new Wake(id, fd(), range(waited()), argument());
        case POLL -> new Poll(id, fd());
        case READ -> new Read(id, fd(), dice.oneOf(READ_SIZES), wrong());
        case MAP -> map();
        case UNMAP -> new Unmap(id, range(state.layout().mapped()));
        case DONTNEED -> new DontNeed(id, range(present()));
        case WRITEPROTECT, SETFL, MISUSE, PROTECT, REMAP, FREE, FORK, REAP, CHILDWRITE ->
            throw new UnsupportedOperationException("not yet");
        case TOUCH -> touch();
      };
    }

    private UffdKind kind() {
      int sum = 0;
      for (UffdKind kind : KINDS) {
        sum += weight(kind);
      }
      int ticket = dice.below(sum);
      int index = 0;
      while (ticket >= weight(KINDS[index])) {
        ticket -= weight(KINDS[index++]);
      }
      return KINDS[index];
    }

    /** The swarm's weight, with what the state lacks made likely. */
    private int weight(UffdKind kind) {
      int weight = swarm.weight(kind);
      return switch (kind) {
        case OPEN -> !state.ready(0) && !state.ready(1) ? 12 * weight : allOpen() ? 1 : weight;
        case MAP -> state.layout().mapped() == 0 ? 12 * weight : weight;
        case REGISTER -> state.registered() == 0 ? 4 * weight : weight;
        case READ, WAKE -> state.waiters().isEmpty() ? weight : 3 * weight;
        case API -> unready(0) || unready(1) ? 6 * weight : weight;
        case WRITEPROTECT, SETFL, MISUSE, PROTECT, REMAP, FREE, FORK, REAP, CHILDWRITE -> 0;
        case CLOSE, UNREGISTER, COPY, ZEROPAGE, POLL, UNMAP, DONTNEED, TOUCH -> weight;
      };
    }

    private boolean unready(int fd) {
      return state.context(fd).open() && !state.ready(fd);
    }

    private boolean allOpen() {
      return state.context(0).open() && state.context(swarm.descriptors() - 1).open();
    }

    private UffdCommand open() {
      int fd = dice.below(swarm.descriptors());
      if (state.context(fd).open() && !dice.percent(10)) {
        fd = swarm.descriptors() - 1 - fd;
      }
      boolean device = dice.percent(profile.device() ? 15 : 4);
      int flags = USUAL_FLAGS;
      if (!profile.unrestricted() && !device) {
        flags |= Open.UFFD_USER_MODE_ONLY;
      }
      if (dice.percent(20)) {
        flags = dice.oneOf(0, Open.O_NONBLOCK, Open.O_CLOEXEC, Open.UFFD_USER_MODE_ONLY);
        flags |= dice.percent(50) ? Open.O_NONBLOCK : 0;
      }
      if (wrong()) {
        flags |= dice.oneOf(Open.O_RDWR, 4, 1 << 30);
      }
      Open.Entry entry = device ? Open.Entry.DEVICE : Open.Entry.SYSCALL;
      return new Open(id, fd, entry, flags, !dice.percent(10));
    }

    private UffdCommand map() {
      int region = dice.below(swarm.regions());
      if (state.mapped(state.plan().arenaPage(region, 0)) && !dice.percent(15)) {
        region = dice.below(swarm.regions());
      }
      int capacity = state.plan().pagesPerRegion();
      return new Map(id, region, dice.percent(60) ? capacity : 1 + dice.below(capacity));
    }

    private UffdCommand touch() {
      int thread = dice.below(swarm.threads());
      if (state.waiters().busy(thread)) {
        thread = dice.below(swarm.threads());
      }
      long liked = dice.percent(60) ? fillable() : state.layout().mapped();
      int page = page(liked);
      int region = region(page);
      int inRegion = page - state.plan().arenaPage(region, 0);
      return new Touch(id, thread, region, inRegion, dice.oneOf(Access.values()));
    }

    /** A slot whose handshake is still to be done, if there is one. */
    private int unready() {
      for (int fd = 0; fd < swarm.descriptors(); fd++) {
        if (unready(fd) && !dice.percent(10)) {
          return fd;
        }
      }
      return dice.below(swarm.descriptors());
    }

    private int fd() {
      int fd = dice.below(swarm.descriptors());
      boolean usable = state.ready(fd) || dice.percent(10);
      return usable ? fd : swarm.descriptors() - 1 - fd;
    }

    private long api() {
      return wrong() ? dice.oneOf(0L, 0xABL, -1L) : Api.VERSION;
    }

    /** Features that change nothing yet: the write-protect flag and the missing modes. */
    private long features() {
      return wrong() ? UNKNOWN_FEATURE : dice.oneOf(0L, 0L, 0L, 1L, 0x30L);
    }

    private long registerMode() {
      return wrong()
          ? dice.oneOf(0L, Register.MODE_MINOR, 1 | Register.MODE_MINOR, 1 | UNKNOWN_MODE)
          : Register.MODE_MISSING;
    }

    private long copyMode() {
      long mode = dice.percent(30) ? Copy.MODE_DONTWAKE : 0;
      return wrong() ? mode | dice.oneOf(Copy.MODE_WP, 4L, UNKNOWN_MODE) : mode;
    }

    private long zeropageMode() {
      long mode = dice.percent(30) ? Zeropage.MODE_DONTWAKE : 0;
      return wrong() ? mode | dice.oneOf(2L, UNKNOWN_MODE) : mode;
    }

    private Source source() {
      return wrong() || dice.percent(5) ? dice.oneOf(Source.values()) : Source.TOKENS;
    }

    private Argument argument() {
      return wrong() ? dice.oneOf(Argument.UNREADABLE, Argument.READ_ONLY) : Argument.VALID;
    }

    private boolean wrong() {
      return dice.percent(swarm.misuse());
    }

    private long registrable() {
      return dice.percent(85)
          ? state.layout().mapped() & ~state.registered()
          : state.layout().mapped();
    }

    private long fillable() {
      long absent = state.registered() & ~present();
      return dice.percent(75) ? absent : waited();
    }

    private long present() {
      long set = 0;
      for (int page = 0; page < state.pages().size(); page++) {
        set |= state.pages().present(page) ? 1L << page : 0;
      }
      return set;
    }

    private long waited() {
      long set = 0;
      for (Waiter waiter : state.waiters().list()) {
        set |= 1L << waiter.page();
      }
      return set;
    }

    /** A range that begins at a liked page, or anywhere if there is none or by chance. */
    private PageRange range(long liked) {
      int first = page(liked);
      int region = region(first);
      int capacity = state.plan().pagesPerRegion();
      int count = 1;
      if (dice.percent(45)) {
        while ((liked >>> (first + count) & 1) != 0 && count < capacity) {
          count++;
        }
      } else if (dice.percent(20)) {
        count = 1 + dice.below(capacity + 1);
      }
      Shape shape = wrong() ? dice.oneOf(Shape.values()) : Shape.WHOLE;
      return new PageRange(region, first - state.plan().arenaPage(region, 0), count, shape);
    }

    /** An arena page of a region slot. */
    private int page(long liked) {
      AddressPlan plan = state.plan();
      if (liked != 0 && !dice.percent(8)) {
        return dice.bitOf(liked);
      }
      return plan.arenaPage(dice.below(swarm.regions()), dice.below(plan.pagesPerRegion()));
    }

    private int region(int page) {
      int region = AddressPlan.REGIONS - 1;
      while (state.plan().arenaPage(region, 0) > page) {
        region--;
      }
      return region;
    }
  }
}
