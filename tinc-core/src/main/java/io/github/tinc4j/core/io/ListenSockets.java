package io.github.tinc4j.core.io;

import io.github.tinc4j.api.TincException;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.core.engine.Engine;
import io.github.tinc4j.spi.HostSystem;
import io.github.tinc4j.spi.HostSystem.Bound;
import io.github.tinc4j.spi.UdpSpec;
import io.github.tinc4j.spi.UdpTransport;
import io.github.tinc4j.spi.UdpTransportProvider;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
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
 * <p>tincd opens a socket for each IP version; Java cannot keep an IPv6 socket off IPv4, so where
 * both are wanted one socket takes both. Peers cannot tell.
 */
public final class ListenSockets implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("io.github.tinc4j");

  /** With port 0 the port that TCP got may be taken for UDP; another is tried so many times. */
  private static final int PORT_ATTEMPTS = 20;

  private final NodeConfig config;
  private final UdpTransportProvider provider;
  private final HostSystem host;
  private final List<Bound<ServerSocketChannel>> tcp = new ArrayList<>();
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
   * @param host opens those of one interface, and takes over those that are inherited
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
    for (InetSocketAddress address : ListenAddresses.wanted(config)) {
      try {
        openPair(address);
      } catch (IOException e) {
        LOG.log(System.Logger.Level.WARNING, "cannot listen on {0}: {1}", address, e.getMessage());
        failure = e;
      }
    }
    if (tcp.isEmpty()) {
      String why = failure == null ? "no address to listen on" : failure.getMessage();
      throw new TincException("cannot listen on any address: " + why, failure);
    }
  }

  private void openPair(InetSocketAddress address) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        bind(address);
        return;
      } catch (BindException e) {
        if (address.getPort() != 0 || attempt == PORT_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void bind(InetSocketAddress address) throws IOException {
    Bound<ServerSocketChannel> listener = listen(address);
    try {
      listener.channel().configureBlocking(false);
      int port = listener.localAddress().getPort();
      var bound = new InetSocketAddress(address.getAddress(), port);
      udp.add(provider.open(udpSpec(bound)));
      tcp.add(new Bound<>(listener.channel(), bound));
    } catch (IOException | RuntimeException e) {
      closeQuietly(listener.channel());
      throw e;
    }
  }

  private Bound<ServerSocketChannel> listen(InetSocketAddress address) throws IOException {
    String interfaceName = config.bindToInterface();
    if (interfaceName != null) {
      return host.listen(address, interfaceName);
    }
    ServerSocketChannel channel = openTcp(address);
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(address);
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
        tcp.add(adopted);
        adopted.channel().configureBlocking(false);
      } catch (IOException e) {
        throw new TincException(
            "cannot accept from the inherited socket " + descriptor + ": " + e.getMessage(), e);
      }
    }
    for (InetSocketAddress address : ListenAddresses.withoutTaken(addresses())) {
      try {
        udp.add(provider.open(udpSpec(address)));
      } catch (IOException e) {
        throw new TincException(
            "no UDP beside the inherited socket on " + address + ": " + e.getMessage(), e);
      }
    }
  }

  private UdpSpec udpSpec(InetSocketAddress address) {
    return new UdpSpec(
        address,
        Engine.probesPathMtu(config),
        config.udpRcvBuf(),
        config.udpSndBuf(),
        config.offload(),
        config.bindToInterface());
  }

  /** The sockets for TCP; they do not block. */
  List<ServerSocketChannel> tcp() {
    return tcp.stream().map(Bound::channel).toList();
  }

  /** The addresses with the ports really bound. */
  public List<InetSocketAddress> addresses() {
    return tcp.stream().map(Bound::localAddress).toList();
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
        addresses().stream()
            .map(InetSocketAddress::getAddress)
            .filter(own -> own.getClass() == target.getClass() || ListenAddresses.takesBoth(own))
            .toList();
    boolean only = candidates.size() == 1 && !candidates.get(0).isAnyLocalAddress();
    return only ? candidates.get(0) : null;
  }

  @Override
  public void close() {
    tcp.forEach(bound -> closeQuietly(bound.channel()));
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
