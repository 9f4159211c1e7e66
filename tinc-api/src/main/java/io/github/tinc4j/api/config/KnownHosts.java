package io.github.tinc4j.api.config;

import io.github.tinc4j.api.NodeName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
   * A fixed set of hosts.
   *
   * @throws IllegalArgumentException when a name occurs twice
   */
  static KnownHosts of(List<HostConfig> hosts) {
    Map<NodeName, HostConfig> byName = new HashMap<>();
    for (HostConfig host : hosts) {
      if (byName.put(host.name(), host) != null) {
        throw new IllegalArgumentException("host given twice: " + host.name());
      }
    }
    return byName::get;
  }
}
