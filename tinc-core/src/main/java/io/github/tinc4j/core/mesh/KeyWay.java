package io.github.tinc4j.core.mesh;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * By which neighbour the last key of a node came or went. Of two keys that are under way at once,
 * by two neighbours, the second may overtake the first: then one end holds a key that is void.
 */
final class KeyWay {

  /** No key is under way for so long. */
  private static final long UNDER_WAY_NS = Duration.ofSeconds(10).toNanos();

  private @Nullable NodeEntry neighbour;
  private long sinceNs;

  /** Another key comes or goes by {@code by}, or, with null, none is known to be under way. */
  void take(@Nullable NodeEntry by, long nowNs) {
    neighbour = by;
    sinceNs = nowNs;
  }

  /** The neighbour by which a key may still be under way, or null. */
  @Nullable NodeEntry neighbour(long nowNs) {
    return nowNs - sinceNs < UNDER_WAY_NS ? neighbour : null;
  }
}
