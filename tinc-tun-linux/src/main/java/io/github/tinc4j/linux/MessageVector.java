package io.github.tinc4j.linux;

import io.github.tinc4j.tun.OffHeap;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/**
 * Messages for {@code recvmmsg} and {@code sendmmsg}, each with room for one address and two
 * control messages, and with one piece of data that lies elsewhere.
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
 *       | length | level | type | data: the size of segments that are sent a u16, all else an int |
 * </pre>
 *
 * <p>What is sent may have two control messages, what is received has one. Not thread-safe.
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

  // bits/in.h
  static final int SOL_IP = 0;
  static final int IP_TOS = 1;
  static final int SOL_IPV6 = 41;
  static final int IPV6_TCLASS = 67;

  private static final int MOST_CONTROLS = 2;

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
    memory = new OffHeap(controls + count * MOST_CONTROLS * CMSG_SPACE);
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
   * How the kernel sends message {@code i}.
   *
   * @param segmentSize it is cut into datagrams of so many bytes; 0 sends it whole
   * @param trafficClass the priority of its datagrams; 0 leaves it to the socket
   * @param ipv4 whether it goes by IPv4, from an IPv6 socket too
   */
  void setControl(int i, int segmentSize, int trafficClass, boolean ipv4) {
    int at = controlAt(i);
    int end = at;
    if (segmentSize != 0) {
      putControl(end, CMSG_LEN_U16, SOL_UDP, UDP_SEGMENT);
      bytes.putShort(end + CMSG_DATA, (short) segmentSize);
      end += CMSG_SPACE;
    }
    if (trafficClass != 0) {
      putControl(end, CMSG_LEN_INT, ipv4 ? SOL_IP : SOL_IPV6, ipv4 ? IP_TOS : IPV6_TCLASS);
      bytes.putInt(end + CMSG_DATA, trafficClass);
      end += CMSG_SPACE;
    }
    bytes.putLong(i * SIZE + CONTROLLEN, end - at);
  }

  private void putControl(int at, int length, int level, int type) {
    bytes.putLong(at, length);
    bytes.putInt(at + CMSG_LEVEL, level);
    bytes.putInt(at + CMSG_TYPE, type);
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
    return controls + i * MOST_CONTROLS * CMSG_SPACE;
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
