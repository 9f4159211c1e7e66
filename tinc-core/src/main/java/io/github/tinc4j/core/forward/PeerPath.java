package io.github.tinc4j.core.forward;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.NodeOptions;
import io.github.tinc4j.core.tunnel.OpeningKey;
import io.github.tinc4j.core.tunnel.SealingKey;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What packet threads know of one node. Lengths are of frames with their Ethernet header, in bytes.
 *
 * @param index its place in the {@link ForwardingTable} it belongs to; ourselves are 0
 * @param name its name
 * @param reachable whether a path of edges leads to it
 * @param options its options, from the edge that leads to it
 * @param nexthop index of the neighbour for TCP; -1 while unreachable
 * @param via index of the last node on the way that takes UDP from us; -1 while unreachable
 * @param mtu the limit that routing enforces
 * @param minMtu the length proven to arrive by UDP
 * @param udpAddress where to send UDP; null while unknown
 * @param socket index of the local UDP socket its datagrams last came in on; -1 while unknown
 * @param sealing its packet key; null while we hold none
 * @param opening the key we gave it; null while it has none
 */
public record PeerPath(
    int index,
    NodeName name,
    boolean reachable,
    NodeOptions options,
    int nexthop,
    int via,
    int mtu,
    int minMtu,
    @Nullable InetSocketAddress udpAddress,
    int socket,
    @Nullable SealingKey sealing,
    @Nullable OpeningKey opening) {

  /** Whether a meta connection leads straight to it. */
  public boolean neighbour() {
    return nexthop == index && index != 0;
  }

  /**
   * Whether two addresses are the same in their zones too, which link-local ones need to be sent
   * to, and which {@code equals} does not look at.
   */
  public static boolean isSame(@Nullable InetSocketAddress one, @Nullable InetSocketAddress other) {
    return one != null && other != null && one.equals(other) && zone(one) == zone(other);
  }

  private static int zone(InetSocketAddress address) {
    return address.getAddress() instanceof Inet6Address ipv6 ? ipv6.getScopeId() : 0;
  }
}
