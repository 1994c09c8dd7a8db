package org.pageproof.trace;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Observation;
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
import org.pageproof.vocabulary.userfaultfd.UffdKind;
import org.pageproof.vocabulary.userfaultfd.Unmap;
import org.pageproof.vocabulary.userfaultfd.Unregister;
import org.pageproof.vocabulary.userfaultfd.Wake;
import org.pageproof.vocabulary.userfaultfd.WriteProtect;
import org.pageproof.vocabulary.userfaultfd.Zeropage;

/** Writes and reads the operands of userfaultfd commands. */
public final class UffdCommandCodec implements CommandCodec<UffdCommand> {
  private static final Pattern RANGE =
      Pattern.compile("r(\\d)p(\\d{1,2})\\+(\\d{1,2})(?:!(\\w+))?");
  private static final int MAX_READ_BYTES = 1 << 12;

  @Override
  public String interfaceName() {
    return "userfaultfd";
  }

  @Override
  public void write(UffdCommand command, AddressPlan plan, JsonWriter to) {
    command.accept(UffdOperandWriter.INSTANCE, to);
  }

  @Override
  public UffdCommand read(String kindName, int id, JsonObject from, AddressPlan plan) {
    return switch (kind(kindName)) {
      case OPEN ->
          new Open(
              id,
              fd(from),
              from.constant("entry", Open.Entry.class),
              from.number("flags", Integer.MIN_VALUE, Integer.MAX_VALUE),
              from.truth("handshake"));
      case API ->
          new Api(id, fd(from), from.number("api"), from.number("features"), argument(from));
      case CLOSE -> new Close(id, fd(from));
      case REGISTER -> new Register(id, fd(from), range(from, plan), mode(from), argument(from));
      case UNREGISTER -> new Unregister(id, fd(from), range(from, plan), argument(from));
      case COPY ->
          new Copy(
              id,
              fd(from),
              range(from, plan),
              from.constant("source", Source.class),
              mode(from),
              argument(from));
      case ZEROPAGE -> new Zeropage(id, fd(from), range(from, plan), mode(from), argument(from));
      case WRITEPROTECT ->
          new WriteProtect(id, fd(from), range(from, plan), mode(from), argument(from));
      case WAKE -> new Wake(id, fd(from), range(from, plan), argument(from));
      case POLL -> new Poll(id, fd(from));
      case READ ->
          new Read(id, fd(from), from.number("bytes", 0, MAX_READ_BYTES), from.truth("bad_buffer"));
      case SETFL -> new SetNonblocking(id, fd(from), from.truth("nonblocking"));
      case MISUSE -> new Misuse(id, fd(from), from.constant("call", Misuse.Call.class));
      case MAP ->
          new Map(
              id,
              region(from),
              from.number("count", 1, plan.pagesPerRegion()),
              from.has("backing")
                  ? from.constant("backing", Map.Backing.class)
                  : Map.Backing.ANONYMOUS);
      case UNMAP -> new Unmap(id, range(from, plan));
      case PROTECT ->
          new Protect(id, range(from, plan), from.constant("protection", Protect.Protection.class));
      case REMAP -> remap(id, from, plan);
      case DONTNEED -> new DontNeed(id, range(from, plan));
      case FREE -> new Free(id, range(from, plan));
      case FORK -> new Fork(id);
      case REAP -> new Reap(id);
      case CHILDWRITE -> new ChildWrite(id, region(from), page(from, plan));
      case TOUCH ->
          new Touch(
              id,
              from.number("thread", 0, Observation.THREADS - 1),
              region(from),
              page(from, plan),
              from.constant("access", Access.class));
    };
  }

  private static UffdKind kind(String name) {
    for (UffdKind kind : UffdKind.values()) {
      if (kind.traceName().equals(name)) {
        return kind;
      }
    }
    throw new TraceFormatException("no such command: " + name);
  }

  private static int fd(JsonObject from) {
    return from.number("fd", 0, Observation.DESCRIPTORS - 1);
  }

  private static int region(JsonObject from) {
    return from.number("region", 0, AddressPlan.REGIONS - 1);
  }

  private static int page(JsonObject from, AddressPlan plan) {
    return from.number("page", 0, plan.pagesPerRegion() - 1);
  }

  private static Remap remap(int id, JsonObject from, AddressPlan plan) {
    PageRange range = range(from, plan);
    int target = from.has("target") ? from.number("target", 0, 3) : Remap.IN_PLACE;
    int room = plan.pagesPerRegion() - (target == Remap.IN_PLACE ? range.page() : 0);
    return new Remap(id, range, from.number("count", 1, Math.max(room, range.count())), target);
  }

  private static long mode(JsonObject from) {
    return from.number("mode");
  }

  private static Argument argument(JsonObject from) {
    return from.has("argument") ? from.constant("argument", Argument.class) : Argument.VALID;
  }

  private static PageRange range(JsonObject from, AddressPlan plan) {
    String text = from.text("range");
    Matcher matcher = RANGE.matcher(text);
    if (!matcher.matches()) {
      throw new TraceFormatException("not a range: " + text);
    }
    Shape shape = Shape.WHOLE;
    if (matcher.group(4) != null) {
      shape = Shape.valueOf(matcher.group(4).toUpperCase(java.util.Locale.ROOT));
    }
    PageRange range =
        new PageRange(
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            Integer.parseInt(matcher.group(3)),
            shape);
    if (range.firstPage(plan) >= plan.arenaPages()) {
      throw new TraceFormatException("a range outside the arena: " + text);
    }
    return range;
  }

  /**
   * A range as traces write it: {@code r0p1+2}, with a suffix such as {@code !empty} if misused.
   */
  public static String describe(PageRange range) {
    String text = "r" + range.region() + "p" + range.page() + "+" + range.count();
    return range.shape() == Shape.WHOLE ? text : text + "!" + JsonObject.nameOf(range.shape());
  }
}
