package io.github.tinc4j.tun;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Off-heap memory and the like, lent for the time of one call: any number of threads can borrow at
 * once, and a thread that comes again allocates nothing.
 *
 * <p>At most {@link #KEPT} pieces are kept; when more are out at once, the others are left to the
 * garbage collector. Thread-safe, without locks.
 */
public final class LoanPool<T> {

  /** More than the threads of a node that write to one device at the same time. */
  public static final int KEPT = 16;

  private final Supplier<T> maker;
  private final AtomicReferenceArray<@Nullable T> kept = new AtomicReferenceArray<>(KEPT);

  /** A pool of what {@code maker} makes; nothing is made yet. */
  public LoanPool(Supplier<T> maker) {
    this.maker = maker;
  }

  /** A piece for the caller alone, until {@link #giveBack}; its content is arbitrary. */
  public T borrow() {
    for (int i = 0; i < KEPT; i++) {
      if (kept.get(i) != null) {
        T piece = kept.getAndSet(i, null);
        if (piece != null) {
          return piece;
        }
      }
    }
    return maker.get();
  }

  /** Ends a loan; the caller must not touch the piece any more. */
  public void giveBack(T piece) {
    for (int i = 0; i < KEPT; i++) {
      if (kept.compareAndSet(i, null, piece)) {
        return;
      }
    }
  }
}
