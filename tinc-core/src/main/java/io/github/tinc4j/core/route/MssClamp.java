package io.github.tinc4j.core.route;

/**
 * Lowers the maximum segment size that a TCP packet announces to what a path takes (spec 30, 9.6).
 * Pure functions.
 */
final class MssClamp {

  private static final int TCP_HEADER = 20;
  private static final int TCP_DATA_OFFSET = 12;
  private static final int TCP_CHECKSUM = 16;

  private static final int END_OF_OPTIONS = 0;
  private static final int NO_OPERATION = 1;
  private static final int MSS = 2;
  private static final int MSS_LENGTH = 4;

  private MssClamp() {}

  /**
   * Clamps an IPv4 packet whose fixed header is whole; leaves what is not TCP, or malformed.
   *
   * @param before bytes of the frame before the IP header
   * @param maxFrame the longest frame the path takes, in bytes
   */
  static void ipv4(byte[] frame, int offset, int length, int before, int maxFrame) {
    int ip = offset + before;
    int header = IpView.ipv4HeaderLength(frame, ip);
    // A later fragment has data where the first one has the TCP header.
    boolean laterFragment =
        (NetworkOrder.get16(frame, ip + IpView.IPV4_FRAGMENT) & IpView.FRAGMENT_OFFSET) != 0;
    if (frame[ip + IpView.IPV4_PROTOCOL] == IpView.TCP
        && header >= IpView.IPV4_HEADER
        && !laterFragment) {
      tcp(frame, offset, length, ip + header, maxFrame);
    }
  }

  /**
   * Clamps an IPv6 packet whose fixed header is whole; leaves what is not TCP, or malformed.
   *
   * @param before bytes of the frame before the IP header
   * @param maxFrame the longest frame the path takes, in bytes
   */
  static void ipv6(byte[] frame, int offset, int length, int before, int maxFrame) {
    int ip = offset + before;
    if (frame[ip + IpView.IPV6_NEXT_HEADER] == IpView.TCP) {
      tcp(frame, offset, length, ip + IpView.IPV6_HEADER, maxFrame);
    }
  }

  private static void tcp(byte[] frame, int offset, int length, int tcp, int maxFrame) {
    int end = offset + length;
    if (end - tcp < TCP_HEADER) {
      return;
    }
    int options = tcp + TCP_HEADER;
    int optionsEnd = tcp + (NetworkOrder.get8(frame, tcp + TCP_DATA_OFFSET) >>> 4) * 4;
    int mss = optionsEnd <= end ? find(frame, options, optionsEnd) : -1;
    if (mss < 0) {
      return;
    }
    int old = NetworkOrder.get16(frame, mss);
    int most = maxFrame - (tcp - offset) - TCP_HEADER;
    // A path too small for its own headers leaves nothing to clamp to.
    if (old <= most || most <= 0) {
      return;
    }
    NetworkOrder.put16(frame, mss, most);
    int checksum = NetworkOrder.get16(frame, tcp + TCP_CHECKSUM);
    // At an odd place the value straddles two words of the checksum: it counts byte-swapped.
    boolean odd = ((mss - tcp) & 1) != 0;
    int updated =
        odd
            ? Checksum.updated(checksum, swap(old), swap(most))
            : Checksum.updated(checksum, old, most);
    NetworkOrder.put16(frame, tcp + TCP_CHECKSUM, updated);
  }

  /** Where the value of the MSS option is; -1 when there is none before the first bad option. */
  private static int find(byte[] frame, int options, int end) {
    int at = options;
    while (at < end && frame[at] != END_OF_OPTIONS) {
      if (frame[at] == NO_OPERATION) {
        at++;
        continue;
      }
      int size = at + 1 < end ? NetworkOrder.get8(frame, at + 1) : 0;
      if (size < 2 || size > end - at) {
        return -1;
      }
      if (frame[at] == MSS && size == MSS_LENGTH) {
        return at + 2;
      }
      at += size;
    }
    return -1;
  }

  private static int swap(int word) {
    return (word & 0xFF) << 8 | word >>> 8;
  }
}
