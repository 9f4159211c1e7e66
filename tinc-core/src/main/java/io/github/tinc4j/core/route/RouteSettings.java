package io.github.tinc4j.core.route;

import io.github.tinc4j.api.config.BroadcastMode;
import io.github.tinc4j.api.config.ForwardingMode;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.api.config.RoutingMode;

/**
 * The settings that routing obeys.
 *
 * @param mode {@code Mode}
 * @param forwarding {@code Forwarding}
 * @param broadcast {@code Broadcast}
 * @param tunnelServer {@code TunnelServer}: broadcasts are delivered here and go nowhere else
 * @param directOnly {@code DirectOnly}
 * @param decrementTtl {@code DecrementTTL}
 * @param clampMss {@code ClampMSS}, for packets that end here
 */
public record RouteSettings(
    RoutingMode mode,
    ForwardingMode forwarding,
    BroadcastMode broadcast,
    boolean tunnelServer,
    boolean directOnly,
    boolean decrementTtl,
    boolean clampMss) {

  /** Those of a node. */
  public static RouteSettings of(NodeConfig config) {
    return new RouteSettings(
        config.mode(),
        config.forwarding(),
        config.broadcast(),
        config.tunnelServer(),
        config.directOnly(),
        config.decrementTtl(),
        config.clampMss());
  }
}
