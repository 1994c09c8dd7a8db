package org.pageproof.sut.kernel;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.DontNeed;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.Protect;
import org.pageproof.vocabulary.userfaultfd.Protect.Protection;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.Source;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.Wake;
import org.pageproof.vocabulary.userfaultfd.WriteProtect;

/** Short ways to write the sequences of the tests; the id of a command is its step. */
final class Sequences {
  static final int FLAGS = Open.O_CLOEXEC | Open.O_NONBLOCK;

  /** With this feature, dropping a registered page waits until somebody reads the message. */
  private static final long EVENT_REMOVE = 1L << 3;

  private Sequences() {}

  static CommandSequence<UffdCommand> of(UffdCommand... commands) {
    return new CommandSequence<>(new AddressPlan(4), List.of(commands));
  }

  /** Steps 0 to 2, then the others: region 0 has four missing pages that descriptor 0 handles. */
  static CommandSequence<UffdCommand> missing(UffdCommand... others) {
    List<UffdCommand> commands = new ArrayList<>();
    commands.add(new Open(0, 0, Open.Entry.SYSCALL, FLAGS, true));
    commands.add(new Map(1, 0, 4));
    commands.add(new Register(2, 0, PageRange.of(0, 0, 4), Register.MODE_MISSING, Argument.VALID));
    commands.addAll(List.of(others));
    return new CommandSequence<>(new AddressPlan(4), commands);
  }

  /** As {@link #missing}, and writes to protected pages are handled as well. */
  static CommandSequence<UffdCommand> protectable(UffdCommand... others) {
    return registered(Register.MODE_MISSING | Register.MODE_WP, 0, others);
  }

  /** As {@link #missing}, but what would block is signalled. */
  static CommandSequence<UffdCommand> signalling(UffdCommand... others) {
    return registered(Register.MODE_MISSING | Register.MODE_WP, Api.FEATURE_SIGBUS, others);
  }

  /** Steps 0 to 3, then the others. */
  private static CommandSequence<UffdCommand> registered(
      long mode, long features, UffdCommand... others) {
    List<UffdCommand> commands = new ArrayList<>();
    commands.add(new Open(0, 0, Open.Entry.SYSCALL, FLAGS, false));
    commands.add(new Api(1, 0, Api.VERSION, features, Argument.VALID));
    commands.add(new Map(2, 0, 4));
    commands.add(new Register(3, 0, PageRange.of(0, 0, 4), mode, Argument.VALID));
    commands.addAll(List.of(others));
    return new CommandSequence<>(new AddressPlan(4), commands);
  }

  /** Step 4 never ends: the worker waits in an event that nobody reads. */
  static CommandSequence<UffdCommand> stuckInStep4() {
    return of(
        new Open(0, 0, Open.Entry.SYSCALL, FLAGS, false),
        new Api(1, 0, 0xaa, EVENT_REMOVE, Argument.VALID),
        new Map(2, 0, 4),
        new Register(3, 0, PageRange.of(0, 0, 4), Register.MODE_MISSING, Argument.VALID),
        new DontNeed(4, PageRange.of(0, 0, 1)),
        new Map(5, 1, 1));
  }

  static Touch touch(int id, int thread, int page, Access access) {
    return new Touch(id, thread, 0, page, access);
  }

  static Protect protect(int id, int page, int count, Protection protection) {
    return new Protect(id, PageRange.of(0, page, count), protection);
  }

  static WriteProtect writeProtect(int id, int page, int count, long mode) {
    return new WriteProtect(id, 0, PageRange.of(0, page, count), mode, Argument.VALID);
  }

  static Wake wake(int id, int page) {
    return new Wake(id, 0, PageRange.of(0, page, 1), Argument.VALID);
  }

  static Copy copy(int id, int page, int count) {
    return new Copy(id, 0, PageRange.of(0, page, count), Source.TOKENS, 0, Argument.VALID);
  }
}
