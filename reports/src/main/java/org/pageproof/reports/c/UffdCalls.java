package org.pageproof.reports.c;

import java.util.List;
import org.pageproof.reports.words.UffdFlags;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Token;
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
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.UffdVisitor;
import org.pageproof.vocabulary.userfaultfd.Unmap;
import org.pageproof.vocabulary.userfaultfd.Unregister;
import org.pageproof.vocabulary.userfaultfd.Wake;
import org.pageproof.vocabulary.userfaultfd.WriteProtect;
import org.pageproof.vocabulary.userfaultfd.Zeropage;

/**
 * Each command as a call of its helper in the prelude. The parameter receives the lines that must
 * come before the call.
 */
final class UffdCalls implements UffdVisitor<List<String>, String> {
  private static final UffdCalls INSTANCE = new UffdCalls();

  private UffdCalls() {}

  /** The call; what must come before it is added to the list. */
  static String of(UffdCommand command, List<String> setup) {
    return command.accept(INSTANCE, setup);
  }

  @Override
  public String open(Open c, List<String> setup) {
    String name = c.entry() == Open.Entry.DEVICE ? "uffd_open_device" : "uffd_open";
    return call(name, slot(c.fd()), UffdFlags.open(c.flags()), c.handshake() ? "1" : "0");
  }

  @Override
  public String api(Api c, List<String> setup) {
    place(c.argument(), setup);
    String version = c.api() == Api.VERSION ? "UFFD_API" : CValues.hex(c.api());
    return call("uffd_api", slot(c.fd()), version, UffdFlags.features(c.features()));
  }

  @Override
  public String close(Close c, List<String> setup) {
    return call("uffd_close", slot(c.fd()));
  }

  @Override
  public String register(Register c, List<String> setup) {
    place(c.argument(), setup);
    return onRange("uffd_register", c.fd(), c.range(), UffdFlags.register(c.mode()));
  }

  @Override
  public String unregister(Unregister c, List<String> setup) {
    place(c.argument(), setup);
    return onRange("uffd_unregister", c.fd(), c.range());
  }

  @Override
  public String copy(Copy c, List<String> setup) {
    place(c.argument(), setup);
    return onRange("uffd_copy", c.fd(), c.range(), source(c), UffdFlags.copy(c.mode()));
  }

  @Override
  public String zeropage(Zeropage c, List<String> setup) {
    place(c.argument(), setup);
    return onRange("uffd_zeropage", c.fd(), c.range(), UffdFlags.zeropage(c.mode()));
  }

  @Override
  public String writeProtect(WriteProtect c, List<String> setup) {
    place(c.argument(), setup);
    return onRange("uffd_writeprotect", c.fd(), c.range(), UffdFlags.writeProtect(c.mode()));
  }

  @Override
  public String wake(Wake c, List<String> setup) {
    place(c.argument(), setup);
    return onRange("uffd_wake", c.fd(), c.range());
  }

  @Override
  public String poll(Poll c, List<String> setup) {
    return call("uffd_poll", slot(c.fd()));
  }

  @Override
  public String read(Read c, List<String> setup) {
    String name = c.badBuffer() ? "uffd_read_bad_buffer" : "uffd_read";
    return call(name, slot(c.fd()), Integer.toString(c.bytes()));
  }

  @Override
  public String setNonblocking(SetNonblocking c, List<String> setup) {
    return call("uffd_set_nonblocking", slot(c.fd()), c.nonblocking() ? "1" : "0");
  }

  @Override
  public String misuse(Misuse c, List<String> setup) {
    return switch (c.call()) {
      case UNKNOWN_IOCTL -> call("uffd_unknown_ioctl", slot(c.fd()));
      case WRONG_SIZE -> call("uffd_wrong_size", slot(c.fd()));
      case WRITE -> call("uffd_write", slot(c.fd()));
      case MMAP -> call("uffd_mmap", slot(c.fd()));
      case SEEK -> call("uffd_seek", slot(c.fd()));
      case DEVICE_IOCTL -> call("device_unknown_ioctl");
    };
  }

  @Override
  public String map(Map c, List<String> setup) {
    String start = CValues.page(c.region(), 0);
    String length = c.pages() + " * PAGE";
    return switch (c.backing()) {
      case ANONYMOUS -> call("map", start, length);
      case FILE -> call("map_file", start, length, CSource.literal(Map.FILE_PATH));
      case READ_ONLY_SHMEM -> call("map_read_only_memfd", start, length);
    };
  }

  @Override
  public String unmap(Unmap c, List<String> setup) {
    return onMemory("unmap", c.range());
  }

  @Override
  public String protect(Protect c, List<String> setup) {
    return onMemory("protect", c.range(), UffdFlags.protection(c.protection()));
  }

  @Override
  public String remap(Remap c, List<String> setup) {
    String pages = c.pages() + " * PAGE";
    return c.moves()
        ? onMemory("remap_to", c.range(), pages, CValues.page(c.target(), 0))
        : onMemory("remap", c.range(), pages);
  }

  @Override
  public String dontNeed(DontNeed c, List<String> setup) {
    return onMemory("dontneed", c.range());
  }

  @Override
  public String free(Free c, List<String> setup) {
    return onMemory("lazyfree", c.range());
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
  public String childWrite(ChildWrite c, List<String> setup) {
    String token = CValues.number(Token.of(c.id(), 0));
    return call("child_write", CValues.page(c.region(), c.page()), token);
  }

  @Override
  public String touch(Touch c, List<String> setup) {
    return call(
        "touch",
        slot(c.thread()),
        c.access().name(),
        CValues.page(c.region(), c.page()),
        c.access().isStore() ? CValues.number(Token.of(c.id(), 0)) : "0");
  }

  /** How many pages of source memory a command needs at most. */
  static int sourcePages(Copy copy) {
    boolean longer = copy.range().shape() == PageRange.Shape.UNALIGNED_LENGTH;
    return copy.range().count() + (longer ? 1 : 0);
  }

  private static String source(Copy c) {
    return switch (c.source()) {
      case TOKENS -> "tokens(" + c.id() + ", " + sourcePages(c) + ", 0)";
      case UNALIGNED -> "tokens(" + c.id() + ", " + sourcePages(c) + ", 8)";
      case ZEROS -> "(uintptr_t)zeros";
      case SECOND_UNMAPPED -> "lone_page(" + c.id() + ")";
      case UNMAPPED -> "(uintptr_t)BAD_ADDRESS";
      case WRAPPING -> "-PAGE";
    };
  }

  private static void place(Argument argument, List<String> setup) {
    if (argument != Argument.VALID) {
      setup.add("argument = " + argument.name() + ";");
    }
  }

  private static String onRange(String name, int fd, PageRange range, String... more) {
    String rest = more.length == 0 ? "" : ", " + String.join(", ", more);
    return call(name, slot(fd), CValues.start(range), CValues.length(range) + rest);
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
