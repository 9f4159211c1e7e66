package io.github.tinc4j.core.io;

import io.github.tinc4j.api.CloseReason;
import io.github.tinc4j.core.engine.Engine;
import io.github.tinc4j.core.event.ConnectionId;
import io.github.tinc4j.core.event.Effects;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of all meta connections: what they bring goes to the engine, and what the engine says
 * goes out by them. Control thread only.
 */
public final class MetaSockets {

  private static final int READ_BUFFER = 1 << 16;

  private final Selector selector;
  private final Dialler dialler;
  private final CommandQueue later;
  private final Map<ConnectionId, MetaSocket> sockets = new HashMap<>();
  private final ProxyCommands proxyCommands = new ProxyCommands();
  private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BUFFER);

  /**
   * Has none yet.
   *
   * @param selector tells when they are ready
   * @param dialler opens those that we connect
   * @param later takes what came of effects
   */
  public MetaSockets(Selector selector, Dialler dialler, CommandQueue later) {
    this.selector = selector;
    this.dialler = dialler;
    this.later = later;
  }

  // ---- what the selector brings

  /** A connection came in. */
  void accepted(SocketChannel channel, Engine engine) {
    ConnectionId id = null;
    try {
      MetaSocket.prepare(channel);
      id = engine.accepted((InetSocketAddress) channel.getRemoteAddress(), System.nanoTime());
      if (id != null) {
        sockets.put(id, MetaSocket.tcp(id, channel, selector, SelectionKey.OP_READ));
        return;
      }
    } catch (IOException e) {
      // The peer went away before we had a look.
      if (id != null) {
        engine.disconnected(id, reason(CloseReason.Kind.NETWORK_ERROR, e), System.nanoTime());
      }
    }
    ListenSockets.closeQuietly(channel);
  }

  /** A socket can be read or written, or has been opened. */
  void ready(SelectionKey key, Engine engine) {
    MetaSocket socket = (MetaSocket) key.attachment();
    try {
      if (key.isConnectable()) {
        connected(socket, engine);
      }
      if (key.isValid() && key.isWritable()) {
        write(socket, engine);
      }
      if (key.isValid() && key.isReadable()) {
        read(socket, engine);
      }
    } catch (IOException e) {
      broke(socket, e, engine);
    }
  }

  private void connected(MetaSocket socket, Engine engine) throws IOException {
    if (socket.finishConnect()) {
      socket.opened();
      engine.connected(socket.id(), System.nanoTime());
      engine.flush(System.nanoTime());
    }
  }

  private void read(MetaSocket socket, Engine engine) throws IOException {
    readBuffer.clear();
    int count = socket.read(readBuffer);
    if (count < 0) {
      gone(socket, socket.endReason(), engine);
    } else if (count > 0) {
      engine.received(socket.id(), readBuffer.flip(), System.nanoTime());
    }
  }

  private void write(MetaSocket socket, Engine engine) throws IOException {
    if (socket.write()) {
      engine.outputDrained(socket.id(), System.nanoTime());
    }
  }

  private void broke(MetaSocket socket, IOException e, Engine engine) {
    CloseReason.Kind kind =
        socket.isOpen() ? CloseReason.Kind.NETWORK_ERROR : CloseReason.Kind.CONNECT_FAILED;
    gone(socket, reason(kind, e), engine);
  }

  private static CloseReason reason(CloseReason.Kind kind, Exception e) {
    return new CloseReason(kind, String.valueOf(e.getMessage()));
  }

  private void gone(MetaSocket socket, CloseReason reason, Engine engine) {
    if (sockets.remove(socket.id()) != null) {
      socket.close();
      engine.disconnected(socket.id(), reason, System.nanoTime());
    }
  }

  // ---- effects: what comes of them is told later, never from inside the call

  /** Begins to open a connection. */
  void connect(ConnectionId id, InetSocketAddress remote) {
    SocketChannel channel = null;
    try {
      channel = dialler.open(remote.getAddress());
      MetaSocket socket = MetaSocket.tcp(id, channel, selector, SelectionKey.OP_CONNECT);
      sockets.put(id, socket);
      if (channel.connect(remote)) {
        later.submit((engine, nowNs) -> opened(socket, engine, nowNs));
      }
    } catch (IOException | RuntimeException e) {
      if (channel != null) {
        ListenSockets.closeQuietly(channel);
      }
      sockets.remove(id);
      CloseReason reason = reason(CloseReason.Kind.CONNECT_FAILED, e);
      later.submit((engine, nowNs) -> engine.disconnected(id, reason, nowNs));
    }
  }

  /** Runs a command as a connection; to start it takes a moment, and waits for nobody. */
  void execute(ConnectionId id, String command, Map<String, String> environment) {
    ProxyCommand started = null;
    try {
      started = proxyCommands.start(command, environment);
      MetaSocket socket = MetaSocket.command(id, started, selector);
      sockets.put(id, socket);
      later.submit((engine, nowNs) -> opened(socket, engine, nowNs));
    } catch (IOException | RuntimeException e) {
      if (started != null) {
        started.close();
      }
      CloseReason reason = reason(CloseReason.Kind.CONNECT_FAILED, e);
      later.submit((engine, nowNs) -> engine.disconnected(id, reason, nowNs));
    }
  }

  private static void opened(MetaSocket socket, Engine engine, long nowNs) {
    if (!socket.isClosed()) {
      socket.opened();
      engine.connected(socket.id(), nowNs);
    }
  }

  /** Whether nothing waits on the connection after this; see {@link Effects#send}. */
  boolean send(ConnectionId id, byte[] bytes) {
    MetaSocket socket = sockets.get(id);
    if (socket == null) {
      return true;
    }
    boolean waiting = socket.queuedBytes() > 0;
    socket.enqueue(bytes);
    if (waiting) {
      return false;
    }
    try {
      return socket.write();
    } catch (IOException e) {
      later.submit((engine, nowNs) -> broke(socket, e, engine));
      return true;
    }
  }

  int queuedBytes(ConnectionId id) {
    @Nullable MetaSocket socket = sockets.get(id);
    return socket == null ? 0 : socket.queuedBytes();
  }

  void close(ConnectionId id) {
    MetaSocket socket = sockets.remove(id);
    if (socket != null) {
      socket.close();
    }
  }

  /** Closes all, and waits for the commands among them. */
  void end() {
    List.copyOf(sockets.values()).forEach(MetaSocket::close);
    sockets.clear();
    proxyCommands.awaitEnd();
  }
}
