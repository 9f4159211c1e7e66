package io.github.tinc4j.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.tinc4j.tun.OffHeap;
import java.io.IOException;
import java.lang.ref.Reference;

/** Has a socket take and send by one network interface only ({@code socket(7)}). Any thread. */
final class InterfaceBinding {

  // asm-generic/socket.h
  private static final int SOL_SOCKET = 1;
  static final int SO_BINDTODEVICE = 25;

  /** {@code IFNAMSIZ} without the NUL; the kernel would cut what is longer. */
  private static final int LONGEST_NAME = 15;

  private InterfaceBinding() {}

  /**
   * Binds a socket that has not been bound to another interface.
   *
   * @throws IOException when there is no such interface, or the kernel refuses
   */
  static void set(SocketCalls calls, int fd, String interfaceName) throws IOException {
    byte[] bytes = interfaceName.getBytes(UTF_8);
    // An empty name would unbind it.
    if (bytes.length == 0 || bytes.length > LONGEST_NAME || interfaceName.indexOf('\0') >= 0) {
      throw new IOException("not the name of a network interface: '" + interfaceName + "'");
    }
    var memory = new OffHeap(bytes.length);
    int errno;
    try {
      memory.bytes().put(0, bytes);
      int answer =
          calls.setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, memory.address(), bytes.length);
      errno = answer < 0 ? calls.errno() : 0;
    } finally {
      Reference.reachabilityFence(memory);
    }
    if (errno != 0) {
      throw new IOException(
          "cannot bind a socket to the interface " + interfaceName + ": " + calls.errorText(errno));
    }
  }
}
