package io.github.tinc4j.core.io;

import io.github.tinc4j.core.engine.Engine;
import io.github.tinc4j.core.event.TimerTable;
import io.github.tinc4j.core.forward.PuntQueue;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
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

  private final Selector selector;
  private final Acceptor acceptor;
  private final MetaSockets sockets;
  private final CommandQueue commands;
  private final PuntQueue punts;
  private final Engine engine;
  private final Consumer<Throwable> failed;
  private volatile boolean ending;
  private volatile @Nullable Thread thread;

  /**
   * A loop that begins with {@link #run}.
   *
   * @param failed takes what ended it, if it was not told to end
   */
  public ControlLoop(
      Selector selector,
      ListenSockets listening,
      MetaSockets sockets,
      CommandQueue commands,
      PuntQueue punts,
      Engine engine,
      Consumer<Throwable> failed)
      throws IOException {
    this.selector = selector;
    this.acceptor = new Acceptor(selector, listening);
    this.sockets = sockets;
    this.commands = commands;
    this.punts = punts;
    this.engine = engine;
    this.failed = failed;
  }

  /** Has {@code command} run on the control thread, with the engine and the time. */
  public void submit(BiConsumer<Engine, Long> command) {
    commands.submit(command);
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
      sockets.end();
      ListenSockets.closeQuietly(selector);
    }
  }

  private void round() throws IOException {
    selector.select(this::ready, untilDeadlineMs());
    // The program's KnownHosts may leave its mark on this thread: no select would wait any more.
    boolean unused = Thread.interrupted();
    acceptor.resume(System.nanoTime());
    commands.run(engine);
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
      SocketChannel channel = acceptor.accept(key, System.nanoTime());
      if (channel != null) {
        sockets.accepted(channel, engine);
      }
    } else {
      sockets.ready(key, engine);
    }
  }
}
