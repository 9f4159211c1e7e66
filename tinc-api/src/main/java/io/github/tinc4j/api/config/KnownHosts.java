package io.github.tinc4j.api.config;

import io.github.tinc4j.api.NodeName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The other nodes that this one may meet: the {@code hosts} directory of tincd. Asked anew for each
 * connection, so that an implementation may follow files or a database as they change. Connections
 * that are there stay until {@link io.github.tinc4j.api.TincNode#reload} has it asked about each.
 *
 * <p>Called on the node's control thread, and must not block for long.
 */
@FunctionalInterface
public interface KnownHosts {

  /**
   * What is known of {@code name}.
   *
   * @return null when nothing is; connections with it are then refused
   * @throws ConfigurationException when what there is cannot be read; connections are refused too
   */
  @Nullable HostConfig find(NodeName name) throws ConfigurationException;

  /**
   * The names of all of them. Asked only for {@code StrictSubnets} and {@code TunnelServer}: on the
   * thread that starts the node, and on the control thread at each {@link
   * io.github.tinc4j.api.TincNode#reload}. Each is then looked up, and the subnets of those that
   * are not named here are believed from nobody.
   *
   * @return in any order; none by default
   * @throws ConfigurationException when they cannot be listed; the node then does not start, or at
   *     a reload goes on with the subnets that it has
   */
  default List<NodeName> names() throws ConfigurationException {
    return List.of();
  }

  /**
   * A fixed set of hosts.
   *
   * @throws IllegalArgumentException when a name occurs twice
   */
  static KnownHosts of(List<HostConfig> hosts) {
    return new FixedHosts(hosts);
  }
}
