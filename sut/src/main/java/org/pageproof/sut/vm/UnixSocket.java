package org.pageproof.sut.vm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;

/**
 * A connection as two streams, one of which can be read while the other is written; those of {@link
 * java.nio.channels.Channels} wait for each other.
 *
 * @param channel the connection, in blocking mode
 */
record UnixSocket(SocketChannel channel) {
  /** What the other side says; it ends when either side goes. */
  InputStream input() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
          return length == 0 ? 0 : channel.read(ByteBuffer.wrap(bytes, offset, length));
        } catch (AsynchronousCloseException e) {
          return -1; // closed here
        }
      }
    };
  }

  /** What the other side hears. */
  OutputStream output() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
        while (rest.hasRemaining()) {
          if (channel.write(rest) == 0) {
            throw new ClosedChannelException(); // never in blocking mode
          }
        }
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }
}
