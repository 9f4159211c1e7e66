package io.github.tinc4j.core.io;

import io.github.tinc4j.api.CloseReason;
import io.github.tinc4j.core.event.ConnectionId;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The socket of one meta connection, or the command that stands for it, with what waits to be
 * written. Control thread only.
 */
final class MetaSocket {

  private static final int LOW_DELAY = 0x10;
  private static final int MOST_GATHERED = 16;

  private final ConnectionId id;
  private final ReadableByteChannel in;
  private final GatheringByteChannel out;
  private final SelectionKey readKey;
  private final SelectionKey writeKey;
  private final AutoCloseable resource;
  private final Deque<ByteBuffer> queue = new ArrayDeque<>();
  private boolean open;
  private int queuedBytes;

  private MetaSocket(
      ConnectionId id,
      ReadableByteChannel in,
      GatheringByteChannel out,
      SelectionKey readKey,
      SelectionKey writeKey,
      AutoCloseable resource) {
    this.id = id;
    this.in = in;
    this.out = out;
    this.readKey = readKey;
    this.writeKey = writeKey;
    this.resource = resource;
  }

  /** A TCP connection, open or being opened, which {@code selector} is to tell this about. */
  static MetaSocket tcp(ConnectionId id, SocketChannel channel, Selector selector, int interest)
      throws IOException {
    SelectionKey key = channel.register(selector, interest);
    var socket = new MetaSocket(id, channel, channel, key, key, channel);
    socket.open = channel.isConnected();
    key.attach(socket);
    return socket;
  }

  /** A command that runs; read once {@link #opened}. */
  static MetaSocket command(ConnectionId id, ProxyCommand command, Selector selector)
      throws IOException {
    SelectionKey readKey = command.output().register(selector, 0);
    SelectionKey writeKey = command.input().register(selector, 0);
    var socket = new MetaSocket(id, command.output(), command.input(), readKey, writeKey, command);
    socket.open = true;
    readKey.attach(socket);
    writeKey.attach(socket);
    return socket;
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

  /** Whether it has ever been open. */
  boolean isOpen() {
    return open;
  }

  /** Whether it has been closed. */
  boolean isClosed() {
    return !readKey.isValid();
  }

  /** Begins to read: the TCP connection is open, or the engine knows that the command runs. */
  void opened() {
    open = true;
    readKey.interestOps(SelectionKey.OP_READ);
  }

  /** Ends the opening of a TCP connection, and whether it is open now. */
  boolean finishConnect() throws IOException {
    return in instanceof SocketChannel channel && channel.finishConnect();
  }

  /** Reads what is there; -1 at the end. */
  int read(ByteBuffer into) throws IOException {
    return in.read(into);
  }

  /** What made the other end close; known when {@link #read} has told that it did. */
  CloseReason endReason() {
    int status = resource instanceof ProxyCommand command ? command.exitStatus() : 0;
    return status == 0
        ? new CloseReason(CloseReason.Kind.CLOSED_BY_PEER, "")
        : new CloseReason(
            CloseReason.Kind.NETWORK_ERROR, "the proxy command ended with status " + status);
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
      long written = out.write(next);
      queuedBytes -= (int) written;
      while (!queue.isEmpty() && !queue.peek().hasRemaining()) {
        queue.remove();
      }
      if (written == 0) {
        break;
      }
    }
    boolean drained = queue.isEmpty();
    int others = writeKey == readKey ? SelectionKey.OP_READ : 0;
    writeKey.interestOps(drained ? others : others | SelectionKey.OP_WRITE);
    return drained;
  }

  /** Closes it, after a last attempt to write what waits. */
  void close() {
    if (open && !queue.isEmpty()) {
      try {
        write();
      } catch (IOException e) {
        queue.clear();
      }
    }
    readKey.cancel();
    writeKey.cancel();
    ListenSockets.closeQuietly(resource);
  }
}
