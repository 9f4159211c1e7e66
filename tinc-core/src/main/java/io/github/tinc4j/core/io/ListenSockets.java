package io.github.tinc4j.core.io;

import io.github.tinc4j.api.TincException;
import io.github.tinc4j.api.config.AddressFamily;
import io.github.tinc4j.api.config.ListenAddress;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.core.engine.Engine;
import io.github.tinc4j.spi.UdpSpec;
import io.github.tinc4j.spi.UdpTransport;
import io.github.tinc4j.spi.UdpTransportProvider;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sockets that a node listens on: for each address one for TCP and one for UDP, on the same
 * port (spec 40, 9; spec 20, 11).
 *
 * <p>tincd opens a socket for each IP version; Java cannot keep an IPv6 socket off IPv4, so where
 * both are wanted one socket takes both. Peers cannot tell.
 */
public final class ListenSockets implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("io.github.tinc4j");

  /** With port 0 the port that TCP got may be taken for UDP; another is tried so many times. */
  private static final int PORT_ATTEMPTS = 20;

  private static final int MOST_ADDRESSES = 128;

  /** A pair of sockets on one address. */
  record Pair(ServerSocketChannel tcp, UdpTransport udp, InetSocketAddress address) {
    void close() {
      closeQuietly(tcp);
      closeQuietly(udp);
    }
  }

  private final List<Pair> pairs;

  private ListenSockets(List<Pair> pairs) {
    this.pairs = pairs;
  }

  /**
   * Opens the sockets that {@code config} asks for; an address that cannot be had is left out.
   *
   * @param provider opens those for UDP
   * @throws TincException when none can be had
   */
  public static ListenSockets open(NodeConfig config, UdpTransportProvider provider)
      throws TincException {
    List<Pair> pairs = new ArrayList<>();
    @Nullable IOException failure = null;
    for (InetSocketAddress address : wanted(config)) {
      try {
        pairs.add(openPair(address, config, provider));
      } catch (IOException e) {
        LOG.log(System.Logger.Level.WARNING, "cannot listen on {0}: {1}", address, e.getMessage());
        failure = e;
      }
    }
    if (pairs.isEmpty()) {
      String why = failure == null ? "no address to listen on" : failure.getMessage();
      throw new TincException("cannot listen on any address: " + why, failure);
    }
    return new ListenSockets(pairs);
  }

  private static List<InetSocketAddress> wanted(NodeConfig config) throws TincException {
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
    List<InetSocketAddress> all = List.copyOf(wanted);
    wanted.removeIf(address -> isTakenByIpv6(address, all));
    return wanted.size() > MOST_ADDRESSES ? wanted.subList(0, MOST_ADDRESSES) : wanted;
  }

  /** Whether the IPv6 wildcard, which takes IPv4 as well, is wanted on the same port. */
  private static boolean isTakenByIpv6(InetSocketAddress address, List<InetSocketAddress> wanted) {
    return address.getAddress() instanceof Inet4Address
        && address.getAddress().isAnyLocalAddress()
        && wanted.stream()
            .anyMatch(
                other -> other.getPort() == address.getPort() && takesBoth(other.getAddress()));
  }

  private static boolean takesBoth(InetAddress own) {
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

  private static Pair openPair(
      InetSocketAddress address, NodeConfig config, UdpTransportProvider provider)
      throws IOException {
    if (address.getPort() != 0) {
      return bind(address, config, provider);
    }
    for (int attempt = 1; ; attempt++) {
      try {
        return bind(address, config, provider);
      } catch (BindException e) {
        if (attempt == PORT_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static Pair bind(
      InetSocketAddress address, NodeConfig config, UdpTransportProvider provider)
      throws IOException {
    ServerSocketChannel tcp = openTcp(address);
    try {
      tcp.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      tcp.bind(address);
      tcp.configureBlocking(false);
      int port = ((InetSocketAddress) tcp.getLocalAddress()).getPort();
      var bound = new InetSocketAddress(address.getAddress(), port);
      return new Pair(tcp, provider.open(udpSpec(bound, config)), bound);
    } catch (IOException | RuntimeException e) {
      closeQuietly(tcp);
      throw e;
    }
  }

  private static UdpSpec udpSpec(InetSocketAddress address, NodeConfig config) {
    return new UdpSpec(
        address,
        Engine.probesPathMtu(config),
        config.udpRcvBuf(),
        config.udpSndBuf(),
        config.offload());
  }

  private static ServerSocketChannel openTcp(InetSocketAddress address) throws IOException {
    boolean ipv4 = address.getAddress() instanceof Inet4Address;
    ProtocolFamily family = ipv4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    try {
      return ServerSocketChannel.open(family);
    } catch (UnsupportedOperationException e) {
      throw new IOException(family + " is not available", e);
    }
  }

  /** The pairs; their places are the socket indexes of the packet plane. */
  List<Pair> pairs() {
    return pairs;
  }

  /** The addresses with the ports really bound. */
  public List<InetSocketAddress> addresses() {
    return pairs.stream().map(Pair::address).toList();
  }

  /** The sockets for UDP, by their index. */
  public List<UdpTransport> udp() {
    return pairs.stream().map(Pair::udp).toList();
  }

  /**
   * The address to connect to {@code target} from: that of the only socket of its family (spec 40,
   * 5). Null to leave it to the system.
   */
  @Nullable InetAddress sourceFor(InetAddress target) {
    List<InetAddress> candidates =
        pairs.stream()
            .map(pair -> pair.address().getAddress())
            .filter(own -> own.getClass() == target.getClass() || takesBoth(own))
            .toList();
    boolean only = candidates.size() == 1 && !candidates.get(0).isAnyLocalAddress();
    return only ? candidates.get(0) : null;
  }

  @Override
  public void close() {
    pairs.forEach(Pair::close);
  }

  /** Closes what is given up anyway; that it fails changes nothing. */
  static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      LOG.log(System.Logger.Level.DEBUG, "while closing", e);
    }
  }
}
