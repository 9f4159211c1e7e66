package io.github.tinc4j.core.io;

import io.github.tinc4j.api.TincException;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.core.engine.Engine;
import io.github.tinc4j.spi.BindSpec;
import io.github.tinc4j.spi.HostSystem;
import io.github.tinc4j.spi.HostSystem.Bound;
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
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sockets that a node listens on: for each address one for TCP and one for UDP, on the same
 * port (spec 40, 9; spec 20, 11). Those for TCP may be inherited.
 *
 * <p>tincd opens a socket for each IP version. Here one takes both where both wildcards are wanted,
 * which peers cannot tell. Where only that of IPv6 is, a host system keeps its socket off IPv4;
 * Java alone cannot, and leaves alone what comes by IPv4.
 */
public final class ListenSockets implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("io.github.tinc4j");

  /** With port 0 the port that TCP got may be taken for UDP; another is tried so many times. */
  private static final int PORT_ATTEMPTS = 20;

  private final NodeConfig config;
  private final UdpTransportProvider provider;
  private final HostSystem host;
  private final List<Listener> tcp = new ArrayList<>();
  private final List<UdpTransport> udp = new ArrayList<>();

  private ListenSockets(NodeConfig config, UdpTransportProvider provider, HostSystem host) {
    this.config = config;
    this.provider = provider;
    this.host = host;
  }

  /**
   * Opens the sockets that {@code config} asks for; an address that cannot be had is left out.
   *
   * @param provider opens those for UDP
   * @param host opens those of one interface and those of IPv6 only, and takes over those that are
   *     inherited
   * @throws TincException when none can be had, or one that is inherited is of no use
   */
  public static ListenSockets open(
      NodeConfig config, UdpTransportProvider provider, HostSystem host) throws TincException {
    var sockets = new ListenSockets(config, provider, host);
    try {
      if (config.inheritedSockets().isEmpty()) {
        sockets.openAll();
      } else {
        sockets.takeOver();
      }
      return sockets;
    } catch (TincException | RuntimeException e) {
      sockets.close();
      throw e;
    }
  }

  private void openAll() throws TincException {
    @Nullable IOException failure = null;
    for (BindSpec where : ListenAddresses.wanted(config, host.available())) {
      try {
        openPair(where);
      } catch (IOException e) {
        LOG.log(
            System.Logger.Level.WARNING,
            "cannot listen on {0}: {1}",
            where.address(),
            e.getMessage());
        failure = e;
      }
    }
    if (tcp.isEmpty()) {
      String why = failure == null ? "no address to listen on" : failure.getMessage();
      throw new TincException("cannot listen on any address: " + why, failure);
    }
  }

  private void openPair(BindSpec where) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        bind(where);
        return;
      } catch (BindException e) {
        if (where.address().getPort() != 0 || attempt == PORT_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void bind(BindSpec where) throws IOException {
    Bound<ServerSocketChannel> listener = listen(where);
    try {
      listener.channel().configureBlocking(false);
      int port = listener.localAddress().getPort();
      var bound =
          new BindSpec(
              new InetSocketAddress(where.address().getAddress(), port),
              where.ipv6Only(),
              where.interfaceName());
      udp.add(provider.open(udpSpec(bound)));
      tcp.add(new Listener(listener.channel(), bound));
    } catch (IOException | RuntimeException e) {
      closeQuietly(listener.channel());
      throw e;
    }
  }

  private Bound<ServerSocketChannel> listen(BindSpec where) throws IOException {
    if (HostSystems.opens(where, host)) {
      return host.listen(where);
    }
    ServerSocketChannel channel = openTcp(where.address());
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(where.address());
      return new Bound<>(channel, (InetSocketAddress) channel.getLocalAddress());
    } catch (IOException | RuntimeException e) {
      closeQuietly(channel);
      throw e;
    }
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

  /** All that are inherited, for whoever gave them counts on them. */
  private void takeOver() throws TincException {
    for (int descriptor : config.inheritedSockets()) {
      try {
        Bound<ServerSocketChannel> adopted = host.adopt(descriptor);
        tcp.add(new Listener(adopted.channel(), new BindSpec(adopted.localAddress())));
        adopted.channel().configureBlocking(false);
      } catch (IOException e) {
        throw new TincException(
            "cannot accept from the inherited socket " + descriptor + ": " + e.getMessage(), e);
      }
    }
    for (BindSpec where : ListenAddresses.beside(addresses(), config.bindToInterface())) {
      try {
        udp.add(provider.open(udpSpec(where)));
      } catch (IOException e) {
        throw new TincException(
            "no UDP beside the inherited socket on " + where.address() + ": " + e.getMessage(), e);
      }
    }
  }

  private UdpSpec udpSpec(BindSpec where) {
    return new UdpSpec(
        where,
        Engine.probesPathMtu(config),
        config.udpRcvBuf(),
        config.udpSndBuf(),
        config.offload());
  }

  /** The sockets for TCP; they do not block. */
  List<Listener> tcp() {
    return List.copyOf(tcp);
  }

  /** The addresses with the ports really bound. */
  public List<InetSocketAddress> addresses() {
    return tcp.stream().map(listener -> listener.where().address()).toList();
  }

  /** The sockets for UDP, by their index. */
  public List<UdpTransport> udp() {
    return List.copyOf(udp);
  }

  /**
   * The address to connect to {@code target} from: that of the only socket of its family (spec 40,
   * 5). Null to leave it to the system.
   */
  @Nullable InetAddress sourceFor(InetAddress target) {
    List<InetAddress> candidates =
        tcp.stream()
            .map(Listener::where)
            .filter(where -> isForFamilyOf(target, where))
            .map(where -> where.address().getAddress())
            .toList();
    boolean only = candidates.size() == 1 && !candidates.get(0).isAnyLocalAddress();
    return only ? candidates.get(0) : null;
  }

  private static boolean isForFamilyOf(InetAddress target, BindSpec where) {
    return target instanceof Inet4Address
        ? where.takesIpv4()
        : where.address().getAddress() instanceof Inet6Address;
  }

  @Override
  public void close() {
    tcp.forEach(listener -> closeQuietly(listener.channel()));
    udp.forEach(ListenSockets::closeQuietly);
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
