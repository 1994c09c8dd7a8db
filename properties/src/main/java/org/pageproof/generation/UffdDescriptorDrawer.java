package org.pageproof.generation;

import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.Misuse;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.Read;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.SetNonblocking;
import org.pageproof.vocabulary.userfaultfd.Source;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.Unregister;
import org.pageproof.vocabulary.userfaultfd.Wake;
import org.pageproof.vocabulary.userfaultfd.WriteProtect;
import org.pageproof.vocabulary.userfaultfd.Zeropage;

/** Draws the calls on descriptors. */
final class UffdDescriptorDrawer {
  /** No kernel gives this mode bit a meaning. */
  static final long UNKNOWN_MODE = 1L << 63;

  /** No kernel has this feature. */
  static final long UNKNOWN_FEATURE = 1L << 62;

  /** Features that change nothing: they only name what works without them, too. */
  private static final long[] NAMING_FEATURES = {1, 1 << 4, 1 << 5, 1 << 9, 1 << 10, 1 << 12};

  private static final int[] READ_SIZES = {32, 32, 32, 64, 64, 96, 128, 33, 31, 16, 1, 0};

  private final Profile profile;
  private final UffdVocabulary vocabulary;

  UffdDescriptorDrawer(Profile profile, UffdVocabulary vocabulary) {
    this.profile = profile;
    this.vocabulary = vocabulary;
  }

  UffdCommand open(UffdDraw draw) {
    Dice dice = draw.dice;
    int fd = dice.below(draw.swarm.descriptors());
    if (draw.sets.open(fd) && !dice.percent(10)) {
      fd = draw.otherFd(fd);
    }
    boolean device = vocabulary.isModern() && dice.percent(profile.device() ? 15 : 4);
    Open.Entry entry = device ? Open.Entry.DEVICE : Open.Entry.SYSCALL;
    return new Open(draw.id, fd, entry, flags(draw, device), handshake(draw));
  }

  private int flags(UffdDraw draw, boolean device) {
    Dice dice = draw.dice;
    int flags = Open.USUAL_FLAGS;
    if (!profile.unrestricted() && !device) {
      flags |= Open.UFFD_USER_MODE_ONLY;
    }
    if (dice.percent(20)) {
      flags = dice.oneOf(0, Open.O_NONBLOCK, Open.O_CLOEXEC, Open.UFFD_USER_MODE_ONLY);
      flags |= dice.percent(50) ? Open.O_NONBLOCK : 0;
    }
    flags &= vocabulary.openFlags();
    return draw.wrong() ? flags | dice.oneOf(Open.O_RDWR, 4, 1 << 30) : flags;
  }

  /** A descriptor that shall have features gets them in a command of its own. */
  private boolean handshake(UffdDraw draw) {
    if (draw.swarm.features() == 0) {
      return !draw.dice.percent(10);
    }
    return draw.swarm.mixed() && draw.dice.percent(40);
  }

  UffdCommand api(UffdDraw draw) {
    long api = draw.wrong() ? draw.dice.oneOf(0L, 0xABL, -1L) : Api.VERSION;
    return new Api(draw.id, unreadyFd(draw), api, features(draw), draw.argument());
  }

  /** A slot whose handshake is still to be done, if there is one. */
  private static int unreadyFd(UffdDraw draw) {
    for (int fd = 0; fd < draw.swarm.descriptors(); fd++) {
      if (draw.sets.unready(fd) && !draw.dice.percent(10)) {
        return fd;
      }
    }
    return draw.dice.below(draw.swarm.descriptors());
  }

  private long features(UffdDraw draw) {
    if (draw.wrong()) {
      boolean forbidden = !profile.ptrace() && (profile.features() & Api.FEATURE_EVENT_FORK) != 0;
      return forbidden && vocabulary.isModern() && draw.dice.percent(50)
          ? Api.FEATURE_EVENT_FORK
          : UNKNOWN_FEATURE;
    }
    long features = draw.swarm.features();
    if (draw.swarm.mixed() && draw.dice.percent(50)) {
      features &= ~Api.FEATURE_SIGBUS;
    }
    if (vocabulary.isModern() && draw.dice.percent(30)) {
      long naming = NAMING_FEATURES[draw.dice.below(NAMING_FEATURES.length)];
      features |= naming & profile.features();
    }
    return features;
  }

  UffdCommand register(UffdDraw draw) {
    long registered = draw.state.registered();
    long fresh = draw.sets.anonymous() & ~registered;
    long files = draw.state.layout().file();
    boolean again = registered != 0 && draw.dice.percent(fresh == 0 ? 95 : 25);
    boolean marked = (registered & draw.sets.writeProtected()) != 0;
    if (again && profile.protectsPages() && draw.dice.percent(marked ? 60 : 20)) {
      return registerMarked(draw);
    }
    boolean file = files != 0 && draw.dice.percent(12);
    PageRange range = draw.range(file ? files : again ? registered : fresh);
    long mode = draw.wrong() ? wrongMode(draw) : registerMode(draw, again);
    return new Register(draw.id, draw.ownerOf(range), range, mode, draw.argument());
  }

  /** Takes WP mode from pages with a mark, or gives it to those that have none. */
  private static UffdCommand registerMarked(UffdDraw draw) {
    long marked = draw.state.registered() & draw.sets.writeProtected();
    long leftover = draw.sets.leftover() & ~draw.sets.protectable();
    long liked = leftover != 0 && draw.dice.percent(70) ? leftover : marked;
    PageRange range = draw.range(liked != 0 ? liked : draw.state.registered());
    boolean protects = (draw.sets.protectable() >>> range.firstPage(draw.state.plan()) & 1) != 0;
    long mode =
        protects
            ? Register.MODE_MISSING
            : draw.dice.oneOf(Register.MODE_WP, Register.MODE_MISSING | Register.MODE_WP);
    return new Register(draw.id, draw.ownerOf(range), range, mode, draw.argument());
  }

