package io.github.tinc4j.linux;

import io.github.tinc4j.tun.OffHeap;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a client of the UML switch protocol sends first on its stream, as the network driver of User
 * Mode Linux does for a {@code daemon} device ({@code struct request_v3}); all in the machine's
 * order. Not thread-safe.
 *
 * <pre>
 * byte  0       4         8               12                                       122   124
 *       | magic | version | type of       | address of its datagram socket         | pad |
 *       |       |         | request (0)   | (struct sockaddr_un)                   |     |
 * </pre>
 *
 * <p>The answer is the address of our datagram socket, nothing before it and nothing behind.
 */
final class UmlRequest {

  static final int MAGIC = 0xfeedface;
  static final int VERSION = 3;

  /** {@code REQ_NEW_CONTROL}, the only one. */
  static final int NEW_CONTROL = 0;

  static final int ADDRESS = 12;
  static final int SIZE = ADDRESS + UnixAddress.SIZE;

  /** With what some machines put behind it, which may also be missing. */
  static final int PADDED_SIZE = SIZE + 2;

  private final OffHeap memory = new OffHeap(PADDED_SIZE);
  private final ByteBuffer bytes = memory.bytes();
  private int length;

  /** Waits for another one. */
  void clear() {
    length = 0;
  }

  /**
   * Reads more of it.
   *
   * @return what {@code read(2)} says
   */
  long read(SystemCalls calls, int fd) {
    long more = calls.read(fd, memory.address() + length, PADDED_SIZE - length);
    length += (int) Math.max(0, more);
    return more;
  }

  boolean isComplete() {
    return length >= SIZE;
  }

  /** Why it cannot be answered, as far as it has come; null when there is no reason yet. */
  @Nullable String fault() {
    if (length < ADDRESS) {
      return null;
    }
    int magic = bytes.getInt(0);
    int version = bytes.getInt(4);
    int type = bytes.getInt(8);
    if (magic != MAGIC || version != VERSION || type != NEW_CONTROL) {
      return "unknown magic %08x, version %d, request type %d".formatted(magic, version, type);
    }
    return isComplete() && bytes.getShort(ADDRESS) != UnixAddress.AF_UNIX
        ? "an address of family " + bytes.getShort(ADDRESS)
        : null;
  }

  /** Connects a datagram socket to the client's; what {@code connect(2)} says. */
  int connect(LinkCalls calls, int fd) {
    return calls.connect(fd, memory.address() + ADDRESS, UnixAddress.SIZE);
  }
}
