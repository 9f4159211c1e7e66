package io.github.tinc4j.linux;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that datagrams came from lately, so that all datagrams of one peer have the same
 * object and a known peer costs no memory.
 *
 * <p>Each address has a few places that it shares with others, and takes the first when none is
 * free: forged sources cost garbage, never space. Not thread-safe.
 */
final class SourceCache {

  private static final int PLACES = 256;
  private static final int WAYS = 4;

  private final long[] high = new long[PLACES];
  private final long[] low = new long[PLACES];
  private final long[] portAndScope = new long[PLACES];
  private final @Nullable InetSocketAddress[] addresses = new InetSocketAddress[PLACES];

  /** The address that stands at {@code at} as a {@link Sockaddr}. */
  InetSocketAddress address(ByteBuffer names, int at) {
    // Numbers to compare by only, so that the order of their bytes does not matter.
    long port = Integer.toUnsignedLong(names.getInt(at));
    long hi;
    long lo;
    if (names.getShort(at) == Sockaddr.AF_INET) {
      hi = 0;
      lo = names.getInt(at + Sockaddr.ADDRESS4);
    } else {
      hi = names.getLong(at + Sockaddr.ADDRESS6);
      lo = names.getLong(at + Sockaddr.ADDRESS6 + Long.BYTES);
      port |= (long) names.getInt(at + Sockaddr.SCOPE6) << Integer.SIZE;
    }
    int first = place(hi, lo, port);
    int place = first;
    for (int way = 0; way < WAYS; way++) {
      int candidate = (first + way) % PLACES;
      InetSocketAddress known = addresses[candidate];
      if (known == null) {
        place = candidate;
        break;
      }
      if (high[candidate] == hi && low[candidate] == lo && portAndScope[candidate] == port) {
        return known;
      }
    }
    InetSocketAddress address = Sockaddr.read(names, at);
    high[place] = hi;
    low[place] = lo;
    portAndScope[place] = port;
    addresses[place] = address;
    return address;
  }

  private static int place(long hi, long lo, long port) {
    long mixed = (hi * 31 + lo) * 31 + port;
    mixed *= 0x9e3779b97f4a7c15L;
    return (int) (mixed >>> 56);
  }
}
