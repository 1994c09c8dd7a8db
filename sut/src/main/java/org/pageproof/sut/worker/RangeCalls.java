package org.pageproof.sut.worker;

import java.util.List;
import org.pageproof.sut.jna.Userfaultfd;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.RangeIoctl;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.Zeropage;

/** The ioctls whose argument begins with a range. */
final class RangeCalls {
  private final DescriptorSlots slots;
  private final IoctlArgument argument;
  private final CopySource source = new CopySource();

  RangeCalls(DescriptorSlots slots, IoctlArgument argument) {
    this.slots = slots;
    this.argument = argument;
  }

  Outcome register(Register c, AddressPlan plan) {
    argument.fill(c.range().start(plan), c.range().length(), c.mode());
    return callWithOut(c, Userfaultfd.UFFDIO_REGISTER, "ioctls", 3);
  }

  Outcome copy(Copy c, AddressPlan plan) {
    argument.fill(c.range().start(plan), source.prepare(c), c.range().length());
    argument.set(3, c.mode());
    return callWithOut(c, Userfaultfd.UFFDIO_COPY, "copy", 4);
  }

  Outcome zeropage(Zeropage c, AddressPlan plan) {
    argument.fill(c.range().start(plan), c.range().length(), c.mode());
    return callWithOut(c, Userfaultfd.UFFDIO_ZEROPAGE, "zeropage", 3);
  }

  private Outcome callWithOut(RangeIoctl c, long request, String out, int word) {
    argument.set(word, OutField.UNTOUCHED);
    Reply reply = argument.call(slots.number(c.fd()), request, c.argument());
    return c.argument() == Argument.UNREADABLE
        ? Outcome.of(reply)
        : Outcome.of(reply, List.of(new OutField(out, argument.get(word))));
  }

  /** An ioctl without out-fields; {@code mode} is 0 for one that has none. */
  Outcome call(RangeIoctl c, long request, long mode, AddressPlan plan) {
    argument.fill(c.range().start(plan), c.range().length(), mode);
    return Outcome.of(argument.call(slots.number(c.fd()), request, c.argument()));
  }
}
