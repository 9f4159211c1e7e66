package io.github.tinc4j.api.config;

/** {@code Broadcast}: how broadcast and multicast packets spread (spec 30, 11). */
public enum BroadcastMode {
  /** Not at all. */
  NO,
  /** Along the minimum spanning tree of the mesh; reaches nodes that relays lead to. */
  MST,
  /** From the sender straight to every node it can send UDP to. */
  DIRECT
}
