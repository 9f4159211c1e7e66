package io.github.tinc4j.api.config;

/** {@code Forwarding}: what happens to packets that came from one node and are for another. */
public enum ForwardingMode {
  /** They are refused. */
  OFF,
  /** This node passes them on itself. */
  INTERNAL,
  /** Every packet received goes to the device, and the system's own routing decides. */
  KERNEL
}
