package io.github.tinc4j.core.data;

import io.github.tinc4j.core.forward.ForwardingTable;
import io.github.tinc4j.core.forward.PeerPath;
import io.github.tinc4j.core.route.RateLimit;
import io.github.tinc4j.core.tunnel.OpeningKey;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds out which node a datagram comes from (spec 20, 7.2 to 7.4). Belongs to one thread. */
final class SourceResolver {

  private static final int ADDRESS_LENGTH = 16;
  private static final int MAPPED_PREFIX = 12;

  private final int lane;

  /**
   * How many keys are tried in vain each second, at most: some milliseconds of work. In a mesh of
   * more nodes all their keys are tried once a second, as tincd does in any mesh. There the answer
   * of a node is easily missed, with {@code LocalDiscovery} above all: the network sends us what we
   * broadcast ourselves, and what others broadcast to each other.
   */
  private static final int KEYS_PER_SECOND = 1000;

  /** Permits to try the keys of all nodes, shared by all lanes. */
  private final RateLimit fullTrials;

  SourceResolver(int lane, RateLimit fullTrials) {
    this.lane = lane;
    this.fullTrials = fullTrials;
  }

  /**
   * The node whose UDP address is {@code source}; else the first one whose key fits the datagram;
   * else null.
   *
   * @param source as {@link #normalised} gives it
   */
  @Nullable PeerPath resolve(
      ForwardingTable table,
      InetSocketAddress source,
      byte[] datagram,
      int offset,
      int length,
      long nowNs) {
    PeerPath known = table.bySource(source);
    return known != null ? known : tryHarder(table, source, datagram, offset, length, nowNs);
  }

  private @Nullable PeerPath tryHarder(
      ForwardingTable table,
      InetSocketAddress source,
      byte[] datagram,
      int offset,
      int length,
      long nowNs) {
    int most = Math.max(1, KEYS_PER_SECOND / Math.max(1, table.trialCount()));
    boolean full = fullTrials.tryAcquire(nowNs, most);
    for (int i = 0; i < table.trialCount(); i++) {
      ForwardingTable.Trial trial = table.trial(i);
      if (!full && !trial.edgeAddress().equals(source.getAddress())) {
        continue;
      }
      PeerPath peer = table.peer(trial.peer());
      OpeningKey key = peer.opening();
      if (key != null && key.lane(lane).authentic(datagram, offset, length)) {
        return peer;
      }
    }
    return null;
  }

  /** The source itself, or the IPv4 address that it maps into IPv6. */
  static InetSocketAddress normalised(InetSocketAddress source) {
    if (!(source.getAddress() instanceof Inet6Address mapped)) {
      return source;
    }
    byte[] bytes = mapped.getAddress();
    if (!isMapped(bytes)) {
      return source;
    }
    try {
      byte[] ipv4 = Arrays.copyOfRange(bytes, MAPPED_PREFIX, ADDRESS_LENGTH);
      return new InetSocketAddress(InetAddress.getByAddress(ipv4), source.getPort());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an IPv4 address", e);
    }
  }

  /** Whether an IPv6 address is of ::ffff:0:0/96. */
  private static boolean isMapped(byte[] address) {
    for (int i = 0; i < MAPPED_PREFIX - 2; i++) {
      if (address[i] != 0) {
        return false;
      }
    }
    return address[MAPPED_PREFIX - 2] == -1 && address[MAPPED_PREFIX - 1] == -1;
  }
}
