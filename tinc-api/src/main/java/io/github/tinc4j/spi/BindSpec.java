package io.github.tinc4j.spi;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where a socket is to be bound (spec 40, 9).
 *
 * @param address the address and port; port 0 lets the system choose
 * @param ipv6Only whether the IPv6 wildcard leaves IPv4 alone, as IPV6_V6ONLY (RFC 3493, 5.3) has
 *     it; otherwise it takes IPv4 as well. False for all other addresses
 * @param interfaceName {@code BindToInterface}, the network interface that all must come and go by,
 *     from the first on; null for any
 */
public record BindSpec(
    InetSocketAddress address, boolean ipv6Only, @Nullable String interfaceName) {

  /** Of addresses other than the IPv6 wildcard {@code ipv6Only} says nothing. */
  public BindSpec {
    ipv6Only = ipv6Only && isIpv6Wildcard(address);
  }

  /** A place on all interfaces, where the IPv6 wildcard takes IPv4 as well. */
  public BindSpec(InetSocketAddress address) {
    this(address, false, null);
  }

  private static boolean isIpv6Wildcard(InetSocketAddress address) {
    return address.getAddress() instanceof Inet6Address ip && ip.isAnyLocalAddress();
  }

  /** Whether this is the IPv6 wildcard. */
  public boolean isIpv6Wildcard() {
    return isIpv6Wildcard(address);
  }

  /** Whether a socket of IPv6 takes IPv4 as well here. */
  public boolean takesBoth() {
    return isIpv6Wildcard() && !ipv6Only;
  }

  /** Whether a socket takes IPv4 here. */
  public boolean takesIpv4() {
    return address.getAddress() instanceof Inet4Address || takesBoth();
  }
}
