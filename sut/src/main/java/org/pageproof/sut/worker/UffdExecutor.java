package org.pageproof.sut.worker;

import java.util.List;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.jna.Userfaultfd;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.Withholding;
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
import org.pageproof.vocabulary.userfaultfd.UffdVisitor;
import org.pageproof.vocabulary.userfaultfd.Unmap;
import org.pageproof.vocabulary.userfaultfd.Unregister;
import org.pageproof.vocabulary.userfaultfd.Wake;
import org.pageproof.vocabulary.userfaultfd.WriteProtect;
import org.pageproof.vocabulary.userfaultfd.Zeropage;

/** Makes the system calls of each command, with the book-keeping that withholding needs. */
final class UffdExecutor implements UffdVisitor<AddressPlan, Outcome> {
  private static final int MAP_FLAGS =
      Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS | Libc.MAP_FIXED_NOREPLACE;

  private final DescriptorSlots slots;
  private final DescriptorObserver descriptors;
  private final Touchers touchers;
  private final IoctlArgument argument = new IoctlArgument();
  private final MessageReader messages;
  private final CopySource source = new CopySource();
  private final SinglePoll poll = new SinglePoll();

  /** The arena pages that are mapped by the commands that succeeded; bit n is page n. */
  private long mapped;

  UffdExecutor(DescriptorSlots slots, DescriptorObserver descriptors, Touchers touchers) {
    this.slots = slots;
    this.descriptors = descriptors;
    this.touchers = touchers;
    this.messages = new MessageReader(touchers);
  }

  /** Begins a sequence: nothing is mapped. */
  void begin() {
    mapped = 0;
  }

  @Override
  public Outcome open(Open c, AddressPlan plan) {
    if (slots.isOpen(c.fd())) {
      return Outcome.withheld(Withholding.SLOT_IN_USE);
    }
    int fd =
        switch (c.entry()) {
          case SYSCALL -> Userfaultfd.open(c.flags());
          case DEVICE -> Libc.open(Userfaultfd.DEVICE, Libc.O_RDWR | Libc.O_CLOEXEC);
        };
    if (fd >= 0 && c.entry() == Open.Entry.DEVICE) {
      return openByDevice(c, fd);
    }
    return fd < 0 ? Outcome.refused(Libc.errno()) : opened(c, fd);
  }

  private Outcome openByDevice(Open c, int device) {
    int fd = Libc.ioctl(device, Userfaultfd.USERFAULTFD_IOC_NEW, c.flags());
    Errno errno = Libc.errno();
    Libc.close(device);
    return fd < 0 ? Outcome.refused(errno) : opened(c, fd);
  }

  private Outcome opened(Open c, int fd) {
    int flags = Libc.fcntl(fd, Libc.F_GETFL, 0);
    int fdFlags = Libc.fcntl(fd, Libc.F_GETFD, 0);
    slots.put(c.fd(), fd, flags);
    Reply reply = Reply.ZERO;
    if (c.handshake()) {
      argument.fill(Api.VERSION, 0, OutField.UNTOUCHED);
      reply = argument.call(fd, Userfaultfd.UFFDIO_API, Argument.VALID);
    }
    return Outcome.of(
        reply, List.of(new OutField("flags", flags), new OutField("fdflags", fdFlags)));
  }

  @Override
  public Outcome api(Api c, AddressPlan plan) {
    argument.fill(c.api(), c.features(), OutField.UNTOUCHED);
    Reply reply = argument.call(slots.number(c.fd()), Userfaultfd.UFFDIO_API, c.argument());
    if (c.argument() == Argument.UNREADABLE) {
      return Outcome.of(reply);
    }
    return Outcome.of(
        reply,
        List.of(
            new OutField("api", argument.get(0)),
            new OutField("features", argument.get(1)),
            new OutField("ioctls", argument.get(2))));
  }

  @Override
  public Outcome close(Close c, AddressPlan plan) {
    Reply reply = Replies.of(Libc.close(slots.number(c.fd())));
    slots.clear(c.fd());
    return Outcome.of(reply);
  }

  @Override
  public Outcome register(Register c, AddressPlan plan) {
    argument.fill(c.range().start(plan), c.range().length(), c.mode());
    argument.set(3, OutField.UNTOUCHED);
    Reply reply = argument.call(slots.number(c.fd()), Userfaultfd.UFFDIO_REGISTER, c.argument());
    return withOut(reply, c.argument(), "ioctls", 3);
  }

  @Override
  public Outcome unregister(Unregister c, AddressPlan plan) {
    argument.fill(c.range().start(plan), c.range().length(), 0);
    return Outcome.of(
        argument.call(slots.number(c.fd()), Userfaultfd.UFFDIO_UNREGISTER, c.argument()));
  }

  @Override
  public Outcome copy(Copy c, AddressPlan plan) {
    argument.fill(c.range().start(plan), source.prepare(c), c.range().length());
    argument.set(3, c.mode());
    argument.set(4, OutField.UNTOUCHED);
    Reply reply = argument.call(slots.number(c.fd()), Userfaultfd.UFFDIO_COPY, c.argument());
    return withOut(reply, c.argument(), "copy", 4);
  }

