package io.github.tinc4j.spi;

import java.net.InetSocketAddress;

/**
 * The UDP socket that a node asks for (spec 20, 11).
 *
 * @param bind where to bind
 * @param dontFragment whether a datagram too long for its path is refused rather than fragmented
 * @param receiveBuffer {@code UDPRcvBuf} in bytes; 0 leaves it to the transport
 * @param sendBuffer {@code UDPSndBuf} in bytes; 0 leaves it to the transport
 * @param offload whether the kernel may cut and join datagrams for us, where it can
 */
public record UdpSpec(
    BindSpec bind, boolean dontFragment, int receiveBuffer, int sendBuffer, boolean offload) {

  /** A socket of all interfaces; on the IPv6 wildcard it takes IPv4 as well. */
  public UdpSpec(
      InetSocketAddress address,
      boolean dontFragment,
      int receiveBuffer,
      int sendBuffer,
      boolean offload) {
    this(new BindSpec(address), dontFragment, receiveBuffer, sendBuffer, offload);
  }
}
