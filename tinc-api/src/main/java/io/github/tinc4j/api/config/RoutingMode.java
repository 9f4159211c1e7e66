package io.github.tinc4j.api.config;

/** {@code Mode}: by what packets find their way (spec 30, 8). All nodes of a mesh use the same. */
public enum RoutingMode {
  /** By IP address, among the subnets that nodes own. */
  ROUTER,
  /** By MAC address, which nodes learn from what their devices send. */
  SWITCH,
  /** Every frame goes to everybody. */
  HUB
}
