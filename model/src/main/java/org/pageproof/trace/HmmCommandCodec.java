package org.pageproof.trace;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.MirrorView;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.hmm.Access;
import org.pageproof.vocabulary.hmm.CheckExclusive;
import org.pageproof.vocabulary.hmm.ChildTouch;
import org.pageproof.vocabulary.hmm.Close;
import org.pageproof.vocabulary.hmm.DeviceRead;
import org.pageproof.vocabulary.hmm.DeviceWrite;
import org.pageproof.vocabulary.hmm.DontNeed;
import org.pageproof.vocabulary.hmm.Exclusive;
import org.pageproof.vocabulary.hmm.Fork;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.HmmKind;
import org.pageproof.vocabulary.hmm.Map;
import org.pageproof.vocabulary.hmm.MigrateToDevice;
import org.pageproof.vocabulary.hmm.MigrateToSystem;
import org.pageproof.vocabulary.hmm.Misuse;
import org.pageproof.vocabulary.hmm.Open;
import org.pageproof.vocabulary.hmm.Protect;
import org.pageproof.vocabulary.hmm.Reap;
import org.pageproof.vocabulary.hmm.Release;
import org.pageproof.vocabulary.hmm.Remap;
import org.pageproof.vocabulary.hmm.Request;
import org.pageproof.vocabulary.hmm.SetFlags;
import org.pageproof.vocabulary.hmm.Snapshot;
import org.pageproof.vocabulary.hmm.Touch;
import org.pageproof.vocabulary.hmm.Unmap;

/** Writes and reads the operands of the HMM test driver's commands. */
public final class HmmCommandCodec implements CommandCodec<HmmCommand> {
  private static final Pattern RANGE =
      Pattern.compile("r(\\d)p(\\d{1,3})\\+(\\d{1,3})(?:!(\\w+))?");

  @Override
  public String interfaceName() {
    return "hmm";
  }

  @Override
  public void write(HmmCommand command, AddressPlan plan, JsonWriter to) {
    command.accept(HmmOperandWriter.INSTANCE, to);
  }

  @Override
  public HmmCommand read(String kindName, int id, JsonObject from, AddressPlan plan) {
    return switch (kind(kindName)) {
      case OPEN ->
          new Open(id, mirror(from), from.number("device", 0, MirrorDriver.DEVICE_SLOTS - 1));
      case CLOSE -> new Close(id, mirror(from));
      case READ -> new DeviceRead(id, request(from, plan));
      case WRITE -> new DeviceWrite(id, request(from, plan));
      case TODEV -> new MigrateToDevice(id, request(from, plan));
      case TOSYS -> new MigrateToSystem(id, request(from, plan));
      case SNAPSHOT -> new Snapshot(id, request(from, plan));
      case EXCLUSIVE -> new Exclusive(id, request(from, plan));
      case CHECK -> new CheckExclusive(id, request(from, plan));
      case RELEASE -> new Release(id, request(from, plan));
      case FLAGS -> new SetFlags(id, mirror(from), from.number("value"));
      case MISUSE -> new Misuse(id, mirror(from), from.constant("call", Misuse.Call.class));
      case MAP -> map(id, from, plan);
      case UNMAP -> new Unmap(id, bounds(range(from, plan), plan));
      case PROTECT ->
          new Protect(
              id,
              bounds(range(from, plan), plan),
              from.constant("protection", Protect.Protection.class));
      case REMAP -> remap(id, from, plan);
      case DONTNEED -> new DontNeed(id, range(from, plan));
      case TOUCH ->
          new Touch(id, region(from), page(from, plan), from.constant("access", Access.class));
      case FORK -> new Fork(id);
      case REAP -> new Reap(id);
      case CHILDTOUCH -> new ChildTouch(id, region(from), page(from, plan), from.truth("write"));
    };
  }

  private static Map map(int id, JsonObject from, AddressPlan plan) {
    int region = region(from);
    int pages = from.number("count", 1, plan.capacity(region));
    bounds(PageRange.of(region, 0, pages), plan);
    return new Map(id, region, pages, from.constant("backing", Map.Backing.class));
  }

  private static Remap remap(int id, JsonObject from, AddressPlan plan) {
    PageRange range = range(from, plan);
    Remap remap = new Remap(id, range, from.number("target", 0, AddressPlan.REGIONS - 1));
    if (range.count() > plan.capacity(remap.target())) {
      throw new TraceFormatException(
          "more pages than region " + remap.target() + " has: " + describe(range));
    }
    boolean moves = remap.target() == 0 || range.firstPage(plan) < plan.capacity(0);
    if (plan.huge() && moves) {
      throw new TraceFormatException("region 0 stays where it is in a huge plan");
    }
    return remap;
  }

  /** The range, which areas must be able to begin and end at. */
  private static PageRange bounds(PageRange range, AddressPlan plan) {
    if (!range.boundsAreas(plan)) {
      throw new TraceFormatException("no whole units of a huge plan: " + describe(range));
    }
    return range;
  }

  private static HmmKind kind(String name) {
    for (HmmKind kind : HmmKind.values()) {
      if (kind.traceName().equals(name)) {
        return kind;
      }
    }
    throw new TraceFormatException("no such command: " + name);
  }

  private static int mirror(JsonObject from) {
    return from.number("mirror", 0, MirrorView.MIRRORS - 1);
  }

  private static int region(JsonObject from) {
    return from.number("region", 0, AddressPlan.REGIONS - 1);
  }

  private static int page(JsonObject from, AddressPlan plan) {
    return from.number("page", 0, plan.capacity(region(from)) - 1);
  }

  private static PageRange range(JsonObject from, AddressPlan plan) {
    Request request = request(0, from, plan);
    if (request.shape() != Request.Shape.WHOLE) {
      throw new TraceFormatException("a range with a shape: " + from.text("range"));
    }
    return PageRange.of(request.region(), request.page(), request.count());
  }

  private static Request request(JsonObject from, AddressPlan plan) {
    Request request = request(mirror(from), from, plan);
    return from.has("buffer")
        ? request.withBuffer(from.constant("buffer", Request.Buffer.class))
        : request;
  }

  private static Request request(int mirror, JsonObject from, AddressPlan plan) {
    String text = from.text("range");
    Matcher matcher = RANGE.matcher(text);
    if (!matcher.matches()) {
      throw new TraceFormatException("not a range: " + text);
    }
    Request request =
        Request.of(
            mirror,
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            Integer.parseInt(matcher.group(3)));
    if (request.firstPage(plan) >= plan.arenaPages()) {
      throw new TraceFormatException("a range outside the arena: " + text);
    }
    return matcher.group(4) == null
        ? request
        : request.withShape(Request.Shape.valueOf(matcher.group(4).toUpperCase(Locale.ROOT)));
  }

  /**
   * A request's range as traces write it: {@code r0p1+2}, with a suffix such as {@code !empty} if
   * misused.
   */
  public static String describe(Request request) {
    String text = "r" + request.region() + "p" + request.page() + "+" + request.count();
    return request.shape() == Request.Shape.WHOLE
        ? text
        : text + "!" + JsonObject.nameOf(request.shape());
  }

  /** A range as traces write it: {@code r0p1+2}. */
  public static String describe(PageRange range) {
    return "r" + range.region() + "p" + range.page() + "+" + range.count();
  }
}
