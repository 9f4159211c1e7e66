package io.github.tinc4j.testkit;

import io.github.tinc4j.api.Subnet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** Where the n-th node of a {@link SimMesh} is, on each of its networks. */
final class SimAddresses {

  /** The TCP and UDP port of all nodes. */
  static final int PORT = 655;

  /** Where a datagram goes to reach all hosts of a local network. */
  static final InetAddress EVERYBODY = ipv4(-1);

  private SimAddresses() {}

  /** In the network that all hosts share: 10.99.0.n. */
  static InetSocketAddress outside(int number) {
    return new InetSocketAddress(ipv4(10 << 24 | 99 << 16 | number), PORT);
  }

  /** In the local network of some: 10.97.0.n. */
  static InetSocketAddress local(int number) {
    return new InetSocketAddress(ipv4(10 << 24 | 97 << 16 | number), PORT);
  }

  /** Inside the mesh: 10.98.0.n. */
  static Subnet inside(int number) {
    return new Subnet.Ipv4(10 << 24 | 98 << 16 | number, 32, Subnet.DEFAULT_WEIGHT);
  }

  /** The first address of a subnet. */
  static InetAddress of(Subnet subnet) {
    if (subnet instanceof Subnet.Ipv4 range) {
      return ipv4(range.address());
    }
    throw new IllegalArgumentException("not IPv4: " + subnet);
  }

  private static InetAddress ipv4(int address) {
    try {
      return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(address).array());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are always an address", e);
    }
  }
}
