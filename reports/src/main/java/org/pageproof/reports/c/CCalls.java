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
final class CCalls implements UffdVisitor<List<String>, String> {
  private static final CCalls INSTANCE = new CCalls();

  private CCalls() {}

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
    String features = c.features() == 0 ? "0" : CValues.hex(c.features()) + "ULL";
    return call("uffd_api", slot(c.fd()), version, features);
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
  public String map(Map c, List<String> setup) {
    return call("map", CValues.page(c.region(), 0), c.pages() + " * PAGE");
  }

  @Override
  public String unmap(Unmap c, List<String> setup) {
    return call("unmap", CValues.start(c.range()), CValues.length(c.range()));
  }

  @Override
  public String writeProtect(WriteProtect c, List<String> setup) {
    throw new UnsupportedOperationException("not yet: writeProtect");
  }

  @Override
  public String setNonblocking(SetNonblocking c, List<String> setup) {
    throw new UnsupportedOperationException("not yet: setNonblocking");
  }

  @Override
  public String misuse(Misuse c, List<String> setup) {
    throw new UnsupportedOperationException("not yet: misuse");
  }

  @Override
  public String protect(Protect c, List<String> setup) {
    throw new UnsupportedOperationException("not yet: protect");
  }

  @Override
  public String remap(Remap c, List<String> setup) {
    throw new UnsupportedOperationException("not yet: remap");
  }

  @Override
  public String free(Free c, List<String> setup) {
    throw new UnsupportedOperationException("not yet: free");
  }

  @Override
  public String fork(Fork c, List<String> setup) {
    throw new UnsupportedOperationException("not yet: fork");
  }

  @Override
  public String reap(Reap c, List<String> setup) {
    throw new UnsupportedOperationException("not yet: reap");
  }

  @Override
  public String childWrite(ChildWrite c, List<String> setup) {
    throw new UnsupportedOperationException("not yet: childWrite");
  }

  @Override
  public String dontNeed(DontNeed c, List<String> setup) {
    return call("dontneed", CValues.start(c.range()), CValues.length(c.range()));
  }

  @Override
  public String touch(Touch c, List<String> setup) {
    return call(
        "touch",
        slot(c.thread()),
        c.access().name(),
        CValues.page(c.region(), c.page()),
        c.access().isWrite() ? CValues.number(Token.of(c.id(), 0)) : "0");
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

  private static String slot(int number) {
    return Integer.toString(number);
  }

  private static String call(String name, String... operands) {
    return name + "(" + String.join(", ", operands) + ")";
  }
}
