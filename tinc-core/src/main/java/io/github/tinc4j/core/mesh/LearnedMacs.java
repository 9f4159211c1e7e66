package io.github.tinc4j.core.mesh;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The MAC addresses that are ours because our device sent from them, and until when (spec 30, 10).
 *
 * <p>A host behind the device that makes addresses up gets at most {@value #MOST} of them
 * announced.
 */
final class LearnedMacs {

  static final int MOST = 4096;

  private final Map<Long, Long> expiryNs = new HashMap<>();

  boolean contains(long address) {
    return expiryNs.containsKey(address);
  }

  /** Whether another address may be learned. */
  boolean hasRoom() {
    return expiryNs.size() < MOST;
  }

  /** The address is ours until then. */
  void keep(long address, long untilNs) {
    expiryNs.put(address, untilNs);
  }

  /** Another node has the address now: ours ends with the next look. */
  void endNow(long address, long nowNs) {
    expiryNs.computeIfPresent(address, (key, until) -> nowNs);
  }

  /** Takes out those whose time has come. */
  List<Long> takeExpired(long nowNs) {
    List<Long> expired = new ArrayList<>();
    expiryNs.forEach(
        (address, until) -> {
          if (until - nowNs <= 0) {
            expired.add(address);
          }
        });
    expired.forEach(expiryNs::remove);
    return expired;
  }
}
