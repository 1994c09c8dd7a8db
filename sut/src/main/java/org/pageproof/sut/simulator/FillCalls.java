package org.pageproof.sut.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.Source;
import org.pageproof.vocabulary.userfaultfd.Zeropage;

/** UFFDIO_COPY and UFFDIO_ZEROPAGE (fs/userfaultfd.c, mm/userfaultfd.c). */
final class FillCalls {
  private static final List<OutField> COPY_UNTOUCHED = List.of(OutField.untouched("copy"));
  private static final List<OutField> ZEROPAGE_UNTOUCHED = List.of(OutField.untouched("zeropage"));

  private final KernelConfig config;
  private final AddressPlan plan;
  private final AddressSpace space;
  private final PageTable table;
  private final Descriptors descriptors;

  FillCalls(KernelConfig config, AddressPlan plan, AddressSpace space, Descriptors descriptors) {
    this.config = config;
    this.plan = plan;
    this.space = space;
    this.table = space.table();
    this.descriptors = descriptors;
  }

  Answer copy(Copy command) {
    return descriptors.ioctl(
        command.fd(), command.argument(), COPY_UNTOUCHED, context -> copy(context, command));
  }

  private Answer copy(UserfaultContext context, Copy command) {
    AddressRange range = AddressRange.of(command.range(), plan);
    boolean wrapsAround = command.source() == Source.WRAPPING; // refused by every kernel
    long knownModes = config.writeProtects() ? Copy.KNOWN_MODES : Copy.MODE_DONTWAKE;
    if (wrapsAround || !range.isValid() || (command.mode() & ~knownModes) != 0) {
      return Answer.refused(Errno.EINVAL).with(COPY_UNTOUCHED);
    }
    long result = copyPages(command, range);
    if (command.argument() == Argument.READ_ONLY) {
      return Answer.refused(Errno.EFAULT).with(COPY_UNTOUCHED);
    }
    if (result > 0) {
      wakeAfterCopy(context, command.mode(), range.firstPage(), result);
    }
    return answer(result, range, "copy");
  }

  /** Copies page by page; the bytes done, or the negative errno of the first page. */
  private long copyPages(Copy command, AddressRange range) {
    boolean protect = (command.mode() & Copy.MODE_WP) != 0;
    Vma area = destination(range);
    if (area == null) {
      return -(config.has(Fault.COPY_UNREGISTERED_ERRNO) ? Errno.EINVAL : unregistered()).number();
    }
    if (protect && !area.tracksWrites()) {
      return -Errno.EINVAL.number();
    }
    space.prepareAnonVma(area);
    int pages = config.has(Fault.COPY_LEN_MINUS_ONE) ? range.pages() - 1 : range.pages();
    for (int k = 0; k < pages; k++) {
      int page = range.firstPage() + k;
      if (!isReadable(command.source(), k)) {
        return stoppedAt(k, Errno.EFAULT); // the source is read before the entry is looked at
      }
      if (table.frame(page) != null) {
        return stoppedAt(k, Errno.EEXIST); // a marker is overwritten
      }
      long word = command.source() == Source.ZEROS ? 0 : Token.of(command.id(), k);
      install(area, page, Frame.filledWith(word), protect);
    }
    return range.length();
  }

  /** Maps a copied page as the area permits it, whatever protects it from writes besides. */
  private void install(Vma area, int page, Frame frame, boolean protect) {
    if (area.file() != null) {
      table.mapFile(page, frame);
    } else if (area.isWritable()) {
      table.mapWritable(page, frame);
    } else {
      table.mapReadOnly(page, frame);
    }
    if (protect && (area.isWritable() || !config.has(Fault.COPY_WP_READONLY_VMA))) {
      table.protect(page, page + 1, false);
    }
  }

