package io.github.tinc4j.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.tinc4j.spi.BindSpec;
import io.github.tinc4j.tun.OffHeap;
import java.io.IOException;
import java.lang.ref.Reference;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A socket by its descriptor ({@code socket(7)}). Not thread-safe. */
class NativeSocket {

  // bits/socket_type.h
  static final int SOCK_STREAM = 1;
  static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;

  // asm-generic/socket.h
  static final int SOL_SOCKET = 1;
  static final int SO_BINDTODEVICE = 25;

  // linux/in6.h
  static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_V6ONLY = 26;

  /** {@code IFNAMSIZ} without the NUL; the kernel would cut what is longer. */
  private static final int LONGEST_NAME = 15;

  /** Of the scratch: behind an address or an option, how long it is. */
  static final int LENGTH = Sockaddr.STRIDE;

  static final int SCRATCH = LENGTH + Integer.BYTES;

  final OffHeap scratch;

  private final SocketCalls calls;
  private final int fd;
  private final Object name;

  /**
   * What has this descriptor, if anything.
   *
   * @param name what messages call it: its descriptor, or where it is to be bound
   * @param scratch {@link #SCRATCH} bytes that it may use whenever it is called
   */
  NativeSocket(SocketCalls calls, int fd, Object name, OffHeap scratch) {
    this.calls = calls;
    this.fd = fd;
    this.name = name;
    this.scratch = scratch;
  }

  /**
   * Makes a socket that can be bound to {@code address}.
   *
   * @param type {@link #SOCK_STREAM} or {@link #SOCK_DGRAM}
   * @return its descriptor
   * @throws IllegalArgumentException when the address has not been resolved
   */
  static int open(SocketCalls calls, int type, InetSocketAddress address) throws IOException {
    if (address.isUnresolved()) {
      throw new IllegalArgumentException("not resolved: " + address);
    }
    int fd = calls.socket(family(address), type | SOCK_CLOEXEC, 0);
    if (fd < 0) {
      throw new IOException(
          "cannot open a socket for " + address + ": " + calls.errorText(calls.errno()));
    }
    return fd;
  }

  /** The family of a socket that can be bound to {@code address}. */
  static int family(InetSocketAddress address) {
    return address.getAddress() instanceof Inet4Address ? Sockaddr.AF_INET : Sockaddr.AF_INET6;
  }

  final int fd() {
    return fd;
  }

  /**
   * Binds it.
   *
   * @throws BindException when the address cannot be had
   * @throws IOException when another step fails, as where there is no such interface
   */
  final void bind(BindSpec where) throws IOException {
    if (where.isIpv6Wildcard()) {
      set(IPPROTO_IPV6, IPV6_V6ONLY, where.ipv6Only() ? 1 : 0);
    }
    if (where.interfaceName() != null) {
      bindToInterface(where.interfaceName());
    }
    InetSocketAddress address = where.address();
    int family = family(address);
    try {
      Sockaddr.write(address, family, scratch.bytes(), 0);
      if (calls.bind(fd, scratch.address(), Sockaddr.size(family)) < 0) {
        throw notBound(address, calls.errno());
      }
    } finally {
      Reference.reachabilityFence(scratch);
    }
  }

  private IOException notBound(InetSocketAddress address, int errno) {
    IOException e = failed("bind a socket to " + address, errno);
    return switch (errno) {
      case Errno.EADDRINUSE, Errno.EADDRNOTAVAIL, Errno.EACCES -> new BindException(e.getMessage());
      default -> e;
    };
  }

  /**
   * Has it take and send by one network interface only, if it has not been bound to another.
   *
   * @throws IOException when there is no such interface, or the kernel refuses
   */
  final void bindToInterface(String interfaceName) throws IOException {
    byte[] bytes = interfaceName.getBytes(UTF_8);
    // An empty name would unbind it.
    if (bytes.length == 0 || bytes.length > LONGEST_NAME || interfaceName.indexOf('\0') >= 0) {
      throw new IOException("not the name of a network interface: '" + interfaceName + "'");
    }
    try {
      scratch.bytes().put(0, bytes);
      if (calls.setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, scratch.address(), bytes.length) < 0) {
        throw failed("bind a socket to the interface " + interfaceName, calls.errno());
      }
    } finally {
      Reference.reachabilityFence(scratch);
    }
  }

  /**
   * Sets an option.
   *
   * @throws IOException when the kernel refuses
   */
  final void set(int level, int option, int value) throws IOException {
    int errno = trySet(level, option, value);
    if (errno != 0) {
      throw failed("set option " + level + "/" + option + " of socket " + name, errno);
    }
  }

  /** Sets an option; its error number, 0 for none. */
  final int trySet(int level, int option, int value) {
    try {
      scratch.bytes().putInt(0, value);
      int answer = calls.setsockopt(fd, level, option, scratch.address(), Integer.BYTES);
      return answer < 0 ? calls.errno() : 0;
    } finally {
      Reference.reachabilityFence(scratch);
    }
  }

  /** The family of the address that it has; -1 for what is no socket. Fills the scratch. */
  final int family() {
    try {
      scratch.bytes().putInt(LENGTH, Sockaddr.STRIDE);
      int answer = calls.getsockname(fd, scratch.address(), scratch.address() + LENGTH);
      return answer < 0 ? -1 : scratch.bytes().getShort(0);
    } finally {
      Reference.reachabilityFence(scratch);
    }
  }

  /** Where it is bound; null when it is no socket of IPv4 or IPv6. */
  final @Nullable InetSocketAddress addressIfAny() {
    return isIp(family()) ? Sockaddr.read(scratch.bytes(), 0) : null;
  }

  /**
   * Where it is bound.
   *
   * @throws IOException when it is no socket of IPv4 or IPv6
   */
  final InetSocketAddress localAddress() throws IOException {
    int family = family();
    if (family < 0) {
      throw failed("ask for the address of socket " + name);
    }
    if (!isIp(family)) {
      throw new IOException("socket " + name + " is neither of IPv4 nor of IPv6");
    }
    return Sockaddr.read(scratch.bytes(), 0);
  }

  private static boolean isIp(int family) {
    return family == Sockaddr.AF_INET || family == Sockaddr.AF_INET6;
  }

  /** Ends this descriptor; the socket goes on while it has another. */
  final void close() {
    calls.close(fd);
  }

  final IOException failed(String doing) {
    return failed(doing, calls.errno());
  }

  private IOException failed(String doing, int errno) {
    return new IOException("cannot " + doing + ": " + calls.errorText(errno));
  }
}