  @Override
  public Outcome zeropage(Zeropage c, AddressPlan plan) {
    argument.fill(c.range().start(plan), c.range().length(), c.mode());
    argument.set(3, OutField.UNTOUCHED);
    Reply reply = argument.call(slots.number(c.fd()), Userfaultfd.UFFDIO_ZEROPAGE, c.argument());
    return withOut(reply, c.argument(), "zeropage", 3);
  }

  private Outcome withOut(Reply reply, Argument where, String name, int word) {
    return where == Argument.UNREADABLE
        ? Outcome.of(reply)
        : Outcome.of(reply, List.of(new OutField(name, argument.get(word))));
  }

  @Override
  public Outcome wake(Wake c, AddressPlan plan) {
    argument.fill(c.range().start(plan), c.range().length(), 0);
    return Outcome.of(argument.call(slots.number(c.fd()), Userfaultfd.UFFDIO_WAKE, c.argument()));
  }

  @Override
  public Outcome poll(Poll c, AddressPlan plan) {
    return Outcome.of(poll.call(slots.number(c.fd())));
  }

  @Override
  public Outcome read(Read c, AddressPlan plan) {
    DescriptorView view = descriptors.last(c.fd());
    boolean ready = slots.isOpen(c.fd()) && (view.features() & DescriptorView.READY) != 0;
    if (ready && slots.isBlocking(c.fd()) && c.bytes() >= Message.BYTES && view.pending() == 0) {
      return Outcome.withheld(Withholding.READ_WOULD_BLOCK);
    }
    return messages.read(slots.number(c.fd()), c.bytes(), c.badBuffer());
  }

  @Override
  public Outcome map(Map c, AddressPlan plan) {
    long wanted = plan.address(plan.arenaPage(c.region(), 0));
    long length = (long) c.pages() * AddressPlan.PAGE_SIZE;
    long got = Libc.mmap(wanted, length, Libc.PROT_READ | Libc.PROT_WRITE, MAP_FLAGS, -1, 0);
    if (got == -1) {
      return Outcome.refused(Libc.errno());
    }
    if (got != wanted) {
      throw new HarnessException("mmap ignores MAP_FIXED_NOREPLACE: Linux 4.17 or later is needed");
    }
    mapped |= PageRange.of(c.region(), 0, c.pages()).pageSet(plan);
    return Outcome.of(Reply.ZERO);
  }

  @Override
  public Outcome unmap(Unmap c, AddressPlan plan) {
    long pages = c.range().roundedPageSet(plan);
    if ((touchers.userModePages(plan) & pages) != 0) {
      return Outcome.withheld(Withholding.UNMAP_UNDER_WAITER);
    }
    int result = Libc.munmap(c.range().start(plan), c.range().length());
    if (result != 0) {
      return Outcome.refused(Libc.errno());
    }
    mapped &= ~pages;
    return Outcome.of(Reply.ZERO);
  }

  @Override
  public Outcome writeProtect(WriteProtect c, AddressPlan plan) {
    throw new UnsupportedOperationException("not yet: writeProtect");
  }

  @Override
  public Outcome setNonblocking(SetNonblocking c, AddressPlan plan) {
    throw new UnsupportedOperationException("not yet: setNonblocking");
  }

  @Override
  public Outcome misuse(Misuse c, AddressPlan plan) {
    throw new UnsupportedOperationException("not yet: misuse");
  }

  @Override
  public Outcome protect(Protect c, AddressPlan plan) {
    throw new UnsupportedOperationException("not yet: protect");
  }

  @Override
  public Outcome remap(Remap c, AddressPlan plan) {
    throw new UnsupportedOperationException("not yet: remap");
  }

  @Override
  public Outcome free(Free c, AddressPlan plan) {
    throw new UnsupportedOperationException("not yet: free");
  }

  @Override
  public Outcome fork(Fork c, AddressPlan plan) {
    throw new UnsupportedOperationException("not yet: fork");
  }

  @Override
  public Outcome reap(Reap c, AddressPlan plan) {
    throw new UnsupportedOperationException("not yet: reap");
  }

  @Override
  public Outcome childWrite(ChildWrite c, AddressPlan plan) {
    throw new UnsupportedOperationException("not yet: childWrite");
  }

  @Override
  public Outcome dontNeed(DontNeed c, AddressPlan plan) {
    return Outcome.of(
        Replies.of(Libc.madvise(c.range().start(plan), c.range().length(), Libc.MADV_DONTNEED)));
  }

  @Override
  public Outcome touch(Touch c, AddressPlan plan) {
    ToucherThread thread = touchers.get(c.thread());
    if (thread.isBusy()) {
      return Outcome.withheld(Withholding.THREAD_BUSY);
    }
    int page = plan.arenaPage(c.region(), c.page());
    if (c.access().isUserMode() && (mapped >>> page & 1) == 0) {
      return Outcome.withheld(Withholding.UNMAPPED_TOUCH);
    }
    thread.touch(c.access(), plan.address(page), Token.of(c.id(), 0));
    return Outcome.of(Reply.BLOCKED);
  }
}
