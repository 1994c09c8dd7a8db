package org.pageproof.sut.vm;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.pageproof.sut.HarnessException;

/**
 * A socket that QEMU connects to; we listen, so that nobody has to look for a file again and again.
 */
final class Listener implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final ServerSocketChannel server;

  private Listener(ServerSocketChannel server) {
    this.server = server;
  }

  /** Listens at a path. */
  static Listener at(Path path) {
    try {
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(path), 1);
      server.configureBlocking(false);
      return new Listener(server);
    } catch (IOException e) {
      throw new HarnessException("no socket can be made at " + path + ": " + e.getMessage(), e);
    }
  }

  /**
   * Waits for the connection.
   *
   * @throws HarnessException if the other side ends first, or takes too long
   */
  UnixSocket accept(BooleanSupplier isAlive) {
    long begin = System.nanoTime();
    try (Selector selector = Selector.open()) {
      server.register(selector, SelectionKey.OP_ACCEPT);
      while (System.nanoTime() - begin < LIMIT.toNanos()) {
        boolean alive = isAlive.getAsBoolean();
        selector.select(LOOK.toMillis());
        SocketChannel channel = server.accept();
        if (channel != null) {
          channel.configureBlocking(true);
          return new UnixSocket(channel);
        }
        if (!alive) {
          throw new HarnessException("QEMU ended before it connected");
        }
      }
      throw new HarnessException("QEMU does not connect in " + LIMIT.toSeconds() + " s");
    } catch (IOException e) {
      throw new HarnessException("QEMU cannot be connected: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new HarnessException("a socket cannot be closed: " + e.getMessage(), e);
    }
  }
}
