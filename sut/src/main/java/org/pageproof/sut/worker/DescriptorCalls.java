package org.pageproof.sut.worker;

import java.util.List;
import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.jna.Userfaultfd;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.Close;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.Poll;
import org.pageproof.vocabulary.userfaultfd.Read;
import org.pageproof.vocabulary.userfaultfd.SetNonblocking;

/** The calls that create, use and close a descriptor. */
final class DescriptorCalls {
  private final DescriptorSlots slots;
  private final DescriptorObserver descriptors;
  private final Touchers touchers;
  private final ChildSlot child;
  private final IoctlArgument argument;
  private final MessageReader messages;
  private final SinglePoll poll = new SinglePoll();

  DescriptorCalls(
      DescriptorSlots slots,
      DescriptorObserver descriptors,
      Touchers touchers,
      ChildSlot child,
      IoctlArgument argument) {
    this.slots = slots;
    this.descriptors = descriptors;
    this.touchers = touchers;
    this.child = child;
    this.argument = argument;
    this.messages = new MessageReader(touchers);
  }

  Outcome open(Open c) {
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

  Outcome api(Api c, AddressPlan plan) {
    if ((c.features() & Api.FEATURE_SIGBUS) != 0 && touchers.userModePages(plan) != 0) {
      return Outcome.withheld(Withholding.SIGBUS_UNDER_WAITER);
    }
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

  Outcome close(Close c) {
    Reply reply = Replies.of(Libc.close(slots.number(c.fd())));
    if (slots.isOpen(c.fd())) {
      slots.clear(c.fd());
      child.parentClosed(c.fd());
    }
    return Outcome.of(reply);
  }

  Outcome poll(Poll c) {
    return Outcome.of(poll.call(slots.number(c.fd())));
  }

  Outcome read(Read c) {
    DescriptorView view = descriptors.last(c.fd());
    boolean ready = (view.features() & DescriptorView.READY) != 0;
    if (ready && slots.isBlocking(c.fd()) && c.bytes() >= Message.BYTES && view.pending() == 0) {
      return Outcome.withheld(Withholding.READ_WOULD_BLOCK);
    }
    return messages.read(slots.number(c.fd()), c.bytes(), c.badBuffer());
  }

  Outcome setNonblocking(SetNonblocking c) {
    int fd = slots.number(c.fd());
    int flags = Libc.fcntl(fd, Libc.F_GETFL, 0);
    if (flags < 0) {
      return Outcome.refused(Libc.errno());
    }
    int wanted = c.nonblocking() ? flags | Libc.O_NONBLOCK : flags & ~Libc.O_NONBLOCK;
    Reply reply = Replies.of(Libc.fcntl(fd, Libc.F_SETFL, wanted));
    slots.put(c.fd(), fd, Libc.fcntl(fd, Libc.F_GETFL, 0));
    return Outcome.of(reply);
  }
}
