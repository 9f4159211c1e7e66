package io.github.tinc4j.linux;

import io.github.tinc4j.tun.OffHeap;
import java.io.IOException;
import java.lang.ref.Reference;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A socket by its descriptor: one that is made here for a channel to take over, or one that is
 * there already. Not thread-safe.
 */
final class HostSocket {

  // bits/socket_type.h
  static final int SOCK_STREAM = 1;
  static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;

  // asm-generic/socket.h
  private static final int SOL_SOCKET = 1;
  private static final int SO_REUSEADDR = 2;
  private static final int SO_TYPE = 3;
  private static final int SO_ACCEPTCONN = 30;

  // linux/in6.h
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_V6ONLY = 26;

  // asm-generic/fcntl.h
  private static final int O_CLOEXEC = 0x80000;

  /** An address or an option, and how long it is. */
  private static final int SIZE = Sockaddr.STRIDE;

  static final int SCRATCH = SIZE + Integer.BYTES;

  private final HostCalls calls;
  private final int fd;
  private final OffHeap scratch;

  /**
   * What has this descriptor, if anything.
   *
   * @param scratch {@link #SCRATCH} bytes that it may use whenever it is called
   */
  HostSocket(HostCalls calls, int fd, OffHeap scratch) {
    this.calls = calls;
    this.fd = fd;
    this.scratch = scratch;
  }

  /**
   * Makes a socket of one interface and binds it. One of IPv6 takes IPv4 as well, as those of Java
   * do.
   *
   * @throws BindException when the address cannot be had
   * @throws IOException when another step fails; nothing is left open then
   * @throws IllegalArgumentException when the address has not been resolved
   */
  static HostSocket open(HostCalls calls, int type, InetSocketAddress address, String interfaceName)
      throws IOException {
    if (address.isUnresolved()) {
      throw new IllegalArgumentException("not resolved: " + address);
    }
    int family =
        address.getAddress() instanceof Inet4Address ? Sockaddr.AF_INET : Sockaddr.AF_INET6;
    int fd = calls.socket(family, type | SOCK_CLOEXEC, 0);
    var socket = new HostSocket(calls, fd, new OffHeap(SCRATCH));
    if (fd < 0) {
      throw socket.failed("open a socket for " + address);
    }
    boolean bound = false;
    try {
      if (family == Sockaddr.AF_INET6) {
        socket.set(IPPROTO_IPV6, IPV6_V6ONLY, 0);
      }
      if (type == SOCK_STREAM) {
        socket.set(SOL_SOCKET, SO_REUSEADDR, 1);
      }
      socket.bindToInterface(interfaceName);
      socket.bind(family, address);
      bound = true;
      return socket;
    } finally {
      if (!bound) {
        socket.close();
      }
    }
  }

  /**
   * Has it take and send by one interface only.
   *
   * @throws IOException when there is no such interface, or the kernel refuses
   */
  void bindToInterface(String interfaceName) throws IOException {
    InterfaceBinding.set(calls, fd, interfaceName);
  }

  private void bind(int family, InetSocketAddress address) throws IOException {
    try {
      Sockaddr.write(address, family, scratch.bytes(), 0);
      if (calls.bind(fd, scratch.address(), Sockaddr.size(family)) < 0) {
        int errno = calls.errno();
        IOException e = failed("bind a socket to " + address, errno);
        throw switch (errno) {
          case Errno.EADDRINUSE, Errno.EADDRNOTAVAIL, Errno.EACCES ->
              new BindException(e.getMessage());
          default -> e;
        };
      }
    } finally {
      Reference.reachabilityFence(scratch);
    }
  }

  /** Has it take connections, with so many waiting. */
  void listen(int backlog) throws IOException {
    if (calls.listen(fd, backlog) < 0) {
      throw failed("listen");
    }
  }

  /** Its address family; -1 for what is no socket. */
  int family() {
    try {
      scratch.bytes().putInt(SIZE, SIZE);
      int answer = calls.getsockname(fd, scratch.address(), scratch.address() + SIZE);
      return answer < 0 ? -1 : scratch.bytes().getShort(0);
    } finally {
      Reference.reachabilityFence(scratch);
    }
  }

  /** Where it is bound; null when it is no socket of IPv4 or IPv6. */
  @Nullable InetSocketAddress localAddress() {
    int family = family();
    return family == Sockaddr.AF_INET || family == Sockaddr.AF_INET6
        ? Sockaddr.read(scratch.bytes(), 0)
        : null;
  }

  /** Whether it is of that type; false of what is no socket. */
  boolean isOfType(int type) {
    return get(SO_TYPE) == type;
  }

  /** Whether it takes connections. */
  boolean listens() {
    return get(SO_ACCEPTCONN) == 1;
  }

  /** An option of the socket level; -1 when it cannot be had. */
  private int get(int option) {
    try {
      scratch.bytes().putInt(SIZE, Integer.BYTES);
      int answer =
          calls.getsockopt(fd, SOL_SOCKET, option, scratch.address(), scratch.address() + SIZE);
      return answer < 0 ? -1 : scratch.bytes().getInt(0);
    } finally {
      Reference.reachabilityFence(scratch);
    }
  }

  private void set(int level, int option, int value) throws IOException {
    try {
      scratch.bytes().putInt(0, value);
      if (calls.setsockopt(fd, level, option, scratch.address(), Integer.BYTES) < 0) {
        throw failed("set option " + level + "/" + option + " of a socket");
      }
    } finally {
      Reference.reachabilityFence(scratch);
    }
  }

  /** Has an open descriptor, which ends what it was before, be one of this socket too. */
  void takePlaceOf(int other) throws IOException {
    if (calls.dup3(fd, other, O_CLOEXEC) < 0) {
      throw failed("duplicate a descriptor");
    }
  }

  /** Ends this descriptor; the socket goes on while it has another. */
  void close() {
    calls.close(fd);
  }

  private IOException failed(String doing) {
    return failed(doing, calls.errno());
  }

  private IOException failed(String doing, int errno) {
    return new IOException("cannot " + doing + ": " + calls.errorText(errno));
  }
}
