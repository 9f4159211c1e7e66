package io.github.tinc4j.core.connect;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.config.HostConfig;
import io.github.tinc4j.core.meta.MetaConnection;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** What keeping connections up asks of the node. */
public interface ConnectPort {

  /** What is known of a node, or null. */
  @Nullable HostConfig host(NodeName name);

  /** Our active connection to a node, or null. */
  @Nullable MetaConnection activeConnection(NodeName name);

  /**
   * Opens a connection.
   *
   * @param address of {@code to}; unresolved when the proxy is to look up its name
   * @param proxyAddress of the proxy to go through; null when there is none, or it is a command
   * @param attemptNs when the attempt began that it is part of
   */
  MetaConnection open(
      NodeName to,
      InetSocketAddress address,
      @Nullable InetSocketAddress proxyAddress,
      long attemptNs);

  /** Looks up a host name. */
  void resolve(long lookup, String host, int port);
}
