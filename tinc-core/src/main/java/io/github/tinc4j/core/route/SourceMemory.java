package io.github.tinc4j.core.route;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;

/**
 * Tells the control thread of the MAC addresses that our device sends from, each about once a
 * second, however many frames there are. Belongs to one thread.
 *
 * <p>A table that each address has one place in: two that share a place are told more often, and
 * nothing worse.
 */
final class SourceMemory {

  private static final int PLACES = 1024;
  private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

  private final LongPredicate tell;
  private final long[] addresses = new long[PLACES];
  private final long[] toldAtNs = new long[PLACES];

  /**
   * A memory without addresses.
   *
   * @param tell takes an address; false when it had no room for it, so that it is told again
   */
  SourceMemory(LongPredicate tell) {
    this.tell = tell;
    Arrays.fill(addresses, -1);
  }

  /**
   * A frame came from this address.
   *
   * @param address 48 bits
   */
  void seen(long address, long nowNs) {
    // The vendor's half tells little: both are mixed before the place is taken from the top bits.
    int place = (int) ((address * 0x9E3779B97F4A7C15L) >>> 54);
    if (addresses[place] == address && nowNs - toldAtNs[place] < INTERVAL_NS) {
      return;
    }
    if (tell.test(address)) {
      addresses[place] = address;
      toldAtNs[place] = nowNs;
    }
  }
}
