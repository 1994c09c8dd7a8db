package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.List;
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
import org.pageproof.vocabulary.userfaultfd.Unmap;
import org.pageproof.vocabulary.userfaultfd.Unregister;
import org.pageproof.vocabulary.userfaultfd.Wake;
import org.pageproof.vocabulary.userfaultfd.Zeropage;

/**
 * All commands on region 0 with so many slots and pages, and at most one deliberate misuse in each.
 *
 * @param threads the thread slots
 * @param descriptors the descriptor slots
 * @param pages the pages of the region
 */
record UffdAlphabet(int threads, int descriptors, int pages) {
  private static final int USUAL_FLAGS = Open.O_NONBLOCK | Open.O_CLOEXEC;
  private static final int[] FLAGS = {
    USUAL_FLAGS,
    0,
    Open.O_NONBLOCK,
    Open.O_CLOEXEC,
    USUAL_FLAGS | Open.UFFD_USER_MODE_ONLY,
    USUAL_FLAGS | Open.O_RDWR
  };
  private static final int[] READ_SIZES = {32, 64, 33, 31, 16, 1, 0};
  private static final Argument[] BAD = {Argument.UNREADABLE, Argument.READ_ONLY};

  /** The commands; each will get its id when it is placed. */
  List<UffdCommand> commands() {
    List<UffdCommand> all = new ArrayList<>();
    for (int fd = 0; fd < descriptors; fd++) {
      descriptorCommands(fd, all);
      for (PageRange range : ranges()) {
        rangeCommands(fd, range, all);
      }
    }
    for (int count = 1; count <= pages; count++) {
      all.add(new Map(0, 0, count));
    }
    for (PageRange range : ranges()) {
      all.add(new Unmap(0, range));
      all.add(new DontNeed(0, range));
    }
    touches(all);
    return all;
  }

  private List<PageRange> ranges() {
    List<PageRange> ranges = new ArrayList<>();
    for (int page = 0; page < pages; page++) {
      for (int count = 1; page + count <= pages; count++) {
        ranges.add(PageRange.of(0, page, count));
      }
    }
    for (Shape shape : Shape.values()) {
      if (shape != Shape.WHOLE) {
        ranges.add(new PageRange(0, 0, 1, shape));
      }
    }
    return ranges;
  }

  private static void descriptorCommands(int fd, List<UffdCommand> all) {
    for (int flags : FLAGS) {
      for (Open.Entry entry : Open.Entry.values()) {
        all.add(new Open(0, fd, entry, flags, true));
        all.add(new Open(0, fd, entry, flags, false));
      }
    }
    all.add(new Api(0, fd, Api.VERSION, 0, Argument.VALID));
    all.add(new Api(0, fd, 0, 0, Argument.VALID));
    all.add(new Api(0, fd, Api.VERSION, 1L << 62, Argument.VALID));
    for (Argument bad : BAD) {
      all.add(new Api(0, fd, Api.VERSION, 0, bad));
    }
    all.add(new Close(0, fd));
    all.add(new Poll(0, fd));
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
    if (range.shape() != Shape.WHOLE) {
      return;
    }
    all.add(new Register(0, fd, range, 0, Argument.VALID));
    all.add(new Register(0, fd, range, Register.MODE_MINOR, Argument.VALID));
    all.add(new Copy(0, fd, range, Source.TOKENS, Copy.MODE_WP, Argument.VALID));
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

  private void touches(List<UffdCommand> all) {
    for (int thread = 0; thread < threads; thread++) {
      for (int page = 0; page < pages; page++) {
        for (Access access : Access.values()) {
          all.add(new Touch(0, thread, 0, page, access));
        }
      }
    }
  }
}
