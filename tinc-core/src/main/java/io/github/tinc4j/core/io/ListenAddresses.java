package io.github.tinc4j.core.io;

import io.github.tinc4j.api.TincException;
import io.github.tinc4j.api.config.AddressFamily;
import io.github.tinc4j.api.config.ListenAddress;
import io.github.tinc4j.api.config.NodeConfig;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;

/** Where a node wants to listen (spec 40, 9). */
final class ListenAddresses {

  private static final System.Logger LOG = System.getLogger("io.github.tinc4j");

  private static final int MOST = 128;

  private ListenAddresses() {}

  /**
   * The addresses that {@code config} asks for; a host name that is not known is left out.
   *
   * @throws TincException when there is no wildcard address
   */
  static List<InetSocketAddress> wanted(NodeConfig config) throws TincException {
    List<InetSocketAddress> wanted = new ArrayList<>();
    if (config.bindToAddress().isEmpty()) {
      wanted.add(new InetSocketAddress(wildcard(config.addressFamily()), config.port()));
    }
    for (ListenAddress listen : config.bindToAddress()) {
      int port = listen.port() == -1 ? config.port() : listen.port();
      for (InetAddress address : resolve(listen.host(), config.addressFamily())) {
        wanted.add(new InetSocketAddress(address, port));
      }
    }
    List<InetSocketAddress> usable = withoutTaken(wanted);
    return usable.size() > MOST ? usable.subList(0, MOST) : usable;
  }

  /** Those that are not taken by the IPv6 wildcard on the same port, which takes IPv4 as well. */
  static List<InetSocketAddress> withoutTaken(List<InetSocketAddress> all) {
    return all.stream().filter(address -> !isTakenByIpv6(address, all)).toList();
  }

  private static boolean isTakenByIpv6(InetSocketAddress address, List<InetSocketAddress> all) {
    return address.getAddress() instanceof Inet4Address
        && address.getAddress().isAnyLocalAddress()
        && all.stream()
            .anyMatch(
                other -> other.getPort() == address.getPort() && takesBoth(other.getAddress()));
  }

  /** Whether a socket bound to {@code own} takes both IP versions. */
  static boolean takesBoth(InetAddress own) {
    return own instanceof Inet6Address && own.isAnyLocalAddress();
  }

  private static List<InetAddress> resolve(String host, AddressFamily family) throws TincException {
    try {
      if (host.equals("*")) {
        return List.of(wildcard(family));
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

  private static InetAddress wildcard(AddressFamily family) throws TincException {
    boolean ipv4 =
        family == AddressFamily.IPV4 || (family == AddressFamily.ANY && !systemHasIpv6());
    try {
      return InetAddress.getByAddress(new byte[ipv4 ? 4 : 16]);
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
