package io.github.tinc4j.core.io;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.channels.DatagramChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The longest datagram that leaves this host whole for a destination: the MTU of the interface less
 * the headers.
 *
 * <p>Up to JDK 18 a program cannot ask the system not to fragment, and MTU discovery would find
 * whatever fragments arrive. This limit takes the place of the system's refusal for the first link;
 * a narrower link further on goes unnoticed there.
 */
final class PathLimit {

  private static final int IPV4_HEADERS = 20 + 8;
  private static final int IPV6_HEADERS = 40 + 8;
  private static final int UNKNOWN = Integer.MAX_VALUE;
  private static final int MOST_REMEMBERED = 4096;
  private static final long MEMORY_NS = TimeUnit.SECONDS.toNanos(10);

  private record Limit(int bytes, long foundAtNs) {}

  private final Map<InetAddress, Limit> limits = new ConcurrentHashMap<>();
  private final @Nullable String onlyInterface;

  /** Of that interface; null for whichever leads to a destination. */
  PathLimit(@Nullable String onlyInterface) {
    this.onlyInterface = onlyInterface;
  }

  /** The longest datagram for {@code destination}, in bytes of UDP payload. Any thread. */
  int bytes(InetSocketAddress destination) {
    long nowNs = System.nanoTime();
    Limit known = limits.get(destination.getAddress());
    if (known == null || nowNs - known.foundAtNs > MEMORY_NS) {
      if (limits.size() >= MOST_REMEMBERED) {
        limits.clear();
      }
      known = new Limit(find(destination), nowNs);
      limits.put(destination.getAddress(), known);
    }
    return known.bytes;
  }

  private int find(InetSocketAddress destination) {
    try {
      NetworkInterface link =
          onlyInterface == null ? towards(destination) : NetworkInterface.getByName(onlyInterface);
      int headers = destination.getAddress() instanceof Inet4Address ? IPV4_HEADERS : IPV6_HEADERS;
      return link == null ? UNKNOWN : link.getMTU() - headers;
    } catch (IOException e) {
      // No way to the destination now: the send itself will say so.
      return UNKNOWN;
    }
  }

  private static @Nullable NetworkInterface towards(InetSocketAddress destination)
      throws IOException {
    try (DatagramChannel probe = DatagramChannel.open()) {
      probe.connect(destination);
      InetAddress local = ((InetSocketAddress) probe.getLocalAddress()).getAddress();
      return NetworkInterface.getByInetAddress(local);
    }
  }
}
