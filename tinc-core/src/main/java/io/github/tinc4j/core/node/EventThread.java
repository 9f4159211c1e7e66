package io.github.tinc4j.core.node;

import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.MeshListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Calls the listeners, one event at a time and in order, on {@code tinc-events} or in the program's
 * executor. {@link #publish} never blocks; events that do not fit the queue are left out and
 * counted.
 */
final class EventThread {

  private static final System.Logger LOG = System.getLogger("io.github.tinc4j");

  /** How many events wait at most. */
  static final int QUEUE_LENGTH = 65_536;

  /** How long the end of a node waits for its listeners. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);

  private final List<MeshListener> listeners;
  private final @Nullable Executor executor;
  private final BlockingQueue<MeshEvent> queue = new ArrayBlockingQueue<>(QUEUE_LENGTH);
  private final AtomicLong lost = new AtomicLong();
  private final Thread thread;
  private final Duration patience;
  private volatile @Nullable Thread delivering;

  EventThread(
      List<MeshListener> listeners,
      @Nullable Executor executor,
      Duration patience,
      NodeThreads threads) {
    this.listeners = listeners;
    this.executor = executor;
    this.patience = patience;
    this.thread = threads.daemon(this::run, "tinc-events");
  }

  void start() {
    thread.start();
  }

  /** Hands an event over. Any thread, but one at a time for the order to mean something. */
  void publish(MeshEvent event) {
    if (!queue.offer(event)) {
      lost.incrementAndGet();
    }
  }

  /**
   * Hands the last event over and waits until it and all before it are delivered, but not for a
   * listener that does not return: that one is interrupted, and what it has not heard is lost.
   */
  void end(MeshEvent.NodeStopped last) throws InterruptedException {
    boolean room = queue.offer(last, patience.toMillis(), TimeUnit.MILLISECONDS);
    thread.join(room ? patience.toMillis() : 1);
    if (thread.isAlive()) {
      LOG.log(System.Logger.Level.WARNING, "a listener did not return for {0}", patience);
      thread.interrupt();
      thread.join(AFTER_INTERRUPT.toMillis());
    }
  }

  /**
   * Whether the calling thread may have to go on before listeners hear any more: it is in the
   * middle of telling one, or may be of the program's executor.
   */
  boolean mayNeedThisThread() {
    return executor != null || Thread.currentThread() == delivering;
  }

  private void run() {
    try {
      while (true) {
        MeshEvent event = queue.take();
        long missing = lost.getAndSet(0);
        if (missing > 0) {
          deliver(new MeshEvent.EventsLost(missing));
        }
        deliver(event);
        if (event instanceof MeshEvent.NodeStopped) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(MeshEvent event) throws InterruptedException {
    if (executor == null) {
      call(event);
      return;
    }
    var done = new CountDownLatch(1);
    try {
      executor.execute(
          () -> {
            try {
              call(event);
            } finally {
              done.countDown();
            }
          });
      done.await();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.WARNING, "the callback executor refused " + event, e);
    }
  }

  private void call(MeshEvent event) {
    delivering = Thread.currentThread();
    for (MeshListener listener : listeners) {
      try {
        event.deliverTo(listener);
      } catch (RuntimeException | Error e) {
        LOG.log(System.Logger.Level.WARNING, "a listener threw on " + event, e);
      }
    }
    delivering = null;
  }
}
