package io.github.tinc4j.core.route;

import io.github.tinc4j.api.config.BroadcastMode;
import io.github.tinc4j.api.config.ForwardingMode;
import io.github.tinc4j.api.config.NodeConfig;

/**
 * The settings that routing obeys.
 *
 * @param forwarding {@code Forwarding}
 * @param broadcast {@code Broadcast}
 * @param directOnly {@code DirectOnly}
 * @param decrementTtl {@code DecrementTTL}
 */
public record RouteSettings(
    ForwardingMode forwarding, BroadcastMode broadcast, boolean directOnly, boolean decrementTtl) {

  /** Those of a node. */
  public static RouteSettings of(NodeConfig config) {
    return new RouteSettings(
        config.forwarding(), config.broadcast(), config.directOnly(), config.decrementTtl());
  }
}
