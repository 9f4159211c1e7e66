package io.github.tinc4j.core.io;

import io.github.tinc4j.core.event.ConnectionId;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/** The socket of one meta connection, with what waits to be written. Control thread only. */
final class MetaSocket {

  private static final int LOW_DELAY = 0x10;
  private static final int MOST_GATHERED = 16;

  private final ConnectionId id;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final Deque<ByteBuffer> queue = new ArrayDeque<>();
  private int queuedBytes;

  MetaSocket(ConnectionId id, SocketChannel channel, SelectionKey key) {
    this.id = id;
    this.channel = channel;
    this.key = key;
  }

  /** Makes a channel fit for meta connections (spec 10, 2). */
  static void prepare(SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    if (channel.supportedOptions().contains(StandardSocketOptions.IP_TOS)) {
      channel.setOption(StandardSocketOptions.IP_TOS, LOW_DELAY);
    }
  }

  ConnectionId id() {
    return id;
  }

  SocketChannel channel() {
    return channel;
  }

  SelectionKey key() {
    return key;
  }

  int queuedBytes() {
    return queuedBytes;
  }

  void enqueue(byte[] bytes) {
    queue.add(ByteBuffer.wrap(bytes));
    queuedBytes += bytes.length;
  }

  /**
   * Writes what the system takes now, and asks to be told when it takes the rest.
   *
   * @return whether nothing waits any more
   */
  boolean write() throws IOException {
    while (!queue.isEmpty()) {
      ByteBuffer[] next = queue.stream().limit(MOST_GATHERED).toArray(ByteBuffer[]::new);
      long written = channel.write(next);
      queuedBytes -= (int) written;
      while (!queue.isEmpty() && !queue.peek().hasRemaining()) {
        queue.remove();
      }
      if (written == 0) {
        break;
      }
    }
    boolean drained = queue.isEmpty();
    key.interestOps(drained ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    return drained;
  }

  /** Closes it, after a last attempt to write what waits. */
  void close() {
    if (channel.isConnected() && !queue.isEmpty()) {
      try {
        write();
      } catch (IOException e) {
        queue.clear();
      }
    }
    key.cancel();
    ListenSockets.closeQuietly(channel);
  }
}