  private long wrongMode(UffdDraw draw) {
    long minor = vocabulary.registerModes() & Register.MODE_MINOR;
    return draw.dice.oneOf(0L, minor, Register.MODE_MISSING | minor, 1 | UNKNOWN_MODE);
  }

  /** Mostly what the sequence likes; when it registers again, more often something else. */
  private long registerMode(UffdDraw draw, boolean again) {
    long both = Register.MODE_MISSING | Register.MODE_WP;
    int otherPercent = !profile.protectsPages() ? 2 : again ? 70 : 20;
    return draw.dice.percent(otherPercent)
        ? draw.dice.oneOf(Register.MODE_MISSING, Register.MODE_WP, both)
        : draw.swarm.modes();
  }

  UffdCommand unregister(UffdDraw draw) {
    PageRange range = draw.range(draw.state.registered());
    return new Unregister(draw.id, draw.ownerOf(range), range, draw.argument());
  }

  UffdCommand copy(UffdDraw draw) {
    PageRange range = draw.range(fillable(draw));
    return new Copy(
        draw.id, draw.fd(), range, source(draw), copyMode(draw, range), draw.argument());
  }

  private long copyMode(UffdDraw draw, PageRange range) {
    long mode = draw.dice.percent(30) ? Copy.MODE_DONTWAKE : 0;
    boolean allowed = (draw.sets.protectable() >>> range.firstPage(draw.state.plan()) & 1) != 0;
    mode |= draw.dice.percent(allowed ? 40 : 4) ? vocabulary.copyModes() & Copy.MODE_WP : 0;
    return draw.wrong() ? mode | draw.dice.oneOf(4L, UNKNOWN_MODE) : mode;
  }

  private static Source source(UffdDraw draw) {
    return draw.wrong() || draw.dice.percent(5) ? draw.dice.oneOf(Source.values()) : Source.TOKENS;
  }

  UffdCommand zeropage(UffdDraw draw) {
    long mode = draw.dice.percent(30) ? Zeropage.MODE_DONTWAKE : 0;
    mode |= draw.wrong() ? draw.dice.oneOf(2L, UNKNOWN_MODE) : 0;
    return new Zeropage(draw.id, draw.fd(), draw.range(fillable(draw)), mode, draw.argument());
  }

  /** Registered pages that are not there, often those that threads wait for. */
  private static long fillable(UffdDraw draw) {
    long absent = draw.sets.absent();
    long awaited = absent & draw.sets.waited();
    long liked = awaited != 0 && draw.dice.percent(50) ? awaited : absent;
    return liked == 0 || draw.dice.percent(6) ? draw.state.registered() : liked;
  }

  UffdCommand writeProtect(UffdDraw draw) {
    long mode = writeProtectMode(draw);
    long liked = draw.sets.protectable();
    if ((mode & WriteProtect.MODE_WP) == 0 && draw.dice.percent(75)) {
      liked &= draw.sets.writeProtected();
    } else if (draw.dice.percent(marks(draw) ? 30 : 60)) {
      liked &= draw.sets.present();
    }
    PageRange range = draw.range(draw.dice.percent(6) ? draw.sets.mapped() : liked);
    return new WriteProtect(draw.id, draw.ownerOf(range), range, mode, draw.argument());
  }

  /** Whether absent pages can be protected, too. */
  private static boolean marks(UffdDraw draw) {
    return (draw.swarm.features() & Api.FEATURE_WP_UNPOPULATED) != 0;
  }

  /** Protection ends where a thread waits for that, more often than it begins. */
  private static long writeProtectMode(UffdDraw draw) {
    if (draw.wrong()) {
      return draw.dice.oneOf(WriteProtect.KNOWN_MODES, 4L, UNKNOWN_MODE);
    }
    boolean awaited = (draw.sets.waited() & draw.sets.writeProtected()) != 0;
    if (draw.dice.percent(awaited ? 25 : 70)) {
      return WriteProtect.MODE_WP;
    }
    return draw.dice.percent(25) ? WriteProtect.MODE_DONTWAKE : 0;
  }

  UffdCommand wake(UffdDraw draw) {
    PageRange range = draw.range(draw.sets.waited());
    return new Wake(draw.id, draw.ownerOf(range), range, draw.argument());
  }

  UffdCommand read(UffdDraw draw) {
    int fd = draw.fd();
    if (draw.sets.readBlocks(fd) && !draw.dice.percent(10)) {
      fd = draw.otherFd(fd);
    }
    return new Read(draw.id, fd, draw.dice.oneOf(READ_SIZES), draw.wrong());
  }

  /** Mostly what is not set yet. */
  UffdCommand setNonblocking(UffdDraw draw) {
    int fd = draw.fd();
    boolean nonblocking = !draw.state.context(fd).nonblocking();
    return new SetNonblocking(draw.id, fd, nonblocking || draw.dice.percent(20));
  }

  UffdCommand misuse(UffdDraw draw) {
    Misuse.Call call = draw.dice.oneOf(Misuse.Call.values());
    boolean known = vocabulary.isModern() || call != Misuse.Call.DEVICE_IOCTL;
    return new Misuse(draw.id, draw.fd(), known ? call : Misuse.Call.UNKNOWN_IOCTL);
  }
}
