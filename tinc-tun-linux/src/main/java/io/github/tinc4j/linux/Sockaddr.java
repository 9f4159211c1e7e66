package io.github.tinc4j.linux;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * Socket addresses as the kernel has them. Families and scope are in the machine's order, ports and
 * addresses in the network's.
 *
 * <p>{@code struct sockaddr_in} ({@code netinet/in.h}):
 *
 * <pre>
 * byte  0        2      4           8         16
 *       | family | port | address   | (zero)  |
 * </pre>
 *
 * <p>{@code struct sockaddr_in6}; IPv4 has the addresses {@code ::ffff:0:0/96} there:
 *
 * <pre>
 * byte  0        2      4           8         24         28
 *       | family | port | flow info | address | scope id |
 * </pre>
 */
final class Sockaddr {

  // bits/socket.h
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;

  static final int PORT = 2;

  static final int SIZE4 = 16;
  static final int ADDRESS4 = 4;

  static final int SIZE6 = 28;
  static final int ADDRESS6 = 8;
  static final int SCOPE6 = 24;

  /** How much room each gets in an array of ours: the longest, and then aligned to 8 bytes. */
  static final int STRIDE = 32;

  private static final int MAPPED_PREFIX = 12;

  private Sockaddr() {}

  /** How long an address of {@code family} is. */
  static int size(int family) {
    return family == AF_INET ? SIZE4 : SIZE6;
  }

  /**
   * Whether a socket of a family can name {@code address}.
   *
   * @param takesBoth whether an IPv6 socket takes IPv4 too
   */
  static boolean isReachable(InetSocketAddress address, int family, boolean takesBoth) {
    InetAddress ip = address.getAddress();
    return ip instanceof Inet4Address
        ? family == AF_INET || takesBoth
        : ip != null && family != AF_INET;
  }

  /** Writes an {@linkplain #isReachable address that fits}, {@link #STRIDE} bytes at {@code at}. */
  static void write(InetSocketAddress address, int family, ByteBuffer to, int at) {
    for (int i = 0; i < STRIDE; i += Long.BYTES) {
      to.putLong(at + i, 0);
    }
    to.putShort(at, (short) family);
    to.put(at + PORT, (byte) (address.getPort() >> 8));
    to.put(at + PORT + 1, (byte) address.getPort());
    byte[] ip = address.getAddress().getAddress();
    if (family == AF_INET) {
      to.put(at + ADDRESS4, ip);
    } else if (address.getAddress() instanceof Inet6Address ip6) {
      to.put(at + ADDRESS6, ip);
      to.putInt(at + SCOPE6, ip6.getScopeId());
    } else {
      to.putShort(at + ADDRESS6 + MAPPED_PREFIX - 2, (short) 0xffff);
      to.put(at + ADDRESS6 + MAPPED_PREFIX, ip);
    }
  }

  /** The address at {@code at}; IPv4 is IPv4, whatever the socket. */
  static InetSocketAddress read(ByteBuffer from, int at) {
    boolean ipv4 = from.getShort(at) == AF_INET;
    byte[] ip = new byte[ipv4 ? 4 : 16];
    from.get(at + (ipv4 ? ADDRESS4 : ADDRESS6), ip);
    int port = (from.get(at + PORT) & 0xff) << 8 | (from.get(at + PORT + 1) & 0xff);
    return new InetSocketAddress(inetAddress(ip, ipv4 ? 0 : from.getInt(at + SCOPE6)), port);
  }

  private static InetAddress inetAddress(byte[] ip, int scope) {
    try {
      // A mapped address, which has no scope, becomes IPv4.
      return scope == 0 ? InetAddress.getByAddress(ip) : Inet6Address.getByAddress(null, ip, scope);
    } catch (UnknownHostException e) {
      throw new AssertionError("an address of " + ip.length + " bytes", e);
    }
  }

  /** Whether both are one destination: {@code equals} does not look at the scope. */
  @SuppressWarnings("ReferenceEquality") // nearly always they are one object: asked first
  static boolean isSame(InetSocketAddress a, InetSocketAddress b) {
    return a == b || (a.equals(b) && scope(a) == scope(b));
  }

  private static int scope(InetSocketAddress address) {
    return address.getAddress() instanceof Inet6Address ip6 ? ip6.getScopeId() : 0;
  }
}
