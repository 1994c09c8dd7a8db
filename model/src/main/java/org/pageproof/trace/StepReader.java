package org.pageproof.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.Completion;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.MirrorView;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.PageBytes;
import org.pageproof.vocabulary.PageWords;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.Withholding;

/** Reads the lines that {@link StepWriter} writes, in order. */
public final class StepReader<C extends Command> {
  private static final Pattern AREA = Pattern.compile("(\\w+)-(\\w+)(?: ([r-][w-]f?m?p?))?");

  private final CommandCodec<C> codec;
  private final AddressPlan plan;
  private final PageRuns runs;
  private Observation before;
  private int step;

  /** Begins before the first step of a sequence. */
  public StepReader(CommandCodec<C> codec, AddressPlan plan) {
    this.codec = codec;
    this.plan = plan;
    this.runs = new PageRuns(plan);
    this.before = Observation.initial(plan);
  }

  /** What was observed last; the initial observation at the start. */
  public Observation last() {
    return before;
  }

  /**
   * The command of a line.
   *
   * @throws TraceFormatException if the line is not the next step's
   */
  public C command(JsonObject line) {
    int number = line.number("step", 0, Integer.MAX_VALUE);
    if (number != step) {
      throw new TraceFormatException("step " + step + " expected, found step " + number);
    }
    step++;
    int id = line.number("id", 0, Token.MAX_ID);
    return located(() -> codec.read(line.text("do"), id, line, plan));
  }

  /**
   * The observation of a line whose command was just read.
   *
   * @throws TraceFormatException if a field cannot be read
   */
  public Observation observation(JsonObject line) {
    before = located(() -> read(line));
    return before;
  }

  private interface Reading<T> {
    T get();
  }

  private <T> T located(Reading<T> reading) {
    try {
      return reading.get();
    } catch (TraceFormatException | IllegalArgumentException e) {
      throw new TraceFormatException("step " + (step - 1) + ": " + e.getMessage(), e);
    }
  }

  private Observation read(JsonObject line) {
    return new Observation(
        reply(line.any("reply")),
        line.has("out") ? out(line.object("out")) : List.of(),
        line.has("messages") ? messages(line.array("messages")) : List.of(),
        line.has("done") ? completions(line.object("done")) : List.of(),
        line.has("fds") ? descriptors(line.array("fds")) : before.descriptors(),
        line.has("pages") ? pages(line.object("pages"), before.pages()) : before.pages(),
        line.has("areas") ? layout(line.array("areas")) : before.layout(),
        line.has("child") ? child(line.any("child")) : before.child(),
        line.has("taint") ? line.number("taint") : 0,
        line.has("data") ? data(line.array("data")) : List.of(),
        line.has("snapshots") ? Optional.of(mirrors(line)) : before.mirrors());
  }

  private static Reply reply(Object value) {
    if (value instanceof Long number) {
      return Reply.returned(number);
    }
    if (!(value instanceof String text)) {
      throw new TraceFormatException("a reply is a number or a string");
    }
    if (text.equals("blocked")) {
      return Reply.BLOCKED;
    }
    if (text.startsWith("E")) {
      return Reply.refused(Errno.parse(text));
    }
    int space = text.indexOf(' ');
    String rest = text.substring(space + 1);
    return switch (space < 0 ? "" : text.substring(0, space)) {
      case "signal" -> new Reply.Signalled(rest);
      case "withheld" -> new Reply.Withheld(Withholding.valueOf(rest.toUpperCase(Locale.ROOT)));
      case "died" -> new Reply.Died(rest);
      case "hung" -> new Reply.Hung(rest);
      default -> Reply.returned(Token.parse(text));
    };
  }

  private static List<OutField> out(JsonObject fields) {
    List<OutField> out = new ArrayList<>(3);
    for (String name : fields.names()) {
      Object value = fields.any(name);
      if (value instanceof Long number) {
        out.add(new OutField(name, number));
      } else if (value.equals("untouched")) {
        out.add(OutField.untouched(name));
      } else {
        out.add(new OutField(name, Token.parse(value.toString())));
      }
    }
    return out;
  }

  private List<Message> messages(List<?> elements) {
    List<Message> messages = new ArrayList<>(elements.size());
    for (Object element : elements) {
      JsonObject message = object(element);
      messages.add(
          new Message(
              message.number("event", 0, 255),
              message.number("flags"),
              address(message.text("address")),
              message.number("thread", Message.FOREIGN_THREAD, Observation.THREADS - 1)));
    }
    return messages;
  }

  private long address(String text) {
    if (text.startsWith("0x")) {
      return Long.parseUnsignedLong(text.substring(2), 16);
    }
    int plus = text.indexOf("+0x");
    return plus < 0
        ? plan.address(plan.parse(text))
        : plan.address(plan.parse(text.substring(0, plus)))
            + Long.parseLong(text.substring(plus + 3), 16);
  }

