package io.github.tinc4j.bsd;

import io.github.tinc4j.spi.Layer;

/** What one {@code read} or {@code write} of a device consists of (spec 40, 10). */
enum Framing {
  /** An IP packet: tun and tunnohead. */
  BARE_IP(Layer.IP, 0, 1),
  /** The address family, 4 bytes in network byte order, then an IP packet: tunifhead and utun. */
  FAMILY_AND_IP(Layer.IP, 4, 1),
  /** An Ethernet frame: tap. */
  ETHERNET(Layer.ETHERNET, 0, 14);

  private final Layer layer;
  private final int header;
  private final int shortest;

  Framing(Layer layer, int header, int shortest) {
    this.layer = layer;
    this.header = header;
    this.shortest = shortest;
  }

  /** What a packet begins with. */
  Layer layer() {
    return layer;
  }

  /** Bytes before the packet. */
  int header() {
    return header;
  }

  /** Bytes that a packet has at least; what is shorter is none. */
  int shortest() {
    return shortest;
  }
}
