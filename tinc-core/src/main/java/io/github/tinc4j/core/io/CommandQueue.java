package io.github.tinc4j.core.io;

import io.github.tinc4j.core.engine.Engine;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;

/**
 * What the control thread is to do next, in the order in which it came: orders of other threads,
 * and what came of effects. Any thread may submit; the control thread runs.
 */
public final class CommandQueue {

  private final Selector selector;
  private final Queue<BiConsumer<Engine, Long>> commands = new ConcurrentLinkedQueue<>();

  /** Wakes the control thread by {@code selector}. */
  public CommandQueue(Selector selector) {
    this.selector = selector;
  }

  /** Has {@code command} run on the control thread, with the engine and the time. */
  public void submit(BiConsumer<Engine, Long> command) {
    commands.add(command);
    selector.wakeup();
  }

  boolean isEmpty() {
    return commands.isEmpty();
  }

  /** Runs all that was submitted. */
  void run(Engine engine) {
    for (BiConsumer<Engine, Long> next = commands.poll(); next != null; next = commands.poll()) {
      next.accept(engine, System.nanoTime());
    }
  }
}
