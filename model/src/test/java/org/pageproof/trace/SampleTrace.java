package org.pageproof.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Completion;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Environment;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.PageRange.Shape;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.Trace;
import org.pageproof.vocabulary.Withholding;
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
import org.pageproof.vocabulary.userfaultfd.Unmap;
import org.pageproof.vocabulary.userfaultfd.Unregister;
import org.pageproof.vocabulary.userfaultfd.Wake;
import org.pageproof.vocabulary.userfaultfd.WriteProtect;
import org.pageproof.vocabulary.userfaultfd.Zeropage;

/** A trace that has everything a trace can have. */
final class SampleTrace {
  /** Where the sample's regions lie. */
  static final AddressPlan PLAN = new AddressPlan(4);

  private SampleTrace() {}

  /** Every command and every kind of observation. */
  static Trace<UffdCommand> sample() {
    Environment environment =
        new Environment(
            "0.1.0", "simulator", Profile.linux618(), "amd64", "madvise", -7, List.of("a-fault"));
    PageRange one = PageRange.of(0, 0, 1);
    PageRange odd = new PageRange(3, 2, 5, Shape.UNALIGNED_LENGTH);
    List<UffdCommand> commands =
        List.of(
            new Open(1, 0, Open.Entry.DEVICE, Open.O_NONBLOCK | Open.O_CLOEXEC, false),
            new Api(2, 0, Api.VERSION, 1, Argument.VALID),
            new Map(3, 0, 4),
            new Register(4, 0, one, Register.MODE_MISSING, Argument.READ_ONLY),
            new Touch(5, 2, 0, 0, Access.SYSCALL_WRITE),
            new Poll(6, 0),
            new Read(7, 0, 64, false),
            new Copy(8, 0, one, Source.UNALIGNED, Copy.MODE_DONTWAKE, Argument.VALID),
            new Wake(9, 0, one, Argument.VALID),
            new Zeropage(10, 1, odd, -1, Argument.UNREADABLE),
            new DontNeed(11, one),
            new Unregister(12, 0, one, Argument.VALID),
            new Unmap(13, odd),
            new WriteProtect(15, 0, one, WriteProtect.MODE_WP, Argument.VALID),
            new SetNonblocking(16, 0, false),
            new Misuse(17, 0, Misuse.Call.UNKNOWN_IOCTL),
            new Map(18, 2, 1, Map.Backing.READ_ONLY_SHMEM),
            new Protect(19, one, Protect.Protection.READ),
            new Remap(20, one, 2, Remap.IN_PLACE),
            new Remap(21, one, 4, 3),
            new Free(22, one),
            new Fork(23),
            new ChildWrite(24, 0, 0),
            new Reap(25),
            new Touch(26, 0, 0, 0, Access.POPULATE_WRITE),
            new Close(14, 0));
    return new Trace<>(environment, new CommandSequence<>(PLAN, commands), observations());
  }

