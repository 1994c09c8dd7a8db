package org.pageproof.sut.simulator;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Read;

/** read(2) and poll(2) of a descriptor (fs/userfaultfd.c). */
final class MessageCalls {
  private final KernelConfig config;
  private final AddressSpace space;
  private final Descriptors descriptors;

  MessageCalls(KernelConfig config, AddressSpace space, Descriptors descriptors) {
    this.config = config;
    this.space = space;
    this.descriptors = descriptors;
  }

  Answer read(Read command) {
    UserfaultContext context = descriptors.get(command.fd());
    if (context == null) {
      return Answer.refused(Errno.EBADF);
    }
    if (!context.isReady()) {
      return Answer.refused(Errno.EINVAL);
    }
    if (command.bytes() < Message.BYTES) {
      return readShort(context, command);
    }
    if (context.pendingCount() == 0) {
      return context.isNonBlocking()
          ? Answer.refused(Errno.EAGAIN)
          : Answer.withheld(Withholding.READ_WOULD_BLOCK);
    }
    if (command.badBuffer()) {
      context.takeMessage(); // lost: it was taken off the queue before it was copied out
      return Answer.refused(Errno.EFAULT);
    }
    int count = Math.min(context.pendingCount(), command.bytes() / Message.BYTES);
    List<Message> messages = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      messages.add(context.takeMessage());
    }
    return new Answer(Reply.returned((long) count * Message.BYTES), List.of(), messages);
  }

  private Answer readShort(UserfaultContext context, Read command) {
    if (context.pendingCount() == 0 || !config.has(Fault.READ_SHORT_BUFFER)) {
      return Answer.refused(Errno.EINVAL);
    }
    context.takeMessage();
    return command.badBuffer() && command.bytes() > 0
        ? Answer.refused(Errno.EFAULT)
        : Answer.of(Reply.returned(command.bytes()));
  }

  Answer poll(int slot) {
    UserfaultContext context = descriptors.get(slot);
    return Answer.of(Reply.returned(context == null ? DescriptorView.POLLNVAL : events(context)));
  }

  /** The events that poll(2) reports; a descriptor that could block is always in error. */
  int events(UserfaultContext context) {
    if (!context.isReady() || !context.isNonBlocking()) {
      return DescriptorView.POLLERR;
    }
    boolean readable = context.pendingCount() > 0;
    if (!readable && config.has(Fault.POLL_EMPTY_READY)) {
      readable = hasArea(context);
    }
    return readable ? DescriptorView.POLLIN : 0;
  }

  private boolean hasArea(UserfaultContext owner) {
    for (int i = 0; i < space.size(); i++) {
      if (space.at(i).owner() == owner) {
        return true;
      }
    }
    return false;
  }
}
