package io.github.tinc4j.core.connect;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.config.HostAddress;
import io.github.tinc4j.core.meta.MetaConnection;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection that is kept up: where its attempts have got to. */
final class Outgoing {

  private final NodeName name;
  private final Backoff backoff;
  private final Deque<HostAddress> hosts = new ArrayDeque<>();
  private final Deque<InetSocketAddress> addresses = new ArrayDeque<>();
  private @Nullable MetaConnection connection;
  private @Nullable HostAddress lookedUp;
  private @Nullable InetSocketAddress proxyAddress;
  private long lookup;
  private long attemptNs;

  Outgoing(NodeName name, Backoff backoff) {
    this.name = name;
    this.backoff = backoff;
  }

  NodeName name() {
    return name;
  }

  Backoff backoff() {
    return backoff;
  }

  /** The connection, open or being opened; null between attempts. */
  @Nullable MetaConnection connection() {
    return connection;
  }

  void setConnection(@Nullable MetaConnection value) {
    connection = value;
  }

  /** When the attempt began that goes through all addresses. */
  long attemptNs() {
    return attemptNs;
  }

  /** Begins with the first address again. */
  void begin(List<HostAddress> all, long nowNs) {
    addresses.clear();
    hosts.clear();
    hosts.addAll(all);
    attemptNs = nowNs;
    lookup = 0;
    lookedUp = null;
    proxyAddress = null;
  }

  /** The address of the proxy for this attempt; null when it is not known, or there is none. */
  @Nullable InetSocketAddress proxyAddress() {
    return proxyAddress;
  }

  void setProxyAddress(InetSocketAddress value) {
    proxyAddress = value;
  }

  /**
   * The next address, unresolved when that is for the proxy to do, or null when another host name
   * has to be.
   */
  @Nullable InetSocketAddress nextAddress() {
    return addresses.poll();
  }

  /** The next of the host's {@code Address} lines, or null when all were tried. */
  @Nullable HostAddress nextHost() {
    return hosts.poll();
  }

  void addAddresses(List<InetSocketAddress> found) {
    addresses.addAll(found);
    lookup = 0;
    lookedUp = null;
  }

  /** Forgets how far it has got, as if it had only just been asked for. */
  void forget() {
    connection = null;
    lookup = 0;
    backoff.reset();
    rewind();
  }

  /** Forgets the addresses left, so that the next loss begins with the first again. */
  void rewind() {
    addresses.clear();
    hosts.clear();
  }

  /** The look-up that is waited for; 0 for none. */
  long lookup() {
    return lookup;
  }

  /** What is looked up: a host of the node, or null for the proxy. */
  @Nullable HostAddress lookedUp() {
    return lookedUp;
  }

  void await(long number, @Nullable HostAddress host) {
    lookup = number;
    lookedUp = host;
  }
}
