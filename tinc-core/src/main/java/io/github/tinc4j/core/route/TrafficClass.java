package io.github.tinc4j.core.route;

/**
 * The priority that a frame asks for: the TOS byte of IPv4, the traffic class of IPv6 (RFC 2474), 0
 * for all else (spec 30, 9.1 and 10). Belongs to one thread.
 */
public final class TrafficClass {

  private final Frame frame = new Frame();

  /** For frames of one thread. */
  public TrafficClass() {}

  /** That of a frame of at least {@link Ethernet#HEADER} bytes, behind a VLAN tag too: 0 to 255. */
  public int of(byte[] bytes, int offset, int length) {
    frame.set(frame.table, Router.SELF, bytes, offset, length, 0);
    frame.findIpBehindTag();
    return switch (frame.version) {
      case 4 -> NetworkOrder.get8(bytes, frame.ip() + 1);
      // The class is the eight bits behind the version.
      case 6 -> (NetworkOrder.get16(bytes, frame.ip()) >>> 4) & 0xFF;
      default -> 0;
    };
  }
}
