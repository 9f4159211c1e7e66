package io.github.tinc4j.core.node;

import io.github.tinc4j.core.engine.Engine;
import io.github.tinc4j.core.io.ControlLoop;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;

/** What the program asks of the engine: run on the control thread, waited for by the caller. */
final class Commands {

  private final ControlLoop loop;
  private final Map<Long, CompletableFuture<?>> waiting = new ConcurrentHashMap<>();
  private final AtomicLong lastNumber = new AtomicLong();
  private volatile boolean closed;

  Commands(ControlLoop loop) {
    this.loop = loop;
  }

  /**
   * Runs {@code command} and returns what it returns.
   *
   * @throws IllegalStateException when the node is closed, or the calling thread is the control
   *     thread, as that of {@code KnownHosts} is: it would wait for itself
   */
  <T> T call(BiFunction<Engine, Long, T> command) {
    if (loop.isOwnThread()) {
      throw new IllegalStateException("called on the node's own control thread");
    }
    var result = new CompletableFuture<T>();
    long number = lastNumber.incrementAndGet();
    waiting.put(number, result);
    if (closed) {
      closeWaiting();
    } else {
      loop.submit(
          (engine, nowNs) -> {
            try {
              result.complete(command.apply(engine, nowNs));
            } catch (RuntimeException e) {
              result.completeExceptionally(e);
              throw e;
            }
          });
    }
    try {
      return result.join();
    } catch (CompletionException e) {
      throw new IllegalStateException("the node is closed", e.getCause());
    } finally {
      waiting.remove(number);
    }
  }

  /** Refuses all commands from now on, those that wait among them. */
  void close() {
    closed = true;
    closeWaiting();
  }

  private void closeWaiting() {
    waiting
        .values()
        .forEach(
            result ->
                result.completeExceptionally(new IllegalStateException("the node is closed")));
  }
}
