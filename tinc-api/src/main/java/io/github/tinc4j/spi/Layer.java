package io.github.tinc4j.spi;

/** What the packets of a device begin with. */
public enum Layer {
  /** An IPv4 or IPv6 header: tun. */
  IP,
  /** An Ethernet header: tap. */
  ETHERNET
}
