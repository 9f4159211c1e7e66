package io.github.tinc4j.core.tunnel;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One object for each packet thread, made when the thread first asks for it, so that keys cost
 * nothing in lanes that never use them. {@link #get} is called by the lane's thread, {@link
 * #release} by any.
 */
final class Lanes<T> {

  private final Supplier<T> maker;
  private final Consumer<T> ender;

  /** By lane. Replaced by a longer one under the lock; a thread reads only what it put there. */
  private volatile @Nullable Object[] made = new @Nullable Object[0];

  private boolean released;

  Lanes(Supplier<T> maker, Consumer<T> ender) {
    this.maker = maker;
    this.ender = ender;
  }

  @SuppressWarnings("unchecked") // only make() puts objects there
  T get(int lane) {
    @Nullable Object[] all = made;
    Object existing = lane < all.length ? all[lane] : null;
    return existing != null ? (T) existing : make(lane);
  }

  private synchronized T make(int lane) {
    T fresh = maker.get();
    @Nullable Object[] all = Arrays.copyOf(made, Math.max(lane + 1, made.length));
    all[lane] = fresh;
    made = all;
    if (released) {
      ender.accept(fresh);
    }
    return fresh;
  }

  @SuppressWarnings("unchecked") // only make() puts objects there
  synchronized void release() {
    released = true;
    for (Object existing : made) {
      if (existing != null) {
        ender.accept((T) existing);
      }
    }
  }
}
