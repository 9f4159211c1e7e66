package io.github.tinc4j.core.engine;

import java.time.Duration;

/**
 * For how long to keep silent when another node uses our name: longer each time (spec 30, 3, "storm
 * detection"). tincd sleeps; we leave the mesh for as long.
 */
final class NameContest {

  /** Contradictions within one check, of either kind, that are more than a coincidence. */
  static final int MOST_CONTRADICTIONS = 100;

  private static final long LEAST_NS = Duration.ofSeconds(10).toNanos();
  private static final long MOST_NS = Duration.ofHours(1).toNanos();

  private long silenceNs = LEAST_NS;
  private boolean silent;

  /** Our name is contested: returns how long to keep silent. */
  long begin() {
    long now = silenceNs;
    silenceNs = Math.min(2 * silenceNs, MOST_NS);
    silent = true;
    return now;
  }

  /** A check found nothing wrong. */
  void calm() {
    silenceNs = Math.max(silenceNs / 2, LEAST_NS);
  }

  void end() {
    silent = false;
  }

  boolean isSilent() {
    return silent;
  }
}
