package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Misuse;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.Poll;
import org.pageproof.vocabulary.userfaultfd.Protect;
import org.pageproof.vocabulary.userfaultfd.Read;
import org.pageproof.vocabulary.userfaultfd.Reap;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.SetNonblocking;
import org.pageproof.vocabulary.userfaultfd.Source;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.Unmap;
import org.pageproof.vocabulary.userfaultfd.Unregister;
import org.pageproof.vocabulary.userfaultfd.Wake;
import org.pageproof.vocabulary.userfaultfd.WriteProtect;
import org.pageproof.vocabulary.userfaultfd.Zeropage;

/**
 * All commands of some parts of the vocabulary on region 0, with so many slots and pages, and
 * hardly ever more than one deliberate misuse in each. The commands of MISSING mode are always
 * among them.
 *
 * @param threads the thread slots
 * @param descriptors the descriptor slots
 * @param pages the pages of the region
 * @param parts what else is among them
 */
record UffdAlphabet(int threads, int descriptors, int pages, Set<Part> parts) {
  /** A part of the vocabulary. */
  enum Part {
    /** Operands that are refused, and unusual flags: without them only what has an effect. */
    MISUSE,
    /** WP mode and what needs it. */
    WRITE_PROTECTION,
    /** mprotect(2). */
    PROTECTION,
    /** The child process. */
    CHILD,
    /** Handshakes with one feature, and descriptors for faults of user code only. */
    FEATURES,
    /** Copies from memory that is not resident, in every mode. */
    SOURCES,
    /** Mappings of files. */
    BACKINGS,
    /** Touches that neither load nor store a page's first word. */
    OTHER_ACCESSES,
    /** O_NONBLOCK changed afterwards, and calls that no descriptor supports. */
    OTHER_CALLS
  }

  private static final int USER_MODE_ONLY = Open.USUAL_FLAGS | Open.UFFD_USER_MODE_ONLY;
  private static final int[] FLAGS = {
    Open.USUAL_FLAGS,
    0,
    Open.O_NONBLOCK,
    Open.O_CLOEXEC,
    USER_MODE_ONLY,
    Open.USUAL_FLAGS | Open.O_RDWR
  };
  private static final long[] FEATURES = {
    Api.FEATURE_SIGBUS, Api.FEATURE_THREAD_ID, Api.FEATURE_EXACT_ADDRESS, Api.FEATURE_WP_UNPOPULATED
  };
  private static final int[] READ_SIZES = {64, 33, 31, 16, 1, 0};
  private static final Argument[] BAD = {Argument.UNREADABLE, Argument.READ_ONLY};
  private static final long BOTH_MODES = Register.MODE_MISSING | Register.MODE_WP;

  /** The commands of MISSING mode, with every misuse. */
  UffdAlphabet(int threads, int descriptors, int pages) {
    this(threads, descriptors, pages, EnumSet.of(Part.MISUSE));
  }

  /** The same parts with at most so many slots and pages. */
  UffdAlphabet atMost(int otherThreads, int otherDescriptors, int otherPages) {
    return new UffdAlphabet(
        Math.min(threads, otherThreads),
        Math.min(descriptors, otherDescriptors),
        Math.min(pages, otherPages),
        parts);
  }

  /** The commands; each will get its id when it is placed. */
  List<UffdCommand> commands() {
    List<UffdCommand> all = new ArrayList<>();
    for (int fd = 0; fd < descriptors; fd++) {
      descriptorCommands(fd, all);
      for (PageRange range : ranges()) {
        rangeCommands(fd, range, all);
        if (has(Part.WRITE_PROTECTION)) {
          protectionCommands(fd, range, all);
        }
        if (has(Part.SOURCES)) {
          absentSourceCommands(fd, range, all);
        }
        if (has(Part.MISUSE) && range.shape() == Shape.WHOLE) {
          misusedRangeCommands(fd, range, all);
        }
      }
    }
    for (PageRange range : ranges()) {
      memoryCommands(range, all);
    }
    maps(all);
    touches(all);
    if (has(Part.CHILD)) {
      childCommands(all);
    }
    return all;
  }