  private static List<Completion> completions(JsonObject done) {
    List<Completion> completions = new ArrayList<>(Observation.THREADS);
    for (String thread : done.names()) {
      if (thread.length() != 2 || thread.charAt(0) != 't') {
        throw new TraceFormatException("no such thread slot: " + thread);
      }
      int slot = Character.digit(thread.charAt(1), Observation.THREADS);
      if (slot < 0) {
        throw new TraceFormatException("no such thread slot: " + thread);
      }
      completions.add(new Completion(slot, reply(done.any(thread))));
    }
    return completions;
  }

  private static List<DescriptorView> descriptors(List<?> elements) {
    if (elements.size() != Observation.DESCRIPTORS) {
      throw new TraceFormatException("fds has " + elements.size() + " elements");
    }
    List<DescriptorView> views = new ArrayList<>(Observation.DESCRIPTORS);
    for (Object element : elements) {
      JsonObject view = object(element);
      views.add(
          view.names().isEmpty()
              ? DescriptorView.CLOSED
              : new DescriptorView(
                  true,
                  view.number("pending", 0, Integer.MAX_VALUE),
                  view.number("total", 0, Integer.MAX_VALUE),
                  view.number("features"),
                  view.number("poll", 0, 0xffff)));
    }
    return views;
  }

  private Optional<Pages> child(Object value) {
    return value.equals("none")
        ? Optional.empty()
        : Optional.of(pages(object(value), before.child().orElse(Pages.empty(plan))));
  }

  private static List<PageWords> data(List<?> elements) {
    return elements.stream().map(element -> PageWords.parse(element.toString())).toList();
  }

  private MirrorView mirrors(JsonObject line) {
    List<?> snapshots = line.array("snapshots");
    int devices = snapshots.size();
    MirrorView last = before.mirrors().orElse(MirrorView.initial(plan, devices));
    return new MirrorView(
        bytes(snapshots, last.snapshots()),
        line.has("exclusive")
            ? bytes(line.array("exclusive"), last.exclusive())
            : last.exclusive());
  }

  private List<PageBytes> bytes(List<?> elements, List<PageBytes> last) {
    if (elements.size() != last.size()) {
      throw new TraceFormatException(elements.size() + " elements, not " + last.size());
    }
    List<PageBytes> all = new ArrayList<>(last);
    for (int i = 0; i < all.size(); i++) {
      JsonObject changed = object(elements.get(i));
      for (String name : changed.names()) {
        int first = runs.first(name);
        for (int page = first; page < runs.end(name, first); page++) {
          all.set(i, all.get(i).with(page, changed.number(name, 0, 255)));
        }
      }
    }
    return all;
  }

  private Pages pages(JsonObject changed, Pages last) {
    Pages pages = last;
    for (String name : changed.names()) {
      int first = runs.first(name);
      for (int page = first; page < runs.end(name, first); page++) {
        pages = page(pages, page, changed.text(name));
      }
    }
    return pages;
  }

  private static Pages page(Pages pages, int page, String text) {
    if (text.equals("absent")) {
      return pages.with(page, 0, 0, 0);
    }
    int mark = text.indexOf('!');
    int bits = mark < 0 ? Pages.PRESENT : Integer.parseInt(text.substring(mark + 1), 16);
    String words = mark < 0 ? text : text.substring(0, mark);
    int slash = words.indexOf('/');
    long head = Token.parse(slash < 0 ? words : words.substring(0, slash));
    if (slash < 0) {
      return pages.with(page, bits, head, head);
    }
    String tail = words.substring(slash + 1);
    return pages.with(page, bits, head, tail.equals("torn") ? Pages.TORN : Token.parse(tail));
  }

  private Layout layout(List<?> areas) {
    Layout layout = Layout.EMPTY;
    for (Object area : areas) {
      Matcher matcher = AREA.matcher(area.toString());
      if (!matcher.matches()) {
        throw new TraceFormatException("not an area: " + area);
      }
      int first = plan.areaUnit(plan.parse(matcher.group(1)));
      int last = plan.areaUnit(plan.parse(matcher.group(2)));
      if (last < first) {
        throw new TraceFormatException("not an area: " + area);
      }
      String attributes = matcher.group(3) == null ? "rw" : matcher.group(3);
      long pages = (-1L >>> (63 - last + first)) << first;
      layout =
          new Layout(
              layout.mapped() | pages,
              layout.starts() | 1L << first,
              layout.readable() | (attributes.charAt(0) == 'r' ? pages : 0),
              layout.writable() | (attributes.charAt(1) == 'w' ? pages : 0),
              layout.file() | (attributes.indexOf('f') > 0 ? pages : 0),
              layout.missing() | (attributes.indexOf('m') > 0 ? pages : 0),
              layout.protectable() | (attributes.indexOf('p') > 0 ? pages : 0));
    }
    return layout;
  }

  private static JsonObject object(Object element) {
    if (element instanceof JsonObject object) {
      return object;
    }
    throw new TraceFormatException("an object expected, found " + element);
  }
}
