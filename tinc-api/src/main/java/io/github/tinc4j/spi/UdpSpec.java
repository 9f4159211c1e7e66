package io.github.tinc4j.spi;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The UDP socket that a node asks for (spec 20, 11).
 *
 * @param bindAddress where to bind; port 0 lets the system choose. The IPv6 wildcard takes IPv4 as
 *     well
 * @param dontFragment whether a datagram too long for its path is refused rather than fragmented
 * @param receiveBuffer {@code UDPRcvBuf} in bytes; 0 leaves it to the transport
 * @param sendBuffer {@code UDPSndBuf} in bytes; 0 leaves it to the transport
 * @param offload whether the kernel may cut and join datagrams for us, where it can
 * @param bindToInterface {@code BindToInterface}, the network interface that datagrams may come and
 *     go by, from the first on; null for all
 */
public record UdpSpec(
    InetSocketAddress bindAddress,
    boolean dontFragment,
    int receiveBuffer,
    int sendBuffer,
    boolean offload,
    @Nullable String bindToInterface) {

  /** A socket of all interfaces. */
  public UdpSpec(
      InetSocketAddress bindAddress,
      boolean dontFragment,
      int receiveBuffer,
      int sendBuffer,
      boolean offload) {
    this(bindAddress, dontFragment, receiveBuffer, sendBuffer, offload, null);
  }
}
