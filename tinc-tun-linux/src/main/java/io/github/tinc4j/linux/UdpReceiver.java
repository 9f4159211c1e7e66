package io.github.tinc4j.linux;

import io.github.tinc4j.spi.DatagramBatch;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.tun.OffHeap;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Takes datagrams out of a socket: as many messages as there are with one call, each of one
 * datagram or, with GRO, of many that one sender sent. What does not fit into a batch stays here
 * for the next. One thread.
 */
final class UdpReceiver {

  // bits/socket.h
  static final int MSG_WAITFORONE = 0x10000;

  /** As long as a message of joined datagrams can be. */
  static final int JOINED_SIZE = 1 << 16;

  static final int JOINED_MESSAGES = 16;

  /** One byte more than a batch takes, so that a datagram that is too long is seen to be. */
  static final int SINGLE_SIZE = PacketBatch.MAX_PACKET + 1;

  static final int SINGLE_MESSAGES = 64;

  /** So many errors one after the other are no longer those of stray answers by ICMP. */
  static final int MOST_ERRORS = 16;

  private final SocketCalls calls;
  private final int fd;
  private final int nameLength;
  private final int messages;
  private final int messageSize;
  private final OffHeap data;
  private final MessageVector vector;
  private final SourceCache sources = new SourceCache();

  /** How many messages the last call brought, and the first that is not yet used up. */
  private int received;

  private int current;

  /** Where in the current message the next datagram begins. */
  private int offset;

  /**
   * For a blocking socket.
   *
   * @param joined whether the kernel may join datagrams
   */
  UdpReceiver(SocketCalls calls, int fd, int family, boolean joined) {
    this.calls = calls;
    this.fd = fd;
    this.nameLength = Sockaddr.size(family);
    this.messages = joined ? JOINED_MESSAGES : SINGLE_MESSAGES;
    this.messageSize = joined ? JOINED_SIZE : SINGLE_SIZE;
    this.data = new OffHeap(messages * messageSize);
    this.vector = new MessageVector(messages);
    for (int i = 0; i < messages; i++) {
      vector.setData(i, data.address() + (long) i * messageSize, messageSize);
      vector.allowNameAndControl(i, nameLength);
    }
  }

  /**
   * Waits for datagrams, and takes what is there. All that came before must be {@linkplain #take
   * taken}. Once the socket is shut down it does not wait.
   *
   * @throws IOException when the system refuses it; may be tried again
   */
  void await() throws IOException {
    for (int i = 0; i < received; i++) {
      vector.allowNameAndControl(i, nameLength);
    }
    received = 0;
    current = 0;
    int errors = 0;
    int count;
    while ((count = vector.receive(calls, fd, messages, MSG_WAITFORONE)) < 0) {
      int errno = calls.errno();
      if (errno == Errno.EINTR) {
        continue;
      }
      if (!isAboutAnother(errno) || ++errors == MOST_ERRORS) {
        throw new IOException("cannot receive datagrams: " + calls.errorText(errno));
      }
    }
    received = count;
  }

  /** Whether an error tells what became of a datagram sent earlier. */
  private static boolean isAboutAnother(int errno) {
    return switch (errno) {
      case Errno.ECONNREFUSED, Errno.EHOSTUNREACH, Errno.ENETUNREACH -> true;
      case Errno.EMSGSIZE, Errno.EPROTO, Errno.ENOPROTOOPT, Errno.EACCES -> true;
      default -> false;
    };
  }

  /**
   * Moves datagrams into the batch until it is full or none is left. A message is begun only when
   * all of it fits, or the batch is empty: what the kernel joined should stay together.
   */
  void take(DatagramBatch into) {
    while (current < received) {
      int length = usableLength(current);
      if (length > 0) {
        int size = vector.segmentSize(current);
        size = size == 0 ? length : size;
        if (offset == 0 && into.count() > 0 && datagrams(length, size) > free(into)) {
          return;
        }
        if (!cut(current, length, size, into)) {
          return;
        }
      }
      current++;
      offset = 0;
    }
  }

  /** The bytes in a message; 0 when it is empty, incomplete or not understood. */
  private int usableLength(int message) {
    int length = vector.length(message);
    boolean usable =
        length <= messageSize
            && (!vector.isTruncated(message) || isOneTooLong(length))
            && vector.segmentSize(message) >= 0;
    return usable ? length : 0;
  }

  /** Whether a message fills its place, which only one datagram that is too long can. */
  private boolean isOneTooLong(int length) {
    return messageSize == SINGLE_SIZE && length == SINGLE_SIZE;
  }

  private static int datagrams(int length, int size) {
    return (int) (((long) length + size - 1) / size);
  }

  private static int free(DatagramBatch batch) {
    return batch.packets().capacity() - batch.count();
  }

  /** Adds the datagrams of a message; false when the batch became full before its end. */
  private boolean cut(int message, int length, int size, DatagramBatch into) {
    InetSocketAddress source = sources.address(vector.names(), vector.nameAt(message));
    PacketBatch packets = into.packets();
    while (offset < length) {
      int datagram = Math.min(size, length - offset);
      if (into.isFull()) {
        return false;
      }
      int kept = Math.min(datagram, PacketBatch.MAX_PACKET);
      data.bytes().get(message * messageSize + offset, packets.array(), packets.nextStart(), kept);
      into.add(kept, source);
      offset += datagram;
    }
    return true;
  }
}
