package io.github.tinc4j.core.io;

import io.github.tinc4j.api.CloseReason;
import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.core.engine.Engine;
import io.github.tinc4j.core.event.ConnectionId;
import io.github.tinc4j.core.event.Effects;
import io.github.tinc4j.core.event.TimerTable;
import io.github.tinc4j.core.forward.PuntQueue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The control thread: waits for sockets, punts, commands and timers, and feeds them to the engine.
 *
 * <p>{@link #submit}, {@link #wake} and {@link #end} may be called from any thread; everything else
 * happens on {@code tinc-control}.
 */
public final class ControlLoop implements Runnable {

  private static final int READ_BUFFER = 1 << 16;

  private final Selector selector;
  private final ListenSockets listening;
  private final Acceptor acceptor;
  private final Engine engine;
  private final PuntQueue punts;
  private final Consumer<Throwable> failed;
  private final Queue<BiConsumer<Engine, Long>> commands = new ConcurrentLinkedQueue<>();
  private final Map<ConnectionId, MetaSocket> sockets = new HashMap<>();
  private final ProxyCommands proxyCommands = new ProxyCommands();
  private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BUFFER);
  private volatile boolean ending;
  private volatile @Nullable Thread thread;

  /** Opens the selector; the loop begins with {@link #run}. */
  public ControlLoop(
      Selector selector,
      ListenSockets listening,
      PuntQueue punts,
      EffectRunner effects,
      EngineFactory engines,
      Consumer<Throwable> failed)
      throws IOException, ConfigurationException {
    this.selector = selector;
    this.listening = listening;
    this.acceptor = new Acceptor(selector, listening);
    this.punts = punts;
    this.failed = failed;
    effects.attach(this);
    this.engine = engines.create(effects, System.nanoTime());
  }

  /** Has {@code command} run on the control thread, with the engine and the time. */
  public void submit(BiConsumer<Engine, Long> command) {
    commands.add(command);
    wake();
  }

  /** Whether the calling thread is the one that runs the loop. */
  public boolean isOwnThread() {
    return Thread.currentThread() == thread;
  }

  /** Makes the loop look around now. */
  public void wake() {
    selector.wakeup();
  }

  /** Ends the loop after what was submitted before. */
  public void end() {
    ending = true;
    wake();
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    try {
      engine.start(System.nanoTime());
      engine.flush(System.nanoTime());
      while (!ending || !commands.isEmpty()) {
        round();
      }
    } catch (IOException | RuntimeException | Error e) {
      failed.accept(e);
    } finally {
      List.copyOf(sockets.values()).forEach(MetaSocket::close);
      sockets.clear();
      proxyCommands.awaitEnd();
      ListenSockets.closeQuietly(selector);
    }
  }

  private void round() throws IOException {
    selector.select(this::ready, untilDeadlineMs());
    // The program's KnownHosts may leave its mark on this thread: no select would wait any more.
    boolean unused = Thread.interrupted();
    acceptor.resume(System.nanoTime());
    for (BiConsumer<Engine, Long> next = commands.poll(); next != null; next = commands.poll()) {
      next.accept(engine, System.nanoTime());
    }
    punts.drain(engine.punts(System.nanoTime()));
    if (engine.nextDeadlineNs() != TimerTable.NEVER) {
      engine.tick(System.nanoTime());
    }
    engine.flush(System.nanoTime());
  }

  /** How long to wait at most: 0 for as long as it takes, rounded up so as not to spin. */
  private long untilDeadlineMs() {
    long nowNs = System.nanoTime();
    long leftNs = acceptor.restLeftNs(nowNs);
    if (engine.nextDeadlineNs() != TimerTable.NEVER) {
      leftNs = Math.min(leftNs, engine.nextDeadlineNs() - nowNs);
    }
    return leftNs == Long.MAX_VALUE ? 0 : Math.max(1, TimeUnit.NANOSECONDS.toMillis(leftNs) + 1);
  }

  private void ready(SelectionKey key) {
    if (!key.isValid()) {
      return;
    }
    if (key.channel() instanceof ServerSocketChannel) {
      accept(key);
      return;
    }
    MetaSocket socket = (MetaSocket) key.attachment();
    try {
      if (key.isConnectable()) {
        connected(socket);
      }
      if (key.isValid() && key.isWritable()) {
        write(socket);
      }
      if (key.isValid() && key.isReadable()) {
        read(socket);
      }
    } catch (IOException e) {
      broke(socket, e);
    }
  }

  private void accept(SelectionKey key) {
    SocketChannel channel = acceptor.accept(key, System.nanoTime());
    if (channel == null) {
      return;
    }
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

  private void connected(MetaSocket socket) throws IOException {
    if (socket.finishConnect()) {
      socket.opened();
      engine.connected(socket.id(), System.nanoTime());
      engine.flush(System.nanoTime());
    }
  }

  private void read(MetaSocket socket) throws IOException {
    readBuffer.clear();
    int count = socket.read(readBuffer);
    if (count < 0) {
      gone(socket, socket.endReason());
    } else if (count > 0) {
      engine.received(socket.id(), readBuffer.flip(), System.nanoTime());
    }
  }

  private void write(MetaSocket socket) throws IOException {
    if (socket.write()) {
      engine.outputDrained(socket.id(), System.nanoTime());
    }
  }

  private void broke(MetaSocket socket, IOException e) {
    CloseReason.Kind kind =
        socket.isOpen() ? CloseReason.Kind.NETWORK_ERROR : CloseReason.Kind.CONNECT_FAILED;
    gone(socket, reason(kind, e));
  }

  private static CloseReason reason(CloseReason.Kind kind, Exception e) {
    return new CloseReason(kind, String.valueOf(e.getMessage()));
  }

  private void gone(MetaSocket socket, CloseReason reason) {
    if (sockets.remove(socket.id()) != null) {
      socket.close();
      engine.disconnected(socket.id(), reason, System.nanoTime());
    }
  }

  // ---- effects, called from inside the engine

  /** Begins to open a connection. What comes of it is told later, never from inside this call. */
  void connect(ConnectionId id, InetSocketAddress remote) {
    SocketChannel channel = null;
    try {
      channel = SocketChannel.open();
      MetaSocket.prepare(channel);
      InetAddress source = listening.sourceFor(remote.getAddress());
      if (source != null) {
        channel.bind(new InetSocketAddress(source, 0));
      }
      MetaSocket socket = MetaSocket.tcp(id, channel, selector, SelectionKey.OP_CONNECT);
      sockets.put(id, socket);
      if (channel.connect(remote)) {
        submit((owner, nowNs) -> opened(socket, nowNs));
      }
    } catch (IOException | RuntimeException e) {
      if (channel != null) {
        ListenSockets.closeQuietly(channel);
      }
      sockets.remove(id);
      CloseReason reason = reason(CloseReason.Kind.CONNECT_FAILED, e);
      submit((owner, nowNs) -> owner.disconnected(id, reason, nowNs));
    }
  }

  /** Runs a command as a connection; to start it takes a moment, and waits for nobody. */
  void execute(ConnectionId id, String command, Map<String, String> environment) {
    ProxyCommand started = null;
    try {
      started = proxyCommands.start(command, environment);
      MetaSocket socket = MetaSocket.command(id, started, selector);
      sockets.put(id, socket);
      submit((owner, nowNs) -> opened(socket, nowNs));
    } catch (IOException | RuntimeException e) {
      if (started != null) {
        started.close();
      }
      CloseReason reason = reason(CloseReason.Kind.CONNECT_FAILED, e);
      submit((owner, nowNs) -> owner.disconnected(id, reason, nowNs));
    }
  }

  private void opened(MetaSocket socket, long nowNs) {
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
      submit((owner, nowNs) -> broke(socket, e));
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
}
