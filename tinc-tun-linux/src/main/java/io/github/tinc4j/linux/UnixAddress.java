package io.github.tinc4j.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceException.Reason;
import io.github.tinc4j.tun.OffHeap;

/**
 * The address of a UNIX domain socket, {@code struct sockaddr_un} ({@code sys/un.h}, unix(7)).
 *
 * <pre>
 * byte  0        2                       110
 *       | family | path, ended by a NUL  |
 * </pre>
 *
 * <p>A path that begins with a NUL is an abstract name, which ends where the address ends.
 */
final class UnixAddress {

  // bits/socket.h
  static final int AF_UNIX = 1;
  static final int SOCK_STREAM = 1;
  static final int SOCK_DGRAM = 2;
  static final int SOCK_NONBLOCK = 0x800;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int MSG_NOSIGNAL = 0x4000;

  static final int SIZE = 110;
  static final int PATH = 2;
  static final int PATH_SIZE = SIZE - PATH;

  private final OffHeap memory = new OffHeap(SIZE);
  private final int length;

  private UnixAddress(byte[] path, int length) {
    memory.bytes().putShort(0, (short) AF_UNIX).put(PATH, path);
    this.length = length;
  }

  /**
   * The socket of that path.
   *
   * @throws DeviceException when the path is too long for a socket
   */
  static UnixAddress ofPath(String path) throws DeviceException {
    return new UnixAddress(checked(path, path), SIZE);
  }

  /**
   * The socket of that path, or of that abstract name when it begins with {@code @}.
   *
   * @throws DeviceException when it is too long for a socket
   */
  static UnixAddress ofPathOrName(String text) throws DeviceException {
    if (!text.startsWith("@")) {
      return ofPath(text);
    }
    byte[] name = checked('\0' + text.substring(1), text);
    return new UnixAddress(name, PATH + name.length);
  }

  /** The abstract name that consists of these bytes, filled up with NULs to its full length. */
  static UnixAddress ofName(byte[] name) {
    byte[] path = new byte[PATH_SIZE];
    System.arraycopy(name, 0, path, 1, name.length);
    return new UnixAddress(path, SIZE);
  }

  private static byte[] checked(String path, String shown) throws DeviceException {
    byte[] bytes = path.getBytes(UTF_8);
    if (bytes.length >= PATH_SIZE || path.indexOf('\0', 1) >= 0) {
      throw new DeviceException(
          Reason.BAD_SETTING,
          "the path of a socket may have "
              + (PATH_SIZE - 1)
              + " bytes and no NUL: set another Device than "
              + shown,
          null);
    }
    return bytes;
  }

  /** The address of this address, for a call; its path alone is at {@link #PATH} in there. */
  OffHeap memory() {
    return memory;
  }

  /** How long it is, for a call. */
  int length() {
    return length;
  }
}
