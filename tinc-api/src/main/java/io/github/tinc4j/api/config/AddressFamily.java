package io.github.tinc4j.api.config;

/** {@code AddressFamily}: the IP versions of the network under the mesh. */
public enum AddressFamily {
  /** IPv4 and IPv6. */
  ANY,
  /** IPv4 only. */
  IPV4,
  /** IPv6 only. */
  IPV6
}