  private boolean has(Part part) {
    return parts.contains(part);
  }

  private List<PageRange> ranges() {
    List<PageRange> ranges = new ArrayList<>();
    for (int page = 0; page < pages; page++) {
      for (int count = 1; page + count <= pages; count++) {
        ranges.add(PageRange.of(0, page, count));
      }
    }
    for (Shape shape : Shape.values()) {
      if (shape != Shape.WHOLE && has(Part.MISUSE)) {
        ranges.add(new PageRange(0, 0, 1, shape));
      }
    }
    return ranges;
  }

  private void descriptorCommands(int fd, List<UffdCommand> all) {
    all.add(new Open(0, fd, Open.Entry.SYSCALL, Open.USUAL_FLAGS, true));
    all.add(new Open(0, fd, Open.Entry.SYSCALL, Open.USUAL_FLAGS, false));
    all.add(new Api(0, fd, Api.VERSION, 0, Argument.VALID));
    all.add(new Close(0, fd));
    all.add(new Poll(0, fd));
    all.add(new Read(0, fd, 32, false));
    if (has(Part.MISUSE)) {
      misusedDescriptorCommands(fd, all);
    }
    if (has(Part.FEATURES)) {
      all.add(new Open(0, fd, Open.Entry.SYSCALL, USER_MODE_ONLY, true));
      for (long feature : FEATURES) {
        all.add(new Api(0, fd, Api.VERSION, feature, Argument.VALID));
      }
    }
    if (has(Part.OTHER_CALLS)) {
      all.add(new SetNonblocking(0, fd, true));
      all.add(new SetNonblocking(0, fd, false));
      for (Misuse.Call call : Misuse.Call.values()) {
        all.add(new Misuse(0, fd, call));
      }
    }
  }

  private static void misusedDescriptorCommands(int fd, List<UffdCommand> all) {
    for (int flags : FLAGS) {
      for (Open.Entry entry : Open.Entry.values()) {
        if (flags != Open.USUAL_FLAGS || entry != Open.Entry.SYSCALL) {
          all.add(new Open(0, fd, entry, flags, true));
          all.add(new Open(0, fd, entry, flags, false));
        }
      }
    }
    all.add(new Api(0, fd, 0, 0, Argument.VALID));
    all.add(new Api(0, fd, Api.VERSION, 1L << 62, Argument.VALID));
    for (Argument bad : BAD) {
      all.add(new Api(0, fd, Api.VERSION, 0, bad));
    }
    for (int bytes : READ_SIZES) {
      all.add(new Read(0, fd, bytes, false));
    }
    all.add(new Read(0, fd, 32, true));
    all.add(new Read(0, fd, 31, true));
  }

  private static void rangeCommands(int fd, PageRange range, List<UffdCommand> all) {
    all.add(new Register(0, fd, range, Register.MODE_MISSING, Argument.VALID));
    all.add(new Unregister(0, fd, range, Argument.VALID));
    all.add(new Copy(0, fd, range, Source.TOKENS, 0, Argument.VALID));
    all.add(new Copy(0, fd, range, Source.TOKENS, Copy.MODE_DONTWAKE, Argument.VALID));
    all.add(new Zeropage(0, fd, range, 0, Argument.VALID));
    all.add(new Zeropage(0, fd, range, Zeropage.MODE_DONTWAKE, Argument.VALID));
    all.add(new Wake(0, fd, range, Argument.VALID));
  }

