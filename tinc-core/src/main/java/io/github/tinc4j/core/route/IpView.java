package io.github.tinc4j.core.route;

/**
 * Where the fields of IPv4 and IPv6 headers are (RFC 791, RFC 8200), counted from the header's
 * first byte. Whoever reads them has checked that the fixed header is whole.
 *
 * <pre>
 *      IPv4                                      IPv6
 *   0  version 4, IHL 4 | TOS                    version 4, class 8, flow 20
 *   2  total length
 *   4  id                                        payload length
 *   6  reserved, DF, MF, offset 13               next header (6), hop limit (7)
 *   8  TTL (8) | protocol (9)                    source, 16 bytes
 *  10  checksum
 *  12  source
 *  16  destination
 *  24                                            destination, 16 bytes
 * </pre>
 */
final class IpView {

  /** Length of an IPv4 header without options. */
  static final int IPV4_HEADER = 20;

  static final int IPV4_TOTAL_LENGTH = 2;
  static final int IPV4_FRAGMENT = 6;
  static final int IPV4_TTL = 8;
  static final int IPV4_PROTOCOL = 9;
  static final int IPV4_CHECKSUM = 10;
  static final int IPV4_SOURCE = 12;
  static final int IPV4_DESTINATION = 16;

  /** In the word at {@link #IPV4_FRAGMENT}: do not fragment. */
  static final int DF = 0x4000;

  /** In the word at {@link #IPV4_FRAGMENT}: more fragments follow. */
  static final int MF = 0x2000;

  /** In the word at {@link #IPV4_FRAGMENT}: place in the whole packet, in units of 8 bytes. */
  static final int FRAGMENT_OFFSET = 0x1FFF;

  static final int IPV6_HEADER = 40;
  static final int IPV6_PAYLOAD_LENGTH = 4;
  static final int IPV6_NEXT_HEADER = 6;
  static final int IPV6_HOP_LIMIT = 7;
  static final int IPV6_SOURCE = 8;
  static final int IPV6_DESTINATION = 24;

  static final int ICMP = 1;
  static final int TCP = 6;
  static final int ICMPV6 = 58;

  private IpView() {}

  /** Length in bytes of the IPv4 header at {@code ip}, as it says itself: 0 to 60. */
  static int ipv4HeaderLength(byte[] frame, int ip) {
    return (frame[ip] & 0x0F) * 4;
  }

  /** Whether the IPv4 destination is 224.0.0.0/4 or 255.255.255.255. */
  static boolean isIpv4Broadcast(int destination) {
    return destination >>> 28 == 0xE || destination == -1;
  }

  /** Whether the IPv6 destination, of which these are the first eight bytes, is multicast. */
  static boolean isIpv6Multicast(long destinationHigh) {
    return destinationHigh >>> 56 == 0xFF;
  }
}
