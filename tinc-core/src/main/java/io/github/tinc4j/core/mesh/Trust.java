package io.github.tinc4j.core.mesh;

import io.github.tinc4j.api.config.NodeConfig;

/**
 * How far neighbours are trusted with what they say of the mesh: {@code StrictSubnets} and {@code
 * TunnelServer} (spec 30, 3 and 12).
 */
public enum Trust {

  /** All is believed, and passed on. */
  FULL,

  /** Who owns which subnet is what our host files say; all is passed on. */
  STRICT_SUBNETS,

  /**
   * Subnets are as strict. Besides, a neighbour is heard only about its own links and ours, and no
   * neighbour hears from us of another.
   */
  TUNNEL_SERVER;

  /** That of a node with these settings. */
  public static Trust of(NodeConfig config) {
    if (config.tunnelServer()) {
      return TUNNEL_SERVER;
    }
    return config.strictSubnets() ? STRICT_SUBNETS : FULL;
  }

  /** Whether subnets are learned from the mesh rather than from our host files. */
  public boolean learnsSubnets() {
    return this == FULL;
  }

  /** Whether one neighbour hears of another, from what that says or from what we find. */
  boolean passesOn() {
    return this != TUNNEL_SERVER;
  }
}
