package io.github.tinc4j.linux;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/**
 * Messages for {@code recvmmsg} and {@code sendmmsg}, each with room for one address and one
 * control message, and with one piece of data that lies elsewhere.
 *
 * <p>{@code struct mmsghdr} ({@code sys/socket.h}), whose first 56 bytes are {@code struct msghdr}:
 *
 * <pre>
 * byte  0      8         16      24       32        40           48      56       64
 *       | name | namelen | iov   | iovlen | control | controllen | flags | length |
 * </pre>
 *
 * <p>{@code struct iovec}: base (8 bytes), length (8). {@code struct cmsghdr}:
 *
 * <pre>
 * byte  0        8       12     16
 *       | length | level | type | data: sent a u16, received an int |
 * </pre>
 *
 * <p>Not thread-safe.
 */
final class MessageVector {

  static final int SIZE = 64;
  static final int NAME = 0;
  static final int NAMELEN = 8;
  static final int IOV = 16;
  static final int IOVLEN = 24;
  static final int CONTROL = 32;
  static final int CONTROLLEN = 40;
  static final int FLAGS = 48;
  static final int LENGTH = 56;

  static final int IOVEC_SIZE = 16;
  static final int IOVEC_LEN = 8;

  static final int CMSG_LEVEL = 8;
  static final int CMSG_TYPE = 12;
  static final int CMSG_DATA = 16;

  /** {@code CMSG_SPACE} of either number. */
  static final int CMSG_SPACE = 24;

  /** {@code CMSG_LEN} of what is sent, and of what is received. */
  static final int CMSG_LEN_U16 = CMSG_DATA + Short.BYTES;

  static final int CMSG_LEN_INT = CMSG_DATA + Integer.BYTES;

  // bits/socket.h
  static final int MSG_CTRUNC = 0x08;
  static final int MSG_TRUNC = 0x20;

  // linux/udp.h
  static final int SOL_UDP = 17;
  static final int UDP_SEGMENT = 103;
  static final int UDP_GRO = 104;

  private final OffHeap memory;
  private final ByteBuffer bytes;
  private final int iovecs;
  private final int names;
  private final int controls;

  /** That many messages, without data yet. */
  MessageVector(int count) {
    iovecs = count * SIZE;
    names = iovecs + count * IOVEC_SIZE;
    controls = names + count * Sockaddr.STRIDE;
    memory = new OffHeap(controls + count * CMSG_SPACE);
    bytes = memory.bytes();
    for (int i = 0; i < count; i++) {
      bytes.putLong(i * SIZE + NAME, memory.address() + nameAt(i));
      bytes.putLong(i * SIZE + IOV, memory.address() + iovecAt(i));
      bytes.putLong(i * SIZE + IOVLEN, 1);
      bytes.putLong(i * SIZE + CONTROL, memory.address() + controlAt(i));
    }
  }

  /** Where the data of message {@code i} is, and how long it is or may be. */
  void setData(int i, long address, int length) {
    bytes.putLong(iovecAt(i), address);
    bytes.putLong(iovecAt(i) + IOVEC_LEN, length);
  }

  /** What may be received as message {@code i} beside its data; each call to the kernel eats it. */
  void allowNameAndControl(int i, int nameLength) {
    bytes.putInt(i * SIZE + NAMELEN, nameLength);
    bytes.putLong(i * SIZE + CONTROLLEN, CMSG_SPACE);
  }

  /** How long the address of message {@code i} is, which is in {@link #names} at its place. */
  void setNameLength(int i, int nameLength) {
    bytes.putInt(i * SIZE + NAMELEN, nameLength);
  }

  /**
   * Has the kernel cut message {@code i} into datagrams of {@code size} bytes; 0 sends it whole.
   */
  void setSegmentSize(int i, int size) {
    if (size == 0) {
      bytes.putLong(i * SIZE + CONTROLLEN, 0);
      return;
    }
    int at = controlAt(i);
    bytes.putLong(at, CMSG_LEN_U16);
    bytes.putInt(at + CMSG_LEVEL, SOL_UDP);
    bytes.putInt(at + CMSG_TYPE, UDP_SEGMENT);
    bytes.putShort(at + CMSG_DATA, (short) size);
    bytes.putLong(i * SIZE + CONTROLLEN, CMSG_SPACE);
  }

  /** The memory that holds the addresses. */
  ByteBuffer names() {
    return bytes;
  }

  /** Where in {@link #names} the address of message {@code i} is. */
  int nameAt(int i) {
    return names + i * Sockaddr.STRIDE;
  }

  private int iovecAt(int i) {
    return iovecs + i * IOVEC_SIZE;
  }

  private int controlAt(int i) {
    return controls + i * CMSG_SPACE;
  }

  /** How many bytes of data message {@code i} brought. */
  int length(int i) {
    return bytes.getInt(i * SIZE + LENGTH);
  }

  /** Whether the kernel cut off something of message {@code i}. */
  boolean isTruncated(int i) {
    return (bytes.getInt(i * SIZE + FLAGS) & (MSG_TRUNC | MSG_CTRUNC)) != 0;
  }

  /**
   * How long each datagram of message {@code i} is, but for the last: 0 when it is one datagram,
   * negative when the message cannot be understood.
   */
  int segmentSize(int i) {
    long length = bytes.getLong(i * SIZE + CONTROLLEN);
    if (length == 0) {
      return 0;
    }
    int at = controlAt(i);
    if (length < CMSG_LEN_INT
        || bytes.getLong(at) != CMSG_LEN_INT
        || bytes.getInt(at + CMSG_LEVEL) != SOL_UDP
        || bytes.getInt(at + CMSG_TYPE) != UDP_GRO) {
      return -1;
    }
    int size = bytes.getInt(at + CMSG_DATA);
    return size > 0 ? size : -1;
  }

  /** {@code recvmmsg} into the first messages. */
  int receive(SocketCalls calls, int fd, int count, int flags) {
    try {
      return calls.recvmmsg(fd, memory.address(), count, flags);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** {@code sendmmsg} of the messages from {@code from} on, before {@code to}. */
  int send(SocketCalls calls, int fd, int from, int to, int flags) {
    try {
      return calls.sendmmsg(fd, memory.address() + (long) from * SIZE, to - from, flags);
    } finally {
      Reference.reachabilityFence(this);
    }
  }
}
