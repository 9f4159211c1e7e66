package io.github.tinc4j.core.route;

import java.util.concurrent.atomic.AtomicLong;

/** So many permits per clock second, shared by all threads. */
public final class RateLimit {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final int permits;

  /** The second of the last permit times 2^16, plus the permits given in it. */
  private final AtomicLong state = new AtomicLong(Long.MIN_VALUE);

  /**
   * A limit.
   *
   * @param permits how many per second, 1 to 65535
   * @throws IllegalArgumentException when {@code permits} is out of range
   */
  public RateLimit(int permits) {
    if (permits < 1 || permits > 0xFFFF) {
      throw new IllegalArgumentException("permits per second: " + permits);
    }
    this.permits = permits;
  }

  /**
   * Takes a permit of the second that {@code nowNs} lies in; false when none is left. Where another
   * thread has taken one of a later second already, it is of that.
   */
  public boolean tryAcquire(long nowNs) {
    return tryAcquire(nowNs, permits);
  }

  /** The same where only {@code most} permits are given in that second, if they are fewer. */
  public boolean tryAcquire(long nowNs, int most) {
    int limit = Math.min(most, permits);
    while (true) {
      long seen = state.get();
      long second = Math.max(seen >> 16, Math.floorDiv(nowNs, NANOS_PER_SECOND));
      long next = seen >> 16 == second ? seen + 1 : (second << 16) + 1;
      if ((next & 0xFFFF) > limit) {
        return false;
      }
      if (state.compareAndSet(seen, next)) {
        return true;
      }
    }
  }
}
