package io.github.tinc4j.core.tunnel;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One object for each packet thread, made when the thread first asks for it, so that keys cost
 * nothing in lanes that never use them. {@link #get} is called by the lane's thread, {@link
 * #release} by any.
 */
final class Lanes<T> {

  static final int COUNT = 8;

  private final AtomicReferenceArray<T> made = new AtomicReferenceArray<>(COUNT);
  private final Supplier<T> maker;
  private final Consumer<T> ender;
  private volatile boolean released;

  Lanes(Supplier<T> maker, Consumer<T> ender) {
    this.maker = maker;
    this.ender = ender;
  }

  T get(int lane) {
    T existing = made.get(lane);
    return existing != null ? existing : make(lane);
  }

  void release() {
    released = true;
    for (int lane = 0; lane < COUNT; lane++) {
      T existing = made.get(lane);
      if (existing != null) {
        ender.accept(existing);
      }
    }
  }

  private T make(int lane) {
    T fresh = maker.get();
    made.set(lane, fresh);
    // Whoever comes second, release() or we, sees what the other has done.
    if (released) {
      ender.accept(fresh);
    }
    return fresh;
  }
}
