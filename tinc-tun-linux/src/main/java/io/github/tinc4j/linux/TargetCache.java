package io.github.tinc4j.linux;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that datagrams went to lately, in the kernel's form: a known one costs a copy and
 * no memory. Each has a few places that it shares with others. Not thread-safe.
 */
final class TargetCache {

  private static final int PLACES = 64;
  private static final int WAYS = 4;
  private static final int NONE = -1;

  private final int family;
  private final boolean takesBoth;
  private final @Nullable InetSocketAddress[] addresses = new InetSocketAddress[PLACES];
  private final ByteBuffer written =
      ByteBuffer.allocate(PLACES * Sockaddr.STRIDE).order(ByteOrder.nativeOrder());

  /** For a socket of {@code family}, which may take IPv4 too. */
  TargetCache(int family, boolean takesBoth) {
    this.family = family;
    this.takesBoth = takesBoth;
  }

  /**
   * Writes {@code address} at {@code at} as a {@link Sockaddr} of the socket's family.
   *
   * @return false when the socket cannot reach it; then nothing is written
   */
  boolean write(InetSocketAddress address, ByteBuffer to, int at) {
    int place = find(address);
    if (place == NONE) {
      return false;
    }
    for (int i = 0; i < Sockaddr.STRIDE; i += Long.BYTES) {
      to.putLong(at + i, written.getLong(place * Sockaddr.STRIDE + i));
    }
    return true;
  }

  /** Where the address stands, put there if need be; NONE when the socket cannot reach it. */
  private int find(InetSocketAddress address) {
    int first = address.hashCode() & (PLACES - 1);
    int place = first;
    for (int way = 0; way < WAYS; way++) {
      int candidate = (first + way) % PLACES;
      InetSocketAddress known = addresses[candidate];
      if (known == null) {
        place = candidate;
        break;
      }
      if (Sockaddr.isSame(known, address)) {
        return candidate;
      }
    }
    if (!Sockaddr.isReachable(address, family, takesBoth)) {
      return NONE;
    }
    Sockaddr.write(address, family, written, place * Sockaddr.STRIDE);
    addresses[place] = address;
    return place;
  }
}
