package io.github.tinc4j.core.data;

import io.github.tinc4j.spi.UdpTransport;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** The UDP sockets of a node: chooses which of them each datagram leaves from. Any thread. */
public final class UdpSockets implements DatagramSender {

  private static final int NONE = -1;

  /** 255.255.255.255: all hosts of the local network. */
  private static final byte[] EVERYBODY = {-1, -1, -1, -1};

  /** ff02::1: all hosts of the link. */
  private static final byte[] ALL_NODES = {-1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

  private final UdpTransport[] transports;
  private final boolean[] takesIpv4;
  private final boolean[] takesIpv6;
  private final List<LocalWay> localWays;

  /**
   * These sockets.
   *
   * @param transports by their index
   */
  public UdpSockets(List<UdpTransport> transports) {
    this.transports = transports.toArray(UdpTransport[]::new);
    takesIpv4 = new boolean[this.transports.length];
    takesIpv6 = new boolean[this.transports.length];
    List<LocalWay> ways = new ArrayList<>();
    for (int i = 0; i < this.transports.length; i++) {
      InetAddress local = this.transports[i].localAddress().getAddress();
      takesIpv4[i] = this.transports[i].takesIpv4();
      takesIpv6[i] = local instanceof Inet6Address;
      if (takesIpv4[i]) {
        ways.add(new LocalWay(i, address(EVERYBODY)));
      }
      if (local instanceof Inet6Address ipv6) {
        ways.add(new LocalWay(i, allNodes(ipv6.getScopeId())));
      }
    }
    localWays = List.copyOf(ways);
  }

  private static InetAddress allNodes(int zone) {
    try {
      return zone == 0 ? address(ALL_NODES) : Inet6Address.getByAddress(null, ALL_NODES, zone);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("sixteen bytes are an IPv6 address", e);
    }
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four or sixteen bytes are an address", e);
    }
  }

  /** One for each socket and each IP version that it takes (spec 20, 9.5). */
  @Override
  public List<LocalWay> localWays() {
    return localWays;
  }

  /**
   * Sends each datagram from its {@linkplain Datagrams#socket local socket}, or from the first one
   * of the address's family where that is unknown or of the other family. Those that follow one
   * another from one socket go to its transport together.
   */
  @Override
  public void send(Datagrams datagrams) {
    int count = datagrams.count();
    int from = 0;
    while (from < count) {
      int socket = socketFor(datagrams, from);
      int to = from + 1;
      while (to < count && socketFor(datagrams, to) == socket) {
        to++;
      }
      if (socket != NONE) {
        transports[socket].send(datagrams.batch(), from, to);
      }
      from = to;
    }
  }

  private int socketFor(Datagrams datagrams, int slot) {
    InetSocketAddress to = datagrams.address(slot);
    boolean[] takes = to.getAddress() instanceof Inet4Address ? takesIpv4 : takesIpv6;
    int preferred = datagrams.socket(slot);
    if (preferred >= 0 && preferred < takes.length && takes[preferred]) {
      return preferred;
    }
    for (int i = 0; i < takes.length; i++) {
      if (takes[i]) {
        return i;
      }
    }
    return NONE;
  }
}
