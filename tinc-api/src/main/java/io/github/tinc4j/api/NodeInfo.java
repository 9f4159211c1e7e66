package io.github.tinc4j.api;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What we know of one node; an immutable snapshot.
 *
 * @param name its name
 * @param self whether this is the node that was asked
 * @param reachable whether a path of edges leads to it
 * @param nexthop the neighbour that requests and TCP-carried packets to it go through; null while
 *     it is unreachable
 * @param via the last node on the way to it that we may send UDP to: itself when direct; null while
 *     it is unreachable
 * @param udpAddress where we send UDP to it; null while unknown
 * @param key what packets to it are sealed with; null while we hold no key of it, and data goes by
 *     TCP
 * @param path what is known of the UDP path to it
 * @param options its options as the path to it shows them
 */
public record NodeInfo(
    NodeName name,
    boolean self,
    boolean reachable,
    @Nullable NodeName nexthop,
    @Nullable NodeName via,
    @Nullable InetSocketAddress udpAddress,
    @Nullable PacketKeyInfo key,
    PathMtu path,
    NodeOptions options) {

  /** Whether we hold its packet key. */
  public boolean keyed() {
    return key != null;
  }

  /** Whether a meta connection leads straight to it. */
  public boolean neighbour() {
    return reachable && !self && name.equals(nexthop);
  }
}
