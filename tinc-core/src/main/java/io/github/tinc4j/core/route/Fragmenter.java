package io.github.tinc4j.core.route;

/** Cuts IPv4 packets that are too long for a path (spec 30, 9.4). Belongs to one thread. */
final class Fragmenter {

  /** RFC 791: the highest place a byte of a packet can have. */
  private static final int MAX_PACKET = 0xFFFF;

  private final byte[] fragment = new byte[Ethernet.MAX_FRAME];

  /**
   * Sends the IPv4 packet in pieces. DF is not set.
   *
   * @param maxFrame the longest frame the path takes, in bytes, 590 to 1518
   * @param node index of the node to send to
   * @return false, and nothing sent, when the packet has options, its length is not that of the
   *     frame, or its end would lie beyond the longest packet
   */
  boolean split(Frame frame, int maxFrame, int node, RouteSink sink) {
    byte[] bytes = frame.bytes;
    int ip = frame.ip();
    int before = frame.header;
    int total = NetworkOrder.get16(bytes, ip + IpView.IPV4_TOTAL_LENGTH);
    int flags = NetworkOrder.get16(bytes, ip + IpView.IPV4_FRAGMENT);
    int place = flags & IpView.FRAGMENT_OFFSET;
    if (IpView.ipv4HeaderLength(bytes, ip) != IpView.IPV4_HEADER
        || frame.length != before + total
        || place * 8 + total > MAX_PACKET) {
      return false;
    }
    int start = before + IpView.IPV4_HEADER;
    System.arraycopy(bytes, frame.offset, fragment, 0, start);
    int chunk = (maxFrame - start) & ~7;
    int payload = total - IpView.IPV4_HEADER;
    for (int done = 0; done < payload; done += chunk) {
      int size = Math.min(chunk, payload - done);
      boolean last = done + size == payload;
      int more = last ? flags & IpView.MF : IpView.MF;
      int kept = flags & ~(IpView.MF | IpView.FRAGMENT_OFFSET);
      System.arraycopy(bytes, ip + IpView.IPV4_HEADER + done, fragment, start, size);
      putHeader(before, IpView.IPV4_HEADER + size, kept | more | (place + done / 8));
      sink.send(node, fragment, 0, start + size);
    }
    return true;
  }

  private void putHeader(int ip, int total, int flags) {
    NetworkOrder.put16(fragment, ip + IpView.IPV4_TOTAL_LENGTH, total);
    NetworkOrder.put16(fragment, ip + IpView.IPV4_FRAGMENT, flags);
    NetworkOrder.put16(fragment, ip + IpView.IPV4_CHECKSUM, 0);
    int sum = Checksum.add(0, fragment, ip, IpView.IPV4_HEADER);
    NetworkOrder.put16(fragment, ip + IpView.IPV4_CHECKSUM, Checksum.of(sum));
  }
}
