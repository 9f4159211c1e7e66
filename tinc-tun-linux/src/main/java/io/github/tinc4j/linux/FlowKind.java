package io.github.tinc4j.linux;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * What packets must be for several of one flow to be joined: TCP or UDP directly in IPv4 without
 * options or in IPv6 without extension headers. A flow is two addresses, two ports and this.
 *
 * <p>Packets are ranges of an array, given by where the IP header begins; but for {@link #of},
 * their lengths have been looked at. Pure functions; any thread.
 *
 * <pre>
 * IPv4  0 version, IHL | 1 TOS | 2 total length | 4 id | 6 DF, MF, offset | 8 TTL | 9 protocol
 *       | 10 checksum | 12 source | 16 destination | 20
 * IPv6  0 version, class, flow label | 4 payload length | 6 next header | 7 hop limit | 8 source
 *       | 24 destination | 40
 * TCP   0 ports | 4 sequence | 8 acknowledgement | 12 data offset, flags | 14 window | 16 checksum
 *       | 18 urgent pointer | 20 options
 * UDP   0 ports | 4 length | 6 checksum | 8
 * </pre>
 */
enum FlowKind {
  TCP4(1, 20, true, VnetHeader.GSO_TCPV4),
  TCP6(2, 40, true, VnetHeader.GSO_TCPV6),
  UDP4(4, 20, false, VnetHeader.GSO_UDP_L4),
  UDP6(8, 40, false, VnetHeader.GSO_UDP_L4);

  static final int IP4_TOTAL_LENGTH = 2;
  static final int IP4_CHECKSUM = 10;
  static final int IP6_PAYLOAD_LENGTH = 4;
  static final int UDP_LENGTH = 4;
  static final int TCP_FLAGS = 13;
  static final int PSH = 0x08;

  private static final int IP4_ID = 4;
  private static final int IP4_FRAGMENT = 6;
  private static final int IP4_DONT_FRAGMENT = 0x4000;

  private static final int TCP_SEQUENCE = 4;
  private static final int TCP_DATA_OFFSET = 12;

  /** The word of data offset and flags, without the data offset and PSH, when only ACK is set. */
  private static final int TCP_ONLY_ACK = 0x010;

  private static final int TCP_ALL_FLAGS_BUT_PSH = 0xfff & ~PSH;

  private static final int TCP_HEADER = 20;
  private static final int UDP_HEADER = 8;
  private static final int TCP_PROTOCOL = 6;
  private static final int UDP_PROTOCOL = 17;

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** A bit of its own, for sets. */
  final int bit;

  /** Where the header of TCP or UDP begins. */
  final int transport;

  final boolean tcp;
  final int gsoType;

  /** Where in the header of TCP or UDP the checksum is. */
  final int checksumOffset;

  FlowKind(int bit, int transport, boolean tcp, int gsoType) {
    this.bit = bit;
    this.transport = transport;
    this.tcp = tcp;
    this.gsoType = gsoType;
    this.checksumOffset = tcp ? 16 : 6;
  }

  boolean isIp4() {
    return transport == 20;
  }

  /** What that packet is, if its lengths agree with each other; null when it is nothing of this. */
  static @Nullable FlowKind of(byte[] bytes, int at, int length) {
    if (length < TCP4.transport) {
      return null;
    }
    FlowKind kind;
    if (bytes[at] == 0x45) {
      // Any fragment, the first too, has its place in the order of its flow and cannot be joined.
      boolean whole =
          u16(bytes, at + IP4_TOTAL_LENGTH) == length
              && (u16(bytes, at + IP4_FRAGMENT) & ~IP4_DONT_FRAGMENT) == 0;
      kind = whole ? byProtocol(bytes[at + 9], TCP4, UDP4) : null;
    } else if ((bytes[at] & 0xf0) == 0x60 && length >= TCP6.transport) {
      boolean whole = u16(bytes, at + IP6_PAYLOAD_LENGTH) == length - TCP6.transport;
      kind = whole ? byProtocol(bytes[at + 6], TCP6, UDP6) : null;
    } else {
      return null;
    }
    return kind != null && kind.isWhole(bytes, at, length) ? kind : null;
  }

  private static @Nullable FlowKind byProtocol(byte protocol, FlowKind ifTcp, FlowKind ifUdp) {
    return protocol == TCP_PROTOCOL ? ifTcp : protocol == UDP_PROTOCOL ? ifUdp : null;
  }

  private boolean isWhole(byte[] bytes, int at, int length) {
    int rest = length - transport;
    if (tcp) {
      if (rest < TCP_HEADER) {
        return false;
      }
      int header = headerLength(bytes, at) - transport;
      return header >= TCP_HEADER && header <= rest;
    }
    return rest >= UDP_HEADER && u16(bytes, at + transport + UDP_LENGTH) == rest;
  }

  /** How many bytes come before the payload. */
  int headerLength(byte[] bytes, int at) {
    return transport + (tcp ? ((bytes[at + transport + TCP_DATA_OFFSET] & 0xf0) >> 2) : UDP_HEADER);
  }

  /** The ports, as a number. */
  int ports(byte[] bytes, int at) {
    return (int) INTS.get(bytes, at + transport);
  }

  int sequence(byte[] bytes, int at) {
    return (int) INTS.get(bytes, at + transport + TCP_SEQUENCE);
  }

  boolean hasPush(byte[] bytes, int at) {
    return tcp && (bytes[at + transport + TCP_FLAGS] & PSH) != 0;
  }

  /**
   * Whether a packet may be one of several that are joined: it has payload, and is neither a TCP
   * segment with a flag beside ACK and PSH, nor a UDP datagram without a checksum.
   */
  boolean isJoinable(byte[] bytes, int at, int length) {
    if (length == headerLength(bytes, at)) {
      return false;
    }
    if (tcp) {
      int flags = u16(bytes, at + transport + TCP_DATA_OFFSET) & TCP_ALL_FLAGS_BUT_PSH;
      return flags == TCP_ONLY_ACK;
    }
    return u16(bytes, at + transport + checksumOffset) != 0;
  }

  /** Whether two packets of this kind with equal ports have equal addresses. */
  boolean sameAddresses(byte[] bytes, int a, int b) {
    if (isIp4()) {
      return sameLong(bytes, a + 12, b + 12);
    }
    return sameLong(bytes, a + 8, b + 8)
        && sameLong(bytes, a + 16, b + 16)
        && sameLong(bytes, a + 24, b + 24)
        && sameLong(bytes, a + 32, b + 32);
  }

  /**
   * Whether packet {@code b} of a flow could be the one {@code distance} packets after packet
   * {@code a} of that flow: all is equal that is equal in the segments of one super-packet. Length,
   * sequence number, PSH and checksums are not looked at.
   */
  boolean sameHeaders(byte[] bytes, int a, int b, int distance) {
    return (isIp4() ? sameIp4(bytes, a, b, distance) : sameIp6(bytes, a, b))
        && (!tcp || sameTcp(bytes, a + transport, b + transport));
  }

  private static boolean sameIp4(byte[] bytes, int a, int b, int distance) {
    int fragment = u16(bytes, a + IP4_FRAGMENT);
    if (bytes[a + 1] != bytes[b + 1]
        || bytes[a + 8] != bytes[b + 8]
        || fragment != u16(bytes, b + IP4_FRAGMENT)) {
      return false;
    }
    // RFC 6864: with DF the identification means nothing. Without, a packet may yet be fragmented,
    // and must keep it: the kernel counts it up when it cuts the super-packet.
    return fragment != 0
        || u16(bytes, b + IP4_ID) == ((u16(bytes, a + IP4_ID) + distance) & 0xffff);
  }

  private static boolean sameIp6(byte[] bytes, int a, int b) {
    return (int) INTS.get(bytes, a) == (int) INTS.get(bytes, b) && bytes[a + 7] == bytes[b + 7];
  }

  private static boolean sameTcp(byte[] bytes, int a, int b) {
    // Acknowledgement; data offset and flags; window; urgent pointer; options.
    if ((int) INTS.get(bytes, a + 8) != (int) INTS.get(bytes, b + 8)
        || (((int) INTS.get(bytes, a + 12) ^ (int) INTS.get(bytes, b + 12)) & ~(PSH << 16)) != 0
        || u16(bytes, a + 18) != u16(bytes, b + 18)) {
      return false;
    }
    int header = (bytes[a + TCP_DATA_OFFSET] & 0xf0) >> 2;
    for (int i = TCP_HEADER; i < header; i += 4) {
      if ((int) INTS.get(bytes, a + i) != (int) INTS.get(bytes, b + i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the checksums are right, and those that whoever cuts a super-packet would compute. */
  boolean checksumsAreRight(byte[] bytes, int at, int length) {
    if (isIp4() && !isRight(bytes, at + IP4_CHECKSUM, Checksum.sum(bytes, at, transport), true)) {
      return false;
    }
    long sum = Checksum.sum(bytes, at + transport, length - transport);
    return isRight(bytes, at + transport + checksumOffset, sum + pseudoSum(bytes, at, length), tcp);
  }

  /** Zero can be written in two ways, and one of them is not what would be computed. */
  private static boolean isRight(byte[] bytes, int field, long sum, boolean zeroIsZero) {
    return Checksum.fold(sum) == 0xffff && Checksum.get(bytes, field) != (zeroIsZero ? 0xffff : 0);
  }

  /** The sum of the pseudo-header of a packet of that length, not folded. */
  long pseudoSum(byte[] bytes, int at, int length) {
    int addresses = isIp4() ? 12 : 8;
    return Checksum.sum(bytes, at + addresses, transport - addresses)
        + Checksum.word(tcp ? TCP_PROTOCOL : UDP_PROTOCOL)
        + Checksum.word(length - transport);
  }

  private static boolean sameLong(byte[] bytes, int a, int b) {
    return (long) LONGS.get(bytes, a) == (long) LONGS.get(bytes, b);
  }

  private static int u16(byte[] bytes, int at) {
    return (short) SHORTS.get(bytes, at) & 0xffff;
  }
}