  private boolean isReadable(Source source, int page) {
    return switch (source) {
      case TOKENS, UNALIGNED -> true;
      case ZEROS -> !config.has(Fault.COPY_SRC_FAULT_ERRNO);
      case SECOND_UNMAPPED -> page == 0;
      case UNMAPPED, WRAPPING -> false;
    };
  }

  private void wakeAfterCopy(UserfaultContext context, long mode, int start, long bytes) {
    boolean quiet = (mode & Copy.MODE_DONTWAKE) != 0 && !config.has(Fault.DONTWAKE_IGNORED);
    if (quiet || config.has(Fault.WAKE_MISSING_COPY)) {
      return;
    }
    boolean protect = (mode & Copy.MODE_WP) != 0;
    int limit = config.has(Fault.WAKE_ONE_OF_TWO) && !protect ? 1 : Integer.MAX_VALUE;
    context.wakeAtMost(limit, start, start + pages(bytes));
  }

  Answer zeropage(Zeropage command) {
    return descriptors.ioctl(
        command.fd(),
        command.argument(),
        ZEROPAGE_UNTOUCHED,
        context -> zeropage(context, command));
  }

  private Answer zeropage(UserfaultContext context, Zeropage command) {
    AddressRange range = AddressRange.of(command.range(), plan);
    if (!range.isValid() || (command.mode() & ~Zeropage.KNOWN_MODES) != 0) {
      return Answer.refused(Errno.EINVAL).with(ZEROPAGE_UNTOUCHED);
    }
    long result = zeroPages(range);
    if (command.argument() == Argument.READ_ONLY) {
      return Answer.refused(Errno.EFAULT).with(ZEROPAGE_UNTOUCHED);
    }
    if (result > 0 && (command.mode() & Zeropage.MODE_DONTWAKE) == 0) {
      context.wake(range.firstPage(), range.firstPage() + pages(result));
    }
    return answer(result, range, "zeropage");
  }

  private long zeroPages(AddressRange range) {
    Vma area = destination(range);
    if (area == null) {
      return -unregistered().number();
    }
    space.prepareAnonVma(area);
    for (int k = 0; k < range.pages(); k++) {
      int page = range.firstPage() + k;
      if (!table.isNone(page)) {
        return stoppedAt(k, Errno.EEXIST);
      }
      if (area.file() != null) {
        table.mapFile(page, Frame.filledWith(0));
      } else if (config.has(Fault.ZEROPAGE_SHARED_FRAME) && area.isWritable()) {
        table.mapWritable(page, table.zeroFrame());
      } else {
        table.mapReadOnly(page, table.zeroFrame());
      }
    }
    return range.length();
  }

  /**
   * The one area that holds all of a destination and is registered, with whichever context; null if
   * there is none. Kernels that lock single areas prepare the first page's area for an anonymous
   * page before they ask the rest, which shows when areas merge later.
   */
  private @Nullable Vma destination(AddressRange range) {
    Vma area = space.lookup(range.firstPage());
    if (area == null) {
      return null;
    }
    if (config.locksPerArea()) {
      space.prepareAnonVma(area);
    }
    return range.endPage() <= area.end() && area.owner() != null ? area : null;
  }

  private Errno unregistered() {
    return config.tellsUnregistered() ? Errno.ENOENT : Errno.EINVAL;
  }

  private static long stoppedAt(int page, Errno reason) {
    return page > 0 ? (long) page * AddressPlan.PAGE_SIZE : -reason.number();
  }

  private static int pages(long bytes) {
    return (int) (bytes / AddressPlan.PAGE_SIZE);
  }

  /** A part that was done hides why it stopped: the caller is told to try the rest again. */
  private static Answer answer(long result, AddressRange range, String field) {
    List<OutField> out = List.of(new OutField(field, result));
    if (result < 0) {
      return Answer.refused(new Errno((int) -result)).with(out);
    }
    return (result == range.length() ? Answer.success() : Answer.refused(Errno.EAGAIN)).with(out);
  }
}
