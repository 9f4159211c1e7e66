package io.github.tinc4j.linux;

import io.github.tinc4j.spi.DatagramBatch;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.UdpTransport.Outcome;
import io.github.tinc4j.tun.OffHeap;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What one send needs beside the batch: a copy of its bytes that the kernel can read, and the
 * messages made of it. Not thread-safe: lent to one thread at a time.
 */
final class SendScratch {

  /** How many messages leave with one call at most. */
  static final int MESSAGES = 128;

  /** As many datagrams as every kernel takes in one message; newer ones take 128. */
  static final int MOST_SEGMENTS = 64;

  /** What fits into an IPv4 packet beside the headers; IPv6 would take 20 bytes more. */
  static final int MOST_BYTES = 65_507;

  private static final int STAGING = 4 * MOST_BYTES;

  private final OffHeap staging = new OffHeap(STAGING);
  private final MessageVector vector = new MessageVector(MESSAGES);
  private final TargetCache targets;
  private final int nameLength;

  /** What stands in the address of each message since it was used last. */
  private final @Nullable InetSocketAddress[] named = new InetSocketAddress[MESSAGES];

  private final int[] firstSlots = new int[MESSAGES];
  private final int[] endSlots = new int[MESSAGES];
  private int count;
  private int used;

  /** For a socket of {@code family}, which may take IPv4 too. */
  SendScratch(int family, boolean takesBoth) {
    targets = new TargetCache(family, takesBoth);
    nameLength = Sockaddr.size(family);
  }

  /**
   * Makes messages of the slots from {@code from} on, before {@code to}, as many as there is room
   * for. A slot whose address the socket cannot reach gets its outcome here.
   *
   * @param joined whether a message may hold many datagrams
   * @return the first slot that had no room
   */
  int fill(DatagramBatch batch, int from, int to, boolean joined) {
    count = 0;
    used = 0;
    int slot = from;
    // Begun only with room for the longest, so that no message is shorter than it could be.
    while (slot < to && count < MESSAGES && used <= STAGING - MOST_BYTES) {
      if (name(count, batch.address(slot))) {
        slot = addMessage(batch, slot, joined ? to : slot + 1);
      } else {
        batch.setOutcome(slot++, Outcome.REFUSED);
      }
    }
    return slot;
  }

  private boolean name(int message, InetSocketAddress address) {
    InetSocketAddress known = named[message];
    if (known != null && Sockaddr.isSame(known, address)) {
      return true;
    }
    named[message] = null;
    if (!targets.write(address, vector.names(), vector.nameAt(message))) {
      return false;
    }
    vector.setNameLength(message, nameLength);
    named[message] = address;
    return true;
  }

  /** One message of the datagram in {@code first} and those after it that can go with it. */
  private int addMessage(DatagramBatch batch, int first, int to) {
    PacketBatch packets = batch.packets();
    InetSocketAddress address = batch.address(first);
    int size = packets.length(first);
    int trafficClass = batch.trafficClass(first);
    int begin = used;
    int slot = first;
    int length;
    do {
      length = packets.length(slot);
      staging.bytes().put(used, packets.array(), packets.offset(slot), length);
      used += length;
      slot++;
    } while (length == size
        && slot < to
        && slot - first < MOST_SEGMENTS
        && packets.length(slot) > 0
        && packets.length(slot) <= size
        && used - begin + packets.length(slot) <= MOST_BYTES
        && batch.trafficClass(slot) == trafficClass
        && Sockaddr.isSame(address, batch.address(slot)));
    vector.setData(count, staging.address() + begin, used - begin);
    boolean ipv4 = address.getAddress() instanceof Inet4Address;
    vector.setControl(count, slot - first > 1 ? size : 0, trafficClass, ipv4);
    firstSlots[count] = first;
    endSlots[count] = slot;
    count++;
    return slot;
  }

  /** How many messages there are. */
  int count() {
    return count;
  }

  /** The slot of the first datagram in a message. */
  int firstSlot(int message) {
    return firstSlots[message];
  }

  /** The slot after the last datagram in a message. */
  int endSlot(int message) {
    return endSlots[message];
  }

  /** {@code sendmmsg} of the messages from {@code from} on. */
  int send(SocketCalls calls, int fd, int from, int flags) {
    return vector.send(calls, fd, from, count, flags);
  }
}
