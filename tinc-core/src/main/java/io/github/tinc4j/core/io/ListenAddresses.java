package io.github.tinc4j.core.io;

import io.github.tinc4j.api.TincException;
import io.github.tinc4j.api.config.AddressFamily;
import io.github.tinc4j.api.config.ListenAddress;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.spi.BindSpec;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a node wants to listen (spec 40, 9). */
final class ListenAddresses {

  private static final System.Logger LOG = System.getLogger("io.github.tinc4j");

  private static final int MOST = 128;

  private ListenAddresses() {}

  /**
   * The places that {@code config} asks for; a host name that is not known is left out.
   *
   * @param keepsApart whether a socket of IPv6 can be kept off IPv4 here
   * @throws TincException when there is no wildcard address
   */
  static List<BindSpec> wanted(NodeConfig config, boolean keepsApart) throws TincException {
    List<InetSocketAddress> wanted = new ArrayList<>();
    if (config.bindToAddress().isEmpty()) {
      add(wildcards(config.addressFamily()), config.port(), wanted);
    }
    for (ListenAddress listen : config.bindToAddress()) {
      int port = listen.port() == -1 ? config.port() : listen.port();
      add(resolve(listen.host(), config.addressFamily()), port, wanted);
    }
    List<BindSpec> merged = merged(wanted, keepsApart, config.bindToInterface());
    return merged.size() > MOST ? merged.subList(0, MOST) : merged;
  }

  private static void add(List<InetAddress> hosts, int port, List<InetSocketAddress> to) {
    hosts.forEach(host -> to.add(new InetSocketAddress(host, port)));
  }

  /**
   * The sockets for these addresses. One takes the wildcards of both IP versions on a port; where
   * they cannot be kept apart, that of IPv6 takes every address of IPv4 on its port.
   */
  private static List<BindSpec> merged(
      List<InetSocketAddress> all, boolean keepsApart, @Nullable String interfaceName) {
    List<BindSpec> merged = new ArrayList<>();
    for (InetSocketAddress one : all) {
      if (isIpv6Wildcard(one)) {
        boolean both = all.stream().anyMatch(other -> isTakenBy(one, other, keepsApart));
        merged.add(new BindSpec(one, !both, interfaceName));
      } else if (all.stream().noneMatch(other -> isTakenBy(other, one, keepsApart))) {
        merged.add(new BindSpec(one, false, interfaceName));
      }
    }
    return merged;
  }

  private static boolean isTakenBy(
      InetSocketAddress wildcard, InetSocketAddress one, boolean keepsApart) {
    return isIpv6Wildcard(wildcard)
        && one.getAddress() instanceof Inet4Address
        && one.getPort() == wildcard.getPort()
        && (one.getAddress().isAnyLocalAddress() || !keepsApart);
  }

  private static boolean isIpv6Wildcard(InetSocketAddress one) {
    return new BindSpec(one).isIpv6Wildcard();
  }

  /**
   * The sockets for UDP beside those for TCP that are inherited. Of the IPv6 wildcard nobody says
   * whether it takes IPv4: it does where no other socket has an address of IPv4 on its port.
   */
  static List<BindSpec> beside(List<InetSocketAddress> inherited, @Nullable String interfaceName) {
    List<BindSpec> all = new ArrayList<>();
    for (BindSpec where : merged(inherited, true, interfaceName)) {
      boolean alone =
          inherited.stream()
              .noneMatch(
                  other ->
                      other.getPort() == where.address().getPort()
                          && other.getAddress() instanceof Inet4Address);
      boolean ipv6Only = where.ipv6Only() && !alone;
      all.add(new BindSpec(where.address(), ipv6Only, interfaceName));
    }
    return all;
  }

  private static List<InetAddress> resolve(String host, AddressFamily family) throws TincException {
    try {
      if (host.equals("*")) {
        return wildcards(family);
      }
      List<InetAddress> usable = new ArrayList<>();
      for (InetAddress address : InetAddress.getAllByName(host)) {
        boolean ipv4 = address instanceof Inet4Address;
        if (family == AddressFamily.ANY || ipv4 == (family == AddressFamily.IPV4)) {
          usable.add(address);
        }
      }
      return usable;
    } catch (UnknownHostException e) {
      // As with an address that cannot be bound: the others may do.
      LOG.log(System.Logger.Level.WARNING, "BindToAddress: unknown host {0}", host);
      return List.of();
    }
  }

  private static List<InetAddress> wildcards(AddressFamily family) throws TincException {
    List<InetAddress> all = new ArrayList<>();
    try {
      if (family != AddressFamily.IPV6) {
        all.add(InetAddress.getByAddress(new byte[4]));
      }
      if (family == AddressFamily.IPV6 || (family == AddressFamily.ANY && systemHasIpv6())) {
        all.add(InetAddress.getByAddress(new byte[16]));
      }
      return all;
    } catch (UnknownHostException e) {
      throw new TincException("no wildcard address", e);
    }
  }

  private static boolean systemHasIpv6() {
    try {
      DatagramChannel.open(StandardProtocolFamily.INET6).close();
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      LOG.log(System.Logger.Level.DEBUG, "no IPv6 here", e);
      return false;
    }
  }
}
