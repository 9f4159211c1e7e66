package io.github.tinc4j.core.node;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads {@code tinc-blocking-N} for what may take its time: names to resolve, side by side,
 * and scripts, one after the other. Both queues are bounded.
 */
final class Blocking implements Executor {

  private static final int THREADS = 4;
  private static final int QUEUE_LENGTH = 1024;
  private static final int MOST_SCRIPTS = 4096;

  private final ThreadPoolExecutor pool;
  private final Queue<Runnable> scripts = new ArrayDeque<>();
  private boolean scriptRunning;

  Blocking(NodeThreads threads) {
    var number = new AtomicInteger();
    pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE_LENGTH),
            task -> threads.daemon(task, "tinc-blocking-" + number.getAndIncrement()));
    pool.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable task) {
    pool.execute(task);
  }

  /** Runs a script after those before it; false when too much waits. */
  synchronized boolean inOrder(Runnable script) {
    if (scripts.size() >= MOST_SCRIPTS) {
      return false;
    }
    if (!scriptRunning) {
      try {
        pool.execute(this::runScripts);
      } catch (RejectedExecutionException e) {
        // So many names are being resolved that there is no room.
        return false;
      }
      scriptRunning = true;
    }
    scripts.add(script);
    return true;
  }

  private void runScripts() {
    for (Runnable next = nextScript(); next != null; next = nextScript()) {
      try {
        next.run();
      } catch (RuntimeException | Error e) {
        // The scripts after it still have their turn, and the node its end.
        System.getLogger("io.github.tinc4j").log(System.Logger.Level.ERROR, "a script", e);
      }
    }
  }

  private synchronized @Nullable Runnable nextScript() {
    Runnable next = scripts.poll();
    if (next == null) {
      scriptRunning = false;
      notifyAll();
    }
    return next;
  }

  /** Waits until all scripts have run, then ends the threads. */
  void end() throws InterruptedException {
    synchronized (this) {
      while (scriptRunning) {
        wait();
      }
    }
    pool.shutdownNow();
    pool.awaitTermination(1, TimeUnit.MINUTES);
  }
}
