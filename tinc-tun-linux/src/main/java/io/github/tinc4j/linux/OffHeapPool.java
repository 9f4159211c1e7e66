package io.github.tinc4j.linux;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of off-heap memory of one size, lent for the time of one call: any number of threads can
 * borrow at once, and a thread that comes again allocates nothing.
 *
 * <p>At most {@link #KEPT} pieces are kept; when more are out at once, the others are left to the
 * garbage collector. Thread-safe, without locks.
 */
final class OffHeapPool {

  /** More than the threads of a node that write to one device at the same time. */
  static final int KEPT = 16;

  private final int size;
  private final AtomicReferenceArray<@Nullable OffHeap> kept = new AtomicReferenceArray<>(KEPT);

  /** A pool of pieces of {@code size} bytes; none is allocated yet. */
  OffHeapPool(int size) {
    this.size = size;
  }

  /** A piece for the caller alone, until {@link #giveBack}; its content is arbitrary. */
  OffHeap borrow() {
    for (int i = 0; i < KEPT; i++) {
      if (kept.get(i) != null) {
        OffHeap piece = kept.getAndSet(i, null);
        if (piece != null) {
          return piece;
        }
      }
    }
    return new OffHeap(size);
  }

  /** Ends a loan; the caller must not touch the piece any more. */
  void giveBack(OffHeap piece) {
    for (int i = 0; i < KEPT; i++) {
      if (kept.compareAndSet(i, null, piece)) {
        return;
      }
    }
  }
}
