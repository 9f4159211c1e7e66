package io.github.tinc4j.testkit;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * IP packets as hosts send them, with right lengths and checksums, and the check of those.
 *
 * <p>IPv4 packets have no options, identification 0, and may be fragmented; IPv6 packets have no
 * extension headers. TTL and hop limit are {@link #HOP_LIMIT}. A fresh array each time; any thread.
 *
 * <p>Sources: RFC 791, 792, 768, 9293, 8200, 4443; checksums RFC 1071.
 */
public final class Packets {

  /** TTL or hop limit of all packets made here. */
  public static final int HOP_LIMIT = 64;

  /** Where the SYN packets come from. */
  public static final int TCP_SOURCE_PORT = 40_000;

  /** Where the SYN packets go. */
  public static final int TCP_DESTINATION_PORT = 80;

  private static final int IP4_HEADER = 20;
  private static final int IP6_HEADER = 40;

  private static final int ICMP = 1;
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int ICMP6 = 58;

  private static final int ECHO_REQUEST_4 = 8;
  private static final int ECHO_REPLY_4 = 0;
  private static final int ECHO_REQUEST_6 = 128;
  private static final int ECHO_REPLY_6 = 129;

  private static final int ICMP_HEADER = 8;
  private static final int UDP_HEADER = 8;
  private static final int TCP_HEADER_WITH_MSS = 24;

  private Packets() {}

  /**
   * An ICMP echo request.
   *
   * @param id identifier, low 16 bits count
   * @param seq sequence number, low 16 bits count
   */
  public static byte[] icmpEcho4(
      InetAddress src, InetAddress dst, int id, int seq, byte[] payload) {
    return ip4(src, dst, ICMP, icmpEcho(ECHO_REQUEST_4, id, seq, payload));
  }

  /**
   * An ICMPv6 echo request.
   *
   * @param id identifier, low 16 bits count
   * @param seq sequence number, low 16 bits count
   */
  public static byte[] icmpEcho6(
      InetAddress src, InetAddress dst, int id, int seq, byte[] payload) {
    return ip6(src, dst, ICMP6, icmpEcho(ECHO_REQUEST_6, id, seq, payload));
  }

  /** A UDP datagram in IPv4. */
  public static byte[] udp4(
      InetAddress src, InetAddress dst, int srcPort, int dstPort, byte[] payload) {
    return ip4(src, dst, UDP, udp(srcPort, dstPort, payload));
  }

  /** A UDP datagram in IPv6. */
  public static byte[] udp6(
      InetAddress src, InetAddress dst, int srcPort, int dstPort, byte[] payload) {
    return ip6(src, dst, UDP, udp(srcPort, dstPort, payload));
  }

  /**
   * A TCP SYN in IPv4 from {@link #TCP_SOURCE_PORT} to {@link #TCP_DESTINATION_PORT}; its only
   * option is the maximum segment size.
   *
   * @param mss maximum segment size in bytes, low 16 bits count
   */
  public static byte[] tcpSyn4(InetAddress src, InetAddress dst, int mss) {
    return ip4(src, dst, TCP, tcpSyn(mss));
  }

  /**
   * A TCP SYN in IPv6, else as {@link #tcpSyn4}.
   *
   * @param mss maximum segment size in bytes, low 16 bits count
   */
  public static byte[] tcpSyn6(InetAddress src, InetAddress dst, int mss) {
    return ip6(src, dst, TCP, tcpSyn(mss));
  }

  /**
   * The answer of the host that {@code request} went to: addresses exchanged, the rest as it was.
   *
   * @param request an ICMP or ICMPv6 echo request without IPv4 options or extension headers
   * @throws IllegalArgumentException when it is not one
   */
  public static byte[] echoReplyTo(byte[] request) {
    boolean four = isEcho(request, 4, IP4_HEADER, 9, ICMP, ECHO_REQUEST_4);
    boolean six = isEcho(request, 6, IP6_HEADER, 6, ICMP6, ECHO_REQUEST_6);
    if (!four && !six) {
      throw new IllegalArgumentException("not an echo request");
    }
    int header = four ? IP4_HEADER : IP6_HEADER;
    int addressLength = four ? 4 : 16;
    int source = header - 2 * addressLength;
    int destination = header - addressLength;

    byte[] reply = request.clone();
    System.arraycopy(request, source, reply, destination, addressLength);
    System.arraycopy(request, destination, reply, source, addressLength);
    reply[header] = (byte) (four ? ECHO_REPLY_4 : ECHO_REPLY_6);
    if (four) {
      reply[8] = HOP_LIMIT;
      fillHeaderChecksum(reply);
    } else {
      reply[7] = HOP_LIMIT;
    }
    fillTransportChecksum(reply, header, four ? ICMP : ICMP6);
    return reply;
  }

  /**
   * Whether {@code ipPacket} is whole and its checksums are right: that of the IPv4 header, and
   * that of ICMP, ICMPv6, UDP or TCP after it. What a fragment or another protocol carries is not
   * looked at.
   *
   * @return false also for what is not an IP packet, or not as long as its header says
   */
  public static boolean checksumsValid(byte[] ipPacket) {
    if (ipPacket.length >= IP4_HEADER && version(ipPacket) == 4) {
      int header = (ipPacket[0] & 15) * 4;
      return header >= IP4_HEADER
          && header <= ipPacket.length
          && u16(ipPacket, 2) == ipPacket.length
          && fold(sum(ipPacket, 0, header)) == 0xffff
          && (isFragment4(ipPacket) || transportValid(ipPacket, header, ipPacket[9] & 255));
    }
    return ipPacket.length >= IP6_HEADER
        && version(ipPacket) == 6
        && IP6_HEADER + u16(ipPacket, 4) == ipPacket.length
        && transportValid(ipPacket, IP6_HEADER, ipPacket[6] & 255);
  }

  private static boolean transportValid(byte[] packet, int header, int protocol) {
    int at = checksumOffset(protocol);
    if (at < 0) {
      return true;
    }
    int length = packet.length - header;
    if (length < at + 2 || (protocol == UDP && u16(packet, header + 4) != length)) {
      return false;
    }
    if (protocol == UDP && u16(packet, header + at) == 0) {
      // RFC 768: a zero means that the sender computed none. RFC 8200, 8.1 forbids that in IPv6.
      return version(packet) == 4;
    }
    return fold(transportSum(packet, header, protocol)) == 0xffff;
  }

  private static byte[] icmpEcho(int type, int id, int seq, byte[] payload) {
    return ByteBuffer.allocate(ICMP_HEADER + payload.length)
        .put((byte) type)
        .put((byte) 0)
        .putShort((short) 0)
        .putShort((short) id)
        .putShort((short) seq)
        .put(payload)
        .array();
  }

  private static byte[] udp(int srcPort, int dstPort, byte[] payload) {
    return ByteBuffer.allocate(UDP_HEADER + payload.length)
        .putShort((short) srcPort)
        .putShort((short) dstPort)
        .putShort((short) (UDP_HEADER + payload.length))
        .putShort((short) 0)
        .put(payload)
        .array();
  }

  private static byte[] tcpSyn(int mss) {
    return ByteBuffer.allocate(TCP_HEADER_WITH_MSS)
        .putShort((short) TCP_SOURCE_PORT)
        .putShort((short) TCP_DESTINATION_PORT)
        .putInt(1)
        .putInt(0)
        .put((byte) ((TCP_HEADER_WITH_MSS / 4) << 4))
        .put((byte) 2) // SYN
        .putShort((short) 65_535)
        .putInt(0)
        .put((byte) 2) // option 2: maximum segment size, 4 bytes long
        .put((byte) 4)
        .putShort((short) mss)
        .array();
  }

  private static byte[] ip4(InetAddress src, InetAddress dst, int protocol, byte[] body) {
    if (!(src instanceof Inet4Address) || !(dst instanceof Inet4Address)) {
      throw new IllegalArgumentException("not IPv4: " + src + ", " + dst);
    }
    byte[] packet =
        ByteBuffer.allocate(checkedTotal(IP4_HEADER + body.length))
            .put((byte) 0x45)
            .put((byte) 0)
            .putShort((short) (IP4_HEADER + body.length))
            .putInt(0)
            .put((byte) HOP_LIMIT)
            .put((byte) protocol)
            .putShort((short) 0)
            .put(src.getAddress())
            .put(dst.getAddress())
            .put(body)
            .array();
    fillHeaderChecksum(packet);
    fillTransportChecksum(packet, IP4_HEADER, protocol);
    return packet;
  }

  private static byte[] ip6(InetAddress src, InetAddress dst, int protocol, byte[] body) {
    if (src instanceof Inet4Address || dst instanceof Inet4Address) {
      throw new IllegalArgumentException("not IPv6: " + src + ", " + dst);
    }
    byte[] packet =
        ByteBuffer.allocate(checkedTotal(IP6_HEADER + body.length))
            .putInt(0x60000000)
            .putShort((short) body.length)
            .put((byte) protocol)
            .put((byte) HOP_LIMIT)
            .put(src.getAddress())
            .put(dst.getAddress())
            .put(body)
            .array();
    fillTransportChecksum(packet, IP6_HEADER, protocol);
    return packet;
  }

  private static int checkedTotal(int length) {
    if (length > 65_535) {
      throw new IllegalArgumentException("packet of " + length + " bytes");
    }
    return length;
  }

  private static void fillHeaderChecksum(byte[] packet) {
    put16(packet, 10, 0);
    put16(packet, 10, ~fold(sum(packet, 0, IP4_HEADER)));
  }

  private static void fillTransportChecksum(byte[] packet, int header, int protocol) {
    int at = header + checksumOffset(protocol);
    put16(packet, at, 0);
    int checksum = ~fold(transportSum(packet, header, protocol)) & 0xffff;
    // RFC 768: a computed zero is sent as all ones, since zero means "none".
    put16(packet, at, protocol == UDP && checksum == 0 ? 0xffff : checksum);
  }

  /** Where the checksum is after the IP header; -1 when the protocol is not one we know. */
  private static int checksumOffset(int protocol) {
    return switch (protocol) {
      case ICMP, ICMP6 -> 2;
      case UDP -> 6;
      case TCP -> 16;
      default -> -1;
    };
  }

  /** The sum over pseudo-header and body; ICMP in IPv4 has no pseudo-header. */
  private static long transportSum(byte[] packet, int header, int protocol) {
    int length = packet.length - header;
    long sum = sum(packet, header, length);
    if (protocol != ICMP) {
      int from = version(packet) == 4 ? 12 : 8;
      int addresses = version(packet) == 4 ? 8 : 32;
      sum += sum(packet, from, addresses) + protocol + length;
    }
    return sum;
  }

  private static boolean isEcho(
      byte[] packet, int version, int header, int protocolAt, int protocol, int type) {
    return packet.length >= header + ICMP_HEADER
        && version(packet) == version
        && (version == 6 || packet[0] == 0x45)
        && packet[protocolAt] == protocol
        && (packet[header] & 255) == type;
  }

  /** Whether the more-fragments bit is set or the fragment offset is not 0. */
  private static boolean isFragment4(byte[] packet) {
    return (u16(packet, 6) & 0x3fff) != 0;
  }

  private static int version(byte[] packet) {
    return packet[0] >> 4 & 15;
  }

  private static long sum(byte[] bytes, int offset, int length) {
    long sum = 0;
    for (int i = 0; i < length; i++) {
      int value = bytes[offset + i] & 255;
      sum += (i & 1) == 0 ? value << 8 : value;
    }
    return sum;
  }

  private static int fold(long sum) {
    long folded = sum;
    while (folded > 0xffff) {
      folded = (folded & 0xffff) + (folded >>> 16);
    }
    return (int) folded;
  }

  private static int u16(byte[] bytes, int at) {
    return (bytes[at] & 255) << 8 | (bytes[at + 1] & 255);
  }

  private static void put16(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 8);
    bytes[at + 1] = (byte) value;
  }
}
