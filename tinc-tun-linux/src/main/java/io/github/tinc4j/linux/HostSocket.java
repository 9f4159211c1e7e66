package io.github.tinc4j.linux;

import io.github.tinc4j.spi.BindSpec;
import io.github.tinc4j.tun.OffHeap;
import java.io.IOException;
import java.lang.ref.Reference;

/**
 * A socket that is made here for a channel to take over, or one that is there already. Not
 * thread-safe.
 */
final class HostSocket extends NativeSocket {

  // asm-generic/socket.h
  private static final int SO_REUSEADDR = 2;
  private static final int SO_TYPE = 3;
  private static final int SO_ACCEPTCONN = 30;

  // asm-generic/fcntl.h
  private static final int O_CLOEXEC = 0x80000;

  private final HostCalls calls;

  private HostSocket(HostCalls calls, int fd, Object name, OffHeap scratch) {
    super(calls, fd, name, scratch);
    this.calls = calls;
  }

  /**
   * What has this descriptor, if anything.
   *
   * @param scratch {@link #SCRATCH} bytes that it may use whenever it is called
   */
  HostSocket(HostCalls calls, int fd, OffHeap scratch) {
    this(calls, fd, fd, scratch);
  }

  /** What has this descriptor, if anything. */
  HostSocket(HostCalls calls, int fd) {
    this(calls, fd, new OffHeap(SCRATCH));
  }

  /**
   * Makes a socket and binds it.
   *
   * @param type {@link #SOCK_STREAM} or {@link #SOCK_DGRAM}
   * @throws java.net.BindException when the address cannot be had
   * @throws IOException when another step fails; nothing is left open then
   * @throws IllegalArgumentException when the address has not been resolved
   */
  static HostSocket bound(HostCalls calls, int type, BindSpec where) throws IOException {
    int fd = open(calls, type, where.address());
    var socket = new HostSocket(calls, fd, where.address(), new OffHeap(SCRATCH));
    boolean bound = false;
    try {
      if (type == SOCK_STREAM) {
        socket.set(SOL_SOCKET, SO_REUSEADDR, 1);
      }
      socket.bind(where);
      bound = true;
      return socket;
    } finally {
      if (!bound) {
        socket.close();
      }
    }
  }

  /** Has it take connections, with so many waiting. */
  void listen(int backlog) throws IOException {
    if (calls.listen(fd(), backlog) < 0) {
      throw failed("listen");
    }
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
      scratch.bytes().putInt(LENGTH, Integer.BYTES);
      int answer =
          calls.getsockopt(fd(), SOL_SOCKET, option, scratch.address(), scratch.address() + LENGTH);
      return answer < 0 ? -1 : scratch.bytes().getInt(0);
    } finally {
      Reference.reachabilityFence(scratch);
    }
  }

  /** Has an open descriptor, which ends what it was before, be one of this socket too. */
  void takePlaceOf(int other) throws IOException {
    if (calls.dup3(fd(), other, O_CLOEXEC) < 0) {
      throw failed("duplicate a descriptor");
    }
  }
}
