package io.github.tinc4j.core.route;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Builds the ICMP errors of spec 30, 9.7, each in the same array. Belongs to one thread.
 *
 * <pre>
 *  Ethernet 14, VLAN tag 4 | IP header 20 or 40 | type, code, checksum 2, field 4 | the packet refused
 * </pre>
 *
 * <p>IP header and all after it are at most 576 bytes. A packet refused has its fixed IP header
 * whole; the router has checked it.
 */
final class IcmpReply {

  private static final int MAX_PACKET = 576;
  private static final int ICMP_HEADER = 8;
  private static final int TTL = 255;

  private final byte[] reply = new byte[Ethernet.HEADER + Frame.VLAN_TAG + MAX_PACKET];

  /** The array the last error built is in, from its beginning. */
  byte[] array() {
    return reply;
  }

  /**
   * Answers an IPv4 packet.
   *
   * @param frame the packet refused
   * @param field the last four bytes of the ICMP header
   * @param source four bytes to answer from; null to answer in the name of the destination
   * @return the length of the error
   */
  int ipv4(Frame frame, IcmpError error, int field, byte @Nullable [] source) {
    byte[] bytes = frame.bytes;
    int original = frame.ip();
    int ip = frame.header;
    int icmp = ip + IpView.IPV4_HEADER;
    int quoted = quote(frame, icmp);
    int total = IpView.IPV4_HEADER + ICMP_HEADER + quoted;

    Arrays.fill(reply, ip, icmp, (byte) 0);
    reply[ip] = 0x45;
    NetworkOrder.put16(reply, ip + IpView.IPV4_TOTAL_LENGTH, total);
    reply[ip + IpView.IPV4_TTL] = (byte) TTL;
    reply[ip + IpView.IPV4_PROTOCOL] = IpView.ICMP;
    if (source != null) {
      System.arraycopy(source, 0, reply, ip + IpView.IPV4_SOURCE, 4);
    } else {
      int destination = original + IpView.IPV4_DESTINATION;
      System.arraycopy(bytes, destination, reply, ip + IpView.IPV4_SOURCE, 4);
    }
    System.arraycopy(bytes, original + IpView.IPV4_SOURCE, reply, ip + IpView.IPV4_DESTINATION, 4);
    int headerSum = Checksum.add(0, reply, ip, IpView.IPV4_HEADER);
    NetworkOrder.put16(reply, ip + IpView.IPV4_CHECKSUM, Checksum.of(headerSum));

    putIcmp(icmp, error.ipv4Type, error.ipv4Code, field, quoted, 0);
    return ip + total;
  }

  /**
   * Answers an IPv6 packet.
   *
   * @param frame the packet refused
   * @param field the last four bytes of the ICMPv6 header
   * @param source 16 bytes to answer from; null to answer in the name of the destination
   * @return the length of the error
   */
  int ipv6(Frame frame, IcmpError error, int field, byte @Nullable [] source) {
    byte[] bytes = frame.bytes;
    int original = frame.ip();
    int ip = frame.header;
    int icmp = ip + IpView.IPV6_HEADER;
    int quoted = quote(frame, icmp);
    int payload = ICMP_HEADER + quoted;

    NetworkOrder.put32(reply, ip, 0x60000000);
    NetworkOrder.put16(reply, ip + IpView.IPV6_PAYLOAD_LENGTH, payload);
    reply[ip + IpView.IPV6_NEXT_HEADER] = IpView.ICMPV6;
    reply[ip + IpView.IPV6_HOP_LIMIT] = (byte) TTL;
    if (source != null) {
      System.arraycopy(source, 0, reply, ip + IpView.IPV6_SOURCE, 16);
    } else {
      int destination = original + IpView.IPV6_DESTINATION;
      System.arraycopy(bytes, destination, reply, ip + IpView.IPV6_SOURCE, 16);
    }
    System.arraycopy(bytes, original + IpView.IPV6_SOURCE, reply, ip + IpView.IPV6_DESTINATION, 16);

    // Pseudo header of RFC 8200, 8.1: both addresses, length, next header.
    int pseudo = Checksum.add(0, reply, ip + IpView.IPV6_SOURCE, 32) + payload + IpView.ICMPV6;
    putIcmp(icmp, error.ipv6Type, error.ipv6Code, field, quoted, pseudo);
    return icmp + payload;
  }

  /** Copies the packet refused behind the ICMP header, and the Ethernet header turned round. */
  private int quote(Frame frame, int icmp) {
    byte[] bytes = frame.bytes;
    int to = frame.offset;
    int from = to + Ethernet.MAC;
    System.arraycopy(bytes, to, reply, 0, frame.header);
    System.arraycopy(bytes, from, reply, 0, Ethernet.MAC);
    System.arraycopy(bytes, to, reply, Ethernet.MAC, Ethernet.MAC);

    int room = MAX_PACKET - (icmp - frame.header) - ICMP_HEADER;
    int quoted = Math.min(frame.length - frame.header, room);
    System.arraycopy(bytes, frame.ip(), reply, icmp + ICMP_HEADER, quoted);
    return quoted;
  }

  private void putIcmp(int icmp, int type, int code, int field, int quoted, int pseudo) {
    reply[icmp] = (byte) type;
    reply[icmp + 1] = (byte) code;
    NetworkOrder.put16(reply, icmp + 2, 0);
    NetworkOrder.put32(reply, icmp + 4, field);
    int sum = Checksum.add(pseudo, reply, icmp, ICMP_HEADER + quoted);
    NetworkOrder.put16(reply, icmp + 2, Checksum.of(sum));
  }
}
