package org.pageproof.reports.c;

import java.util.Set;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;

/** Operands and observed values as C expressions, in the words of the prelude. */
final class CValues {
  private static final int LARGEST_DECIMAL = 4096;

  /** Out-fields whose values are bits. */
  private static final Set<String> MASKS = Set.of("flags", "fdflags", "api", "features", "ioctls");

  /** An area's attributes by their bits, 1 readable, 2 writable, 4 file; none if it is usual. */
  private static final String ATTRIBUTES = "-rw.fRWF";

  /** The modes an area is registered in by their bits, 1 missing, 2 protectable. */
  private static final String MODES = ".mpb";

  private CValues() {}

  /** The address of a region's page. */
  static String page(int region, int page) {
    return "R(" + region + ", " + page + ")";
  }

  /** The address of an arena page. */
  static String arenaPage(AddressPlan plan, int arenaPage) {
    for (int region = 0; region < AddressPlan.REGIONS; region++) {
      int page = arenaPage - plan.arenaPage(region, 0);
      if (page >= 0 && page < plan.capacity(region)) {
        return page(region, page);
      }
    }
    return "ARENA + " + arenaPage + " * PAGE";
  }

  /** The start of a range. */
  static String start(PageRange range) {
    String start = page(range.region(), range.page());
    return switch (range.shape()) {
      case BEYOND_TASK -> "0xffff800000000000ULL";
      case UNALIGNED_START -> start + " + 16";
      case WHOLE, UNALIGNED_LENGTH, EMPTY, WRAPPING -> start;
    };
  }

  /** The length of a range. */
  static String length(PageRange range) {
    String bytes = range.count() == 1 ? "PAGE" : range.count() + " * PAGE";
    return switch (range.shape()) {
      case EMPTY -> "0";
      case WRAPPING -> "-PAGE";
      case UNALIGNED_LENGTH -> bytes + " + 16";
      case WHOLE, UNALIGNED_START, BEYOND_TASK -> bytes;
    };
  }

  /** A 64-bit value: a small number, a page's word, or hexadecimal. */
  static String number(long value) {
    if (value >= 0 && value <= LARGEST_DECIMAL) {
      return Long.toString(value);
    }
    if (Token.isToken(value) && Token.of(Token.commandId(value), Token.page(value)) == value) {
      return "T(" + Token.commandId(value) + ", " + Token.page(value) + ")";
    }
    return "0x" + Long.toHexString(value) + "ULL";
  }

  /** A refusal. */
  static String errno(Errno errno) {
    String name = errno.name();
    return "-" + (name.startsWith("E#") ? Integer.toString(errno.number()) : name);
  }

  /** Whether a reply can be compared by a program. */
  static boolean comparable(Reply reply) {
    return reply instanceof Reply.Returned
        || reply instanceof Reply.Refused
        || reply instanceof Reply.Blocked
        || reply.equals(Reply.SIGBUS);
  }

  /** A {@linkplain #comparable comparable} reply. */
  static String reply(Reply reply) {
    if (reply instanceof Reply.Refused refused) {
      return errno(refused.errno());
    }
    if (reply instanceof Reply.Signalled signalled) {
      return "SIGNALLED(" + signalled.signal() + ")";
    }
    return reply instanceof Reply.Returned returned ? number(returned.value()) : "BLOCKED";
  }

  /** The value of an out-field. */
  static String out(OutField field) {
    if (field.isUntouched()) {
      return "UNTOUCHED";
    }
    long value = field.value();
    boolean refusal = value < 0 && value >= -LARGEST_DECIMAL;
    if (value > 0 && MASKS.contains(field.name())) {
      return hex(value);
    }
    return refusal ? errno(new Errno((int) -value)) : number(value);
  }

  /** A descriptor slot, as the prelude's {@code fd_text} tells it. */
  static String view(DescriptorView view) {
    return CSource.literal(
        view.open()
            ? String.format(
                "%d asleep, %d unread, poll 0x%x, features 0x%x",
                view.total(), view.pending(), view.poll(), view.features())
            : "closed");
  }

  /** How many units the arena has: pages, if the plan is not huge. */
  static int units(AddressPlan plan) {
    return plan.areaUnit(plan.arenaPages());
  }

  /**
   * The arena's areas, as the prelude's {@code areas} tells them.
   *
   * @param free the pages at which an area may or may not begin
   */
  static String areas(AddressPlan plan, Layout layout, long free) {
    StringBuilder text = new StringBuilder();
    for (int page = 0; page < units(plan); page++) {
      boolean mapped = (layout.mapped() >>> page & 1) != 0;
      boolean start = (layout.starts() >>> page & 1) != 0;
      text.append(!mapped ? '.' : (free >>> page & 1) != 0 ? '*' : start ? '[' : '-');
    }
    return CSource.literal(text.toString());
  }

  /** What the arena's areas permit, as the prelude's {@code attributes} tells it. */
  static String attributes(AddressPlan plan, Layout layout) {
    StringBuilder text = new StringBuilder();
    for (int page = 0; page < units(plan); page++) {
      boolean mapped = (layout.mapped() >>> page & 1) != 0;
      long bits =
          (layout.readable() >>> page & 1)
              | (layout.writable() >>> page & 1) << 1
              | (layout.file() >>> page & 1) << 2;
      text.append(mapped ? ATTRIBUTES.charAt((int) bits) : '.');
    }
    return CSource.literal(text.toString());
  }

  /** How the arena's areas are registered, as the prelude's {@code modes} tells it. */
  static String modes(AddressPlan plan, Layout layout) {
    StringBuilder text = new StringBuilder();
    for (int page = 0; page < units(plan); page++) {
      long bits = (layout.missing() >>> page & 1) | (layout.protectable() >>> page & 1) << 1;
      text.append(MODES.charAt((int) bits));
    }
    return CSource.literal(text.toString());
  }

  /** A set of arena pages; bit n is page n. */
  static String pageSet(AddressPlan plan, long pageSet) {
    StringBuilder text = new StringBuilder();
    for (int page = 0; page < units(plan); page++) {
      text.append((pageSet >>> page & 1) != 0 ? 'x' : '.');
    }
    return CSource.literal(text.toString());
  }

  /** A message, as the prelude's {@code message_text} tells it. */
  static String message(Message message) {
    return CSource.literal(
        String.format(
            "event 0x%x, flags 0x%x, address 0x%x, thread %d",
            message.event(), message.flags(), message.address(), message.thread()));
  }

  /** A number in hexadecimal. */
  static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }
}
