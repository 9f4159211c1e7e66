package io.github.tinc4j.core.route;

/** Takes one hop off a packet that we relay (spec 30, 9.5). Pure functions. */
final class TtlStep {

  private static final int ICMP_TIME_EXCEEDED = 11;
  private static final int ICMPV6_TIME_EXCEEDED = 3;

  private TtlStep() {}

  /** Takes a hop off the IPv4 packet at {@code ip}; false, and unchanged, when none is left. */
  static boolean ipv4(byte[] frame, int ip) {
    int ttl = NetworkOrder.get8(frame, ip + IpView.IPV4_TTL);
    if (ttl <= 1) {
      return false;
    }
    int before = NetworkOrder.get16(frame, ip + IpView.IPV4_TTL);
    frame[ip + IpView.IPV4_TTL] = (byte) (ttl - 1);
    int after = NetworkOrder.get16(frame, ip + IpView.IPV4_TTL);
    int checksum = NetworkOrder.get16(frame, ip + IpView.IPV4_CHECKSUM);
    NetworkOrder.put16(frame, ip + IpView.IPV4_CHECKSUM, Checksum.updated(checksum, before, after));
    return true;
  }

  /** Takes a hop off the IPv6 packet at {@code ip}; false, and unchanged, when none is left. */
  static boolean ipv6(byte[] frame, int ip) {
    int hopLimit = NetworkOrder.get8(frame, ip + IpView.IPV6_HOP_LIMIT);
    if (hopLimit <= 1) {
      return false;
    }
    frame[ip + IpView.IPV6_HOP_LIMIT] = (byte) (hopLimit - 1);
    return true;
  }

  /** Whether the IPv4 packet from {@code ip} to {@code end} is itself a time-exceeded. */
  static boolean isTimeExceededIpv4(byte[] frame, int ip, int end) {
    int icmp = ip + IpView.ipv4HeaderLength(frame, ip);
    return frame[ip + IpView.IPV4_PROTOCOL] == IpView.ICMP
        && icmp < end
        && frame[icmp] == ICMP_TIME_EXCEEDED;
  }

  /** Whether the IPv6 packet from {@code ip} to {@code end} is itself a time-exceeded. */
  static boolean isTimeExceededIpv6(byte[] frame, int ip, int end) {
    int icmp = ip + IpView.IPV6_HEADER;
    return frame[ip + IpView.IPV6_NEXT_HEADER] == IpView.ICMPV6
        && icmp < end
        && frame[icmp] == ICMPV6_TIME_EXCEEDED;
  }
}
