package org.pageproof.sut.worker;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.jna.NativeMemory;
import org.pageproof.sut.jna.Userfaultfd;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.Reply;

/** read(2) of messages as a command. */
final class MessageReader {
  private static final int CAPACITY = 1 << 14;

  private final Touchers touchers;
  private final NativeMemory memory = NativeMemory.allocate(CAPACITY);
  private final ByteBuffer bytes = memory.bytes();

  MessageReader(Touchers touchers) {
    this.touchers = touchers;
  }

  /** Reads up to {@code size} bytes into a private buffer or a bad one. */
  Outcome read(int fd, int size, boolean badBuffer) {
    long buffer = badBuffer ? AddressPlan.BAD_ADDRESS : memory.address();
    long n = Libc.read(fd, buffer, Math.min(size, CAPACITY));
    if (n < 0) {
      return Outcome.refused(Libc.errno());
    }
    return new Outcome(Reply.returned(n), List.of(), badBuffer ? List.of() : parse((int) n));
  }

  private List<Message> parse(int length) {
    List<Message> messages = new ArrayList<>(length / Message.BYTES);
    for (int at = 0; at + Message.BYTES <= length; at += Message.BYTES) {
      messages.add(
          new Message(
              bytes.get(at) & 0xff,
              bytes.getLong(at + Userfaultfd.MESSAGE_FLAGS),
              bytes.getLong(at + Userfaultfd.MESSAGE_ADDRESS),
              touchers.slotOf(bytes.getInt(at + Userfaultfd.MESSAGE_PTID))));
    }
    return messages;
  }
}