  /** The same as it is stored. */
  static String golden() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(SampleTrace.class.getResourceAsStream("/golden/trace-v3.jsonl"))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static List<Observation> observations() {
    Pages none = Pages.empty(PLAN);
    Layout mapped = new Layout(0b1111, 0b11);
    Layout odds = new Layout(0b1111, 0b1111, 0b0011, 0b0001, 0b1000, 0b0101, 0b0100);
    Pages filled = none.with(0, Pages.PRESENT, Token.of(5, 0), Token.of(8, 0));
    Pages odd = none.with(17, Pages.SWAPPED | Pages.UFFD_WP, 0, 0).with(3, 1, -2, Pages.TORN);
    return List.of(
        see(Reply.ZERO, List.of(new OutField("flags", 0x800)), view(0, 0, 0), none, Layout.EMPTY),
        see(Reply.ZERO, api(), view(0, 0, DescriptorView.READY | 1), none, Layout.EMPTY),
        see(Reply.ZERO, List.of(), view(0, 0, DescriptorView.READY | 1), none, mapped),
        see(
            Reply.refused(Errno.EFAULT),
            List.of(OutField.untouched("ioctls")),
            view(0, 0, DescriptorView.READY | 1),
            none,
            mapped),
        see(Reply.BLOCKED, List.of(), view(1, 1, DescriptorView.READY | 1), none, mapped),
        see(Reply.returned(1), List.of(), view(1, 1, DescriptorView.READY | 1), none, mapped),
        with(
            see(Reply.returned(32), List.of(), view(0, 1, DescriptorView.READY | 1), none, mapped),
            List.of(Message.missing(PLAN.address(0), true), new Message(0x13, 5, 0x123456, -2)),
            List.of(),
            0),
        see(
            Reply.ZERO,
            List.of(new OutField("copy", 4096)),
            view(0, 1, DescriptorView.READY | 1),
            filled,
            mapped),
        with(
            see(Reply.ZERO, List.of(), view(0, 0, DescriptorView.READY | 1), filled, mapped),
            List.of(),
            List.of(
                new Completion(0, Reply.returned(Token.of(8, 0))),
                new Completion(2, Reply.refused(new Errno(77)))),
            0),
        see(
            Reply.refused(Errno.EEXIST),
            List.of(new OutField("zeropage", -17)),
            view(0, 0, DescriptorView.READY | 1),
            odd,
            mapped),
        see(
            new Reply.Withheld(Withholding.THREAD_BUSY),
            List.of(),
            view(0, 0, DescriptorView.READY | 1),
            none,
            mapped),
        see(Reply.returned(-1), List.of(), view(0, 0, DescriptorView.READY | 1), none, mapped),
        see(Reply.returned(1L << 40), List.of(), DescriptorView.CLOSED, none, Layout.EMPTY),
        see(Reply.ZERO, List.of(), DescriptorView.CLOSED, none.with(0, 17, 5, 5), odds),
        see(Reply.ZERO, List.of(), DescriptorView.CLOSED, none, odds),
        see(Reply.refused(Errno.EINVAL), List.of(), DescriptorView.CLOSED, none, odds),
        see(Reply.ZERO, List.of(), DescriptorView.CLOSED, none, odds),
        see(Reply.ZERO, List.of(), DescriptorView.CLOSED, none, Layout.EMPTY),
        see(Reply.ZERO, List.of(), DescriptorView.CLOSED, none, Layout.EMPTY),
        see(Reply.ZERO, List.of(), DescriptorView.CLOSED, none, Layout.EMPTY),
        see(Reply.ZERO, List.of(), DescriptorView.CLOSED, none, Layout.EMPTY),
        child(Reply.ZERO, none),
        child(Reply.returned(8), none.with(0, Pages.PRESENT, Token.of(24, 0), 0)),
        see(Reply.ZERO, List.of(), DescriptorView.CLOSED, none, Layout.EMPTY),
        see(Reply.SIGBUS, List.of(), DescriptorView.CLOSED, none, Layout.EMPTY),
        with(
            see(
                new Reply.Hung("t0 \"x\"\nÄ"),
                List.of(),
                DescriptorView.CLOSED,
                none,
                Layout.EMPTY),
            List.of(),
            List.of(),
            512));
  }

  private static List<OutField> api() {
    return List.of(
        new OutField("api", 0xaa),
        new OutField("features", 0x1ffff),
        new OutField("ioctls", 1L << 63 | 3));
  }

  private static DescriptorView view(int pending, int total, long features) {
    return new DescriptorView(true, pending, total, features, pending);
  }

  private static Observation see(
      Reply reply, List<OutField> out, DescriptorView view, Pages pages, Layout layout) {
    List<DescriptorView> views = List.of(view, DescriptorView.CLOSED);
    return new Observation(reply, out, List.of(), List.of(), views, pages, layout, 0);
  }

  private static Observation child(Reply reply, Pages child) {
    return new Observation(
        reply,
        List.of(),
        List.of(),
        List.of(),
        List.of(DescriptorView.CLOSED, DescriptorView.CLOSED),
        Pages.empty(PLAN),
        Layout.EMPTY,
        Optional.of(child),
        0);
  }

  private static Observation with(
      Observation base, List<Message> messages, List<Completion> completions, long taint) {
    return new Observation(
        base.reply(),
        base.out(),
        messages,
        completions,
        base.descriptors(),
        base.pages(),
        base.layout(),
        taint);
  }
}
