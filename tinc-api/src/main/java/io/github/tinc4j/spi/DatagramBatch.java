package io.github.tinc4j.spi;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * Datagrams that move together, each with the address of the other end, and on the way out with
 * what became of it. Not thread-safe: a batch belongs to one thread at a time.
 */
public final class DatagramBatch {

  private final PacketBatch packets;
  private final ByteBuffer bytes;
  private final InetSocketAddress[] addresses;
  private final UdpTransport.Outcome[] outcomes;
  private final byte[] trafficClasses;

  /**
   * An empty batch.
   *
   * @param slots how many datagrams it can hold, at least 1
   * @throws IllegalArgumentException when {@code slots} is less than 1
   */
  public DatagramBatch(int slots) {
    packets = new PacketBatch(slots);
    bytes = ByteBuffer.wrap(packets.array());
    addresses = new InetSocketAddress[slots];
    outcomes = new UdpTransport.Outcome[slots];
    trafficClasses = new byte[slots];
  }

  /** The bytes of the datagrams; slots are added by {@link #add} only. */
  public PacketBatch packets() {
    return packets;
  }

  /** How many datagrams it holds. */
  public int count() {
    return packets.count();
  }

  /** Whether no further datagram fits. */
  public boolean isFull() {
    return packets.isFull();
  }

  /**
   * Takes the bytes written at {@link PacketBatch#nextStart} as the next datagram.
   *
   * @param length its length in bytes, 0 to {@link PacketBatch#MAX_PACKET}
   * @param address where it goes, or where it came from
   * @return its slot
   * @throws IndexOutOfBoundsException when the batch is full or the length out of range
   */
  public int add(int length, InetSocketAddress address) {
    int slot = packets.add(length);
    addresses[slot] = address;
    outcomes[slot] = UdpTransport.Outcome.REFUSED;
    trafficClasses[slot] = 0;
    return slot;
  }

  /** Where the datagram of {@code slot} goes, or where it came from. */
  public InetSocketAddress address(int slot) {
    return addresses[Objects.checkIndex(slot, count())];
  }

  /** The priority that the datagram of {@code slot} is to have: 0, which is none, to 255. */
  public int trafficClass(int slot) {
    return trafficClasses[Objects.checkIndex(slot, count())] & 0xFF;
  }

  /**
   * Says which priority the datagram of {@code slot} is to have on its way out: the TOS byte of
   * IPv4, the traffic class of IPv6 (RFC 2474), of which the low eight bits count.
   */
  public void setTrafficClass(int slot, int value) {
    trafficClasses[Objects.checkIndex(slot, count())] = (byte) value;
  }

  /**
   * The datagram of {@code slot} as a buffer to read from: the same object for every slot, so that
   * sending costs no memory.
   */
  public ByteBuffer bytes(int slot) {
    int offset = packets.offset(slot);
    return bytes.limit(offset + packets.length(slot)).position(offset);
  }

  /** What became of the datagram of {@code slot}; REFUSED until a transport says otherwise. */
  public UdpTransport.Outcome outcome(int slot) {
    return outcomes[Objects.checkIndex(slot, count())];
  }

  /** Says what became of the datagram of {@code slot}. */
  public void setOutcome(int slot, UdpTransport.Outcome outcome) {
    outcomes[Objects.checkIndex(slot, count())] = outcome;
  }

  /** Forgets all datagrams. */
  @SuppressWarnings("NullAway") // no slot below count() is null, and none above it is read
  public void clear() {
    Arrays.fill(addresses, 0, packets.count(), null);
    packets.clear();
  }
}