  private void protectionCommands(int fd, PageRange range, List<UffdCommand> all) {
    long quiet = Copy.MODE_WP | Copy.MODE_DONTWAKE;
    all.add(new Register(0, fd, range, Register.MODE_WP, Argument.VALID));
    all.add(new Register(0, fd, range, BOTH_MODES, Argument.VALID));
    all.add(new Copy(0, fd, range, Source.TOKENS, Copy.MODE_WP, Argument.VALID));
    all.add(new Copy(0, fd, range, Source.TOKENS, quiet, Argument.VALID));
    all.add(new WriteProtect(0, fd, range, WriteProtect.MODE_WP, Argument.VALID));
    all.add(new WriteProtect(0, fd, range, 0, Argument.VALID));
    all.add(new WriteProtect(0, fd, range, WriteProtect.MODE_DONTWAKE, Argument.VALID));
    if (has(Part.MISUSE) && range.shape() == Shape.WHOLE) {
      all.add(new WriteProtect(0, fd, range, WriteProtect.KNOWN_MODES, Argument.VALID));
      all.add(new WriteProtect(0, fd, range, 4, Argument.VALID));
      for (Argument bad : BAD) {
        all.add(new Register(0, fd, range, Register.MODE_WP, bad));
        all.add(new Copy(0, fd, range, Source.TOKENS, Copy.MODE_WP, bad));
        all.add(new WriteProtect(0, fd, range, WriteProtect.MODE_WP, bad));
      }
    }
  }

  private static void absentSourceCommands(int fd, PageRange range, List<UffdCommand> all) {
    for (long mode = 0; mode <= Copy.KNOWN_MODES; mode++) {
      all.add(new Copy(0, fd, range, Source.ZEROS, mode, Argument.VALID));
      all.add(new Copy(0, fd, range, Source.ZEROS, mode, Argument.READ_ONLY));
    }
  }

  private void misusedRangeCommands(int fd, PageRange range, List<UffdCommand> all) {
    all.add(new Register(0, fd, range, 0, Argument.VALID));
    all.add(new Register(0, fd, range, Register.MODE_MINOR, Argument.VALID));
    if (!has(Part.WRITE_PROTECTION)) {
      all.add(new Copy(0, fd, range, Source.TOKENS, Copy.MODE_WP, Argument.VALID));
    }
    all.add(new Copy(0, fd, range, Source.TOKENS, 4, Argument.VALID));
    all.add(new Zeropage(0, fd, range, 2, Argument.VALID));
    for (Source source : Source.values()) {
      if (source != Source.TOKENS) {
        all.add(new Copy(0, fd, range, source, 0, Argument.VALID));
      }
    }
    for (Argument bad : BAD) {
      all.add(new Register(0, fd, range, Register.MODE_MISSING, bad));
      all.add(new Unregister(0, fd, range, bad));
      all.add(new Copy(0, fd, range, Source.TOKENS, 0, bad));
      all.add(new Zeropage(0, fd, range, 0, bad));
      all.add(new Wake(0, fd, range, bad));
    }
  }

  private void memoryCommands(PageRange range, List<UffdCommand> all) {
    all.add(new Unmap(0, range));
    all.add(new DontNeed(0, range));
    if (has(Part.PROTECTION)) {
      for (Protect.Protection protection : Protect.Protection.values()) {
        all.add(new Protect(0, range, protection));
      }
    }
  }

  private void maps(List<UffdCommand> all) {
    for (int count = 1; count <= pages; count++) {
      for (Map.Backing backing : Map.Backing.values()) {
        if (backing == Map.Backing.ANONYMOUS || has(Part.BACKINGS)) {
          all.add(new Map(0, 0, count, backing));
        }
      }
    }
  }

  private void touches(List<UffdCommand> all) {
    for (int thread = 0; thread < threads; thread++) {
      for (int page = 0; page < pages; page++) {
        for (Access access : Access.values()) {
          boolean other = access.isPopulate() || access == Access.READ_LAST;
          if (!other || has(Part.OTHER_ACCESSES)) {
            all.add(new Touch(0, thread, 0, page, access));
          }
        }
      }
    }
  }

  private void childCommands(List<UffdCommand> all) {
    all.add(new Fork(0));
    all.add(new Reap(0));
    for (int page = 0; page < pages; page++) {
      all.add(new ChildWrite(0, 0, page));
    }
  }
}
