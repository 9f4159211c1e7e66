package io.github.tinc4j.core.connect;

import java.time.Duration;

/** The delay before all addresses of a node are tried again: 5 s more each time (spec 40, 5). */
final class Backoff {

  private static final long STEP_NS = Duration.ofSeconds(5).toNanos();

  private final long leastNs;
  private final long mostNs;
  private long delayNs;

  Backoff(Duration least, Duration most) {
    this.leastNs = least.toNanos();
    this.mostNs = most.toNanos();
  }

  /** The delay to wait now. */
  long nextNs() {
    delayNs = Math.min(Math.max(delayNs + STEP_NS, leastNs), mostNs);
    return delayNs;
  }

  /** The longest delay, {@code MaxTimeout}. */
  long longestNs() {
    return mostNs;
  }

  /** A connection has proven good: the next delay is the shortest again. */
  void reset() {
    delayNs = 0;
  }
}
