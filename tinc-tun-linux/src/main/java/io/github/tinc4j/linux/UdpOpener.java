package io.github.tinc4j.linux;

import io.github.tinc4j.spi.BindSpec;
import io.github.tinc4j.spi.UdpSpec;
import io.github.tinc4j.tun.OffHeap;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;

/**
 * Opens UDP sockets. What goes wrong on the way leaves nothing open; what the kernel need not have
 * (GSO, GRO) is left out where it does not. Any thread.
 */
final class UdpOpener {

  private static final System.Logger LOG = System.getLogger("io.github.tinc4j");

  // asm-generic/socket.h
  static final int SO_BROADCAST = 6;
  static final int SO_SNDBUF = 7;
  static final int SO_RCVBUF = 8;
  static final int SO_SNDBUFFORCE = 32;
  static final int SO_RCVBUFFORCE = 33;

  // linux/in.h, linux/in6.h
  static final int IPPROTO_IP = 0;
  static final int IP_MTU_DISCOVER = 10;
  static final int IPV6_MTU_DISCOVER = 23;
  static final int PMTUDISC_DO = 2;

  /** In bytes, where the configuration does not say; the kernel reserves twice that. */
  static final int DEFAULT_BUFFER = 1 << 20;

  private final SocketCalls calls;

  UdpOpener(SocketCalls calls) {
    this.calls = calls;
  }

  /**
   * Opens a socket.
   *
   * @throws BindException when its address cannot be had
   * @throws IOException when another step fails
   * @throws IllegalArgumentException when the address has not been resolved
   */
  LinuxUdp open(UdpSpec spec) throws IOException {
    InetSocketAddress address = spec.bind().address();
    int fd = NativeSocket.open(calls, NativeSocket.SOCK_DGRAM, address);
    var socket = new NativeSocket(calls, fd, address, new OffHeap(NativeSocket.SCRATCH));
    boolean opened = false;
    try {
      LinuxUdp udp = prepare(socket, spec);
      opened = true;
      return udp;
    } finally {
      if (!opened) {
        socket.close();
      }
    }
  }

  private LinuxUdp prepare(NativeSocket socket, UdpSpec spec) throws IOException {
    BindSpec where = spec.bind();
    int family = NativeSocket.family(where.address());
    socket.set(NativeSocket.SOL_SOCKET, SO_BROADCAST, 1);
    buffer(socket, SO_RCVBUFFORCE, SO_RCVBUF, spec.receiveBuffer());
    buffer(socket, SO_SNDBUFFORCE, SO_SNDBUF, spec.sendBuffer());
    if (spec.dontFragment()) {
      dontFragment(socket, family);
    }
    socket.bind(where);
    InetSocketAddress local = socket.localAddress();
    boolean joinsReceived =
        spec.offload() && can(socket, MessageVector.UDP_GRO, 1, "join received datagrams");
    boolean joinsSent = spec.offload() && can(socket, MessageVector.UDP_SEGMENT, 0, "cut messages");
    return new LinuxUdp(
        calls,
        socket.fd(),
        local,
        where.takesIpv4(),
        new UdpReceiver(calls, socket.fd(), family, joinsReceived),
        new UdpSender(calls, socket.fd(), family, where.takesBoth(), joinsSent));
  }

  /** Beyond the system's limit where we may, else up to it. */
  private static void buffer(NativeSocket socket, int force, int plain, int wanted)
      throws IOException {
    int bytes = wanted > 0 ? wanted : DEFAULT_BUFFER;
    if (socket.trySet(NativeSocket.SOL_SOCKET, force, bytes) != 0) {
      socket.set(NativeSocket.SOL_SOCKET, plain, bytes);
    }
  }

  /**
   * Has the kernel refuse what is longer than the path. Otherwise, as in tincd, the system's own
   * setting remains.
   */
  private static void dontFragment(NativeSocket socket, int family) throws IOException {
    socket.set(IPPROTO_IP, IP_MTU_DISCOVER, PMTUDISC_DO);
    if (family == Sockaddr.AF_INET6) {
      socket.set(NativeSocket.IPPROTO_IPV6, IPV6_MTU_DISCOVER, PMTUDISC_DO);
    }
  }

  private boolean can(NativeSocket socket, int option, int value, String what) {
    int errno = socket.trySet(MessageVector.SOL_UDP, option, value);
    if (errno != 0) {
      LOG.log(
          System.Logger.Level.DEBUG, "the system does not {0}: {1}", what, calls.errorText(errno));
    }
    return errno == 0;
  }
}
