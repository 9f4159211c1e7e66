package io.github.tinc4j.linux;

import io.github.tinc4j.spi.UdpSpec;
import io.github.tinc4j.tun.OffHeap;
import java.io.IOException;
import java.lang.ref.Reference;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;

/**
 * Opens UDP sockets. What goes wrong on the way leaves nothing open; what the kernel need not have
 * (GSO, GRO) is left out where it does not. Any thread.
 */
final class UdpOpener {

  private static final System.Logger LOG = System.getLogger("io.github.tinc4j");

  // bits/socket.h, bits/socket_type.h
  static final int SOCK_DGRAM = 2;
  static final int SOCK_CLOEXEC = 0x80000;

  // asm-generic/socket.h
  static final int SOL_SOCKET = 1;
  static final int SO_BROADCAST = 6;
  static final int SO_SNDBUF = 7;
  static final int SO_RCVBUF = 8;
  static final int SO_SNDBUFFORCE = 32;
  static final int SO_RCVBUFFORCE = 33;

  // linux/in.h, linux/in6.h
  static final int IPPROTO_IP = 0;
  static final int IPPROTO_IPV6 = 41;
  static final int IP_MTU_DISCOVER = 10;
  static final int IPV6_MTU_DISCOVER = 23;
  static final int IPV6_V6ONLY = 26;
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
    InetSocketAddress address = spec.bindAddress();
    if (address.isUnresolved()) {
      throw new IllegalArgumentException("not resolved: " + address);
    }
    boolean ipv4 = address.getAddress() instanceof Inet4Address;
    int family = ipv4 ? Sockaddr.AF_INET : Sockaddr.AF_INET6;
    int fd = calls.socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
      throw failed("open a socket for", address, calls.errno());
    }
    boolean opened = false;
    try {
      LinuxUdp udp = prepare(fd, family, spec);
      opened = true;
      return udp;
    } finally {
      if (!opened) {
        calls.close(fd);
      }
    }
  }

  private LinuxUdp prepare(int fd, int family, UdpSpec spec) throws IOException {
    InetSocketAddress address = spec.bindAddress();
    boolean takesBoth = family == Sockaddr.AF_INET6 && address.getAddress().isAnyLocalAddress();
    if (takesBoth) {
      must(fd, IPPROTO_IPV6, IPV6_V6ONLY, 0, address);
    }
    must(fd, SOL_SOCKET, SO_BROADCAST, 1, address);
    buffer(fd, SO_RCVBUFFORCE, SO_RCVBUF, spec.receiveBuffer(), address);
    buffer(fd, SO_SNDBUFFORCE, SO_SNDBUF, spec.sendBuffer(), address);
    if (spec.dontFragment()) {
      dontFragment(fd, family, address);
    }
    String interfaceName = spec.bindToInterface();
    if (interfaceName != null) {
      InterfaceBinding.set(calls, fd, interfaceName);
    }
    bind(fd, family, address);
    InetSocketAddress local = localAddress(fd, address);
    boolean joinsReceived =
        spec.offload() && can(fd, MessageVector.UDP_GRO, 1, "join received datagrams");
    boolean joinsSent = spec.offload() && can(fd, MessageVector.UDP_SEGMENT, 0, "cut messages");
    return new LinuxUdp(
        calls,
        fd,
        local,
        new UdpReceiver(calls, fd, family, joinsReceived),
        new UdpSender(calls, fd, family, takesBoth, joinsSent));
  }

  /** Beyond the system's limit where we may, else up to it. */
  private void buffer(int fd, int force, int plain, int wanted, InetSocketAddress address)
      throws IOException {
    int bytes = wanted > 0 ? wanted : DEFAULT_BUFFER;
    if (set(fd, SOL_SOCKET, force, bytes) != 0) {
      must(fd, SOL_SOCKET, plain, bytes, address);
    }
  }

  /**
   * Has the kernel refuse what is longer than the path. Otherwise, as in tincd, the system's own
   * setting remains.
   */
  private void dontFragment(int fd, int family, InetSocketAddress address) throws IOException {
    must(fd, IPPROTO_IP, IP_MTU_DISCOVER, PMTUDISC_DO, address);
    if (family == Sockaddr.AF_INET6) {
      must(fd, IPPROTO_IPV6, IPV6_MTU_DISCOVER, PMTUDISC_DO, address);
    }
  }

  private void bind(int fd, int family, InetSocketAddress address) throws IOException {
    int errno = tryToBind(fd, family, address);
    if (errno == 0) {
      return;
    }
    IOException e = failed("bind a UDP socket to", address, errno);
    throw switch (errno) {
      case Errno.EADDRINUSE, Errno.EADDRNOTAVAIL, Errno.EACCES -> new BindException(e.getMessage());
      default -> e;
    };
  }

  /** Its error number, 0 for none. */
  private int tryToBind(int fd, int family, InetSocketAddress address) {
    var name = new OffHeap(Sockaddr.STRIDE);
    try {
      Sockaddr.write(address, family, name.bytes(), 0);
      return calls.bind(fd, name.address(), Sockaddr.size(family)) < 0 ? calls.errno() : 0;
    } finally {
      Reference.reachabilityFence(name);
    }
  }

  private InetSocketAddress localAddress(int fd, InetSocketAddress wanted) throws IOException {
    var name = new OffHeap(Sockaddr.STRIDE + Integer.BYTES);
    name.bytes().putInt(Sockaddr.STRIDE, Sockaddr.STRIDE);
    int answer = calls.getsockname(fd, name.address(), name.address() + Sockaddr.STRIDE);
    int errno = answer < 0 ? calls.errno() : 0;
    // Read in any case: it keeps the memory reachable.
    InetSocketAddress local = Sockaddr.read(name.bytes(), 0);
    if (answer < 0) {
      throw failed("ask for the address of the UDP socket on", wanted, errno);
    }
    return local;
  }

  private boolean can(int fd, int option, int value, String what) {
    int errno = set(fd, MessageVector.SOL_UDP, option, value);
    if (errno != 0) {
      LOG.log(
          System.Logger.Level.DEBUG, "the system does not {0}: {1}", what, calls.errorText(errno));
    }
    return errno == 0;
  }

  private void must(int fd, int level, int option, int value, InetSocketAddress address)
      throws IOException {
    int errno = set(fd, level, option, value);
    if (errno != 0) {
      throw failed("set option " + level + "/" + option + " of the UDP socket on", address, errno);
    }
  }

  /** Sets an option; its error number, 0 for none. */
  private int set(int fd, int level, int option, int value) {
    var memory = new OffHeap(Integer.BYTES);
    try {
      memory.bytes().putInt(0, value);
      int answer = calls.setsockopt(fd, level, option, memory.address(), Integer.BYTES);
      return answer < 0 ? calls.errno() : 0;
    } finally {
      Reference.reachabilityFence(memory);
    }
  }

  private IOException failed(String doing, InetSocketAddress address, int errno) {
    return new IOException("cannot " + doing + " " + address + ": " + calls.errorText(errno));
  }
}
