package org.pageproof.reports.c;

import java.util.List;
import org.pageproof.reports.words.HmmWords;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.hmm.CheckExclusive;
import org.pageproof.vocabulary.hmm.ChildTouch;
import org.pageproof.vocabulary.hmm.Close;
import org.pageproof.vocabulary.hmm.DeviceRead;
import org.pageproof.vocabulary.hmm.DeviceWrite;
import org.pageproof.vocabulary.hmm.DontNeed;
import org.pageproof.vocabulary.hmm.Exclusive;
import org.pageproof.vocabulary.hmm.Fork;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.HmmVisitor;
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

/**
 * Each command of the HMM test driver as a call of its helper in the prelude. The parameter
 * receives the lines that must come before the call.
 */
final class HmmCalls implements HmmVisitor<List<String>, String> {
  private static final HmmCalls INSTANCE = new HmmCalls();

  private HmmCalls() {}

  /** The call; what must come before it is added to the list. */
  static String of(HmmCommand command, List<String> setup) {
    return command.accept(INSTANCE, setup);
  }

  @Override
  public String open(Open c, List<String> setup) {
    return call("open_mirror", slot(c.mirror()), slot(c.device()));
  }

  @Override
  public String close(Close c, List<String> setup) {
    return call("close_mirror", slot(c.mirror()));
  }

  @Override
  public String deviceRead(DeviceRead c, List<String> setup) {
    return request("device_read", c.request(), setup);
  }

  @Override
  public String deviceWrite(DeviceWrite c, List<String> setup) {
    return request("device_write", c.request(), setup, Integer.toString(c.id()));
  }

  @Override
  public String migrateToDevice(MigrateToDevice c, List<String> setup) {
    return request("migrate_to_dev", c.request(), setup);
  }

  @Override
  public String migrateToSystem(MigrateToSystem c, List<String> setup) {
    return request("migrate_to_sys", c.request(), setup);
  }

  @Override
  public String snapshot(Snapshot c, List<String> setup) {
    return request("snapshot", c.request(), setup);
  }

  @Override
  public String exclusive(Exclusive c, List<String> setup) {
    return request("make_exclusive", c.request(), setup);
  }

  @Override
  public String checkExclusive(CheckExclusive c, List<String> setup) {
    return request("check_exclusive", c.request(), setup);
  }

  @Override
  public String release(Release c, List<String> setup) {
    return request("release", c.request(), setup);
  }

  @Override
  public String setFlags(SetFlags c, List<String> setup) {
    return call("set_flags", slot(c.mirror()), CValues.number(c.value()));
  }

  @Override
  public String misuse(Misuse c, List<String> setup) {
    String slot = slot(c.mirror());
    String unknown = "HMM_DMIRROR(0x3f)";
    return switch (c.call()) {
      case UNKNOWN_IOCTL -> call("wrong_ioctl", slot, unknown, "ARENA");
      case WRONG_SIZE -> call("wrong_ioctl", slot, "WRONG_SIZE", "ARENA");
      case WRONG_DIRECTION -> call("wrong_ioctl", slot, "WRONG_DIRECTION", "ARENA");
      case UNKNOWN_UNALIGNED -> call("wrong_ioctl", slot, unknown, "ARENA + 16");
      case UNKNOWN_UNREADABLE -> call("wrong_ioctl_unreadable", slot, unknown);
      case READ -> call("read_mirror", slot);
      case WRITE -> call("write_mirror", slot);
    };
  }

  @Override
  public String map(Map c, List<String> setup) {
    String start = CValues.page(c.region(), 0);
    String length = c.pages() + " * PAGE";
    return switch (c.backing()) {
      case ANONYMOUS -> call(c.isHuge() ? "map_huge" : "map", start, length);
      case SHARED -> call("map_shared", start, length);
      case PRIVATE_FILE -> call("map_private_memfd", start, length, Integer.toString(c.id()));
    };
  }

  @Override
  public String unmap(Unmap c, List<String> setup) {
    return onMemory("unmap", c.range());
  }

  @Override
  public String protect(Protect c, List<String> setup) {
    return onMemory("protect", c.range(), HmmWords.protection(c.protection()));
  }

  @Override
  public String remap(Remap c, List<String> setup) {
    String pages = CValues.length(c.range());
    return onMemory("remap_to", c.range(), pages, CValues.page(c.target(), 0));
  }

  @Override
  public String dontNeed(DontNeed c, List<String> setup) {
    return onMemory("dontneed", c.range());
  }

  @Override
  public String touch(Touch c, List<String> setup) {
    String page = CValues.page(c.region(), c.page());
    return switch (c.access()) {
      case READ -> call("cpu_read", page);
      case WRITE -> call("cpu_write", page, token(c));
      case SYSCALL_READ -> call("syscall_read", page);
      case SYSCALL_WRITE -> call("syscall_write", page, token(c));
    };
  }

  @Override
  public String fork(Fork c, List<String> setup) {
    return call("fork_child");
  }

  @Override
  public String reap(Reap c, List<String> setup) {
    return call("reap_child");
  }

  @Override
  public String childTouch(ChildTouch c, List<String> setup) {
    String page = CValues.page(c.region(), c.page());
    return c.write() ? call("child_store", page, token(c)) : call("child_load", page);
  }

  private static String token(HmmCommand command) {
    return CValues.number(Token.of(command.id(), 0));
  }

  private static String request(String name, Request request, List<String> setup, String... more) {
    if (request.buffer() != Request.Buffer.VALID) {
      setup.add("place = " + request.buffer().name() + ";");
    }
    String start = CValues.page(request.region(), request.page());
    String address =
        switch (request.shape()) {
          case BEYOND_TASK -> "0xffff800000000000ULL";
          case UNALIGNED -> start + " + 16";
          case WHOLE, EMPTY, HIGH_BITS, ONLY_HIGH_BITS, WRAPPING, TOO_LARGE -> start;
        };
    String pages =
        switch (request.shape()) {
          case EMPTY -> "0";
          case HIGH_BITS -> "(1ULL << 52) + " + request.count();
          case ONLY_HIGH_BITS -> "1ULL << 52";
          case WRAPPING -> "(1ULL << 52) - 1";
          case TOO_LARGE -> "1ULL << 32";
          case WHOLE, UNALIGNED, BEYOND_TASK -> Integer.toString(request.count());
        };
    String rest = more.length == 0 ? "" : ", " + String.join(", ", more);
    return call(name, slot(request.mirror()), address, pages + rest);
  }

  private static String onMemory(String name, PageRange range, String... more) {
    String rest = more.length == 0 ? "" : ", " + String.join(", ", more);
    return call(name, CValues.start(range), CValues.length(range) + rest);
  }

  private static String slot(int number) {
    return Integer.toString(number);
  }

  private static String call(String name, String... operands) {
    return name + "(" + String.join(", ", operands) + ")";
  }
}
