package io.github.tinc4j.api.config;

import io.github.tinc4j.api.NodeName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hosts that are known from the start and stay as they are. Any thread. */
final class FixedHosts implements KnownHosts {

  private final Map<NodeName, HostConfig> byName = new HashMap<>();

  FixedHosts(List<HostConfig> hosts) {
    for (HostConfig host : hosts) {
      if (byName.put(host.name(), host) != null) {
        throw new IllegalArgumentException("host given twice: " + host.name());
      }
    }
  }

  @Override
  public @Nullable HostConfig find(NodeName name) {
    return byName.get(name);
  }

  @Override
  public List<NodeName> names() {
    return List.copyOf(byName.keySet());
  }
}
