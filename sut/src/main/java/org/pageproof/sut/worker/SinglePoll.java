package org.pageproof.sut.worker;

import java.nio.ByteBuffer;
import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.jna.NativeMemory;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Reply;

/** poll(2) of one descriptor as a command. */
final class SinglePoll {
  private static final int EVENTS = 4; // struct pollfd: int fd, short events, short revents
  private static final int REVENTS = 6;

  private final NativeMemory memory = NativeMemory.allocate(4096);
  private final ByteBuffer pollFd = memory.bytes();

  /** Polls for POLLIN without waiting; the reply is the reported events. */
  Reply call(int fd) {
    pollFd.putInt(0, fd);
    pollFd.putInt(EVENTS, DescriptorView.POLLIN); // revents = 0
    int ready = Libc.poll(memory.address(), 1, 0);
    if (ready < 0) {
      return Reply.refused(Libc.errno());
    }
    return Reply.returned(ready == 0 ? 0 : pollFd.getShort(REVENTS) & 0xffff);
  }
}
