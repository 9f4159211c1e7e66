package io.github.tinc4j.core.data;

import io.github.tinc4j.core.forward.PeerPath;
import io.github.tinc4j.spi.PacketBatch;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * Sealed datagrams on their way out: a batch, and for each slot where it goes and what became of
 * it. Belongs to one thread.
 */
public final class Datagrams {

  private final PacketBatch packets;
  private final ByteBuffer bytes;
  private final PeerPath[] peers;
  private final InetSocketAddress[] addresses;
  private final int[] sockets;
  private final int[] frameLengths;
  private final UdpTransport.Outcome[] outcomes;

  /**
   * An empty batch.
   *
   * @param slots how many datagrams it can hold, at least 1
   * @throws IllegalArgumentException when {@code slots} is less than 1
   */
  public Datagrams(int slots) {
    packets = new PacketBatch(slots);
    bytes = ByteBuffer.wrap(packets.array());
    peers = new PeerPath[slots];
    addresses = new InetSocketAddress[slots];
    sockets = new int[slots];
    frameLengths = new int[slots];
    outcomes = new UdpTransport.Outcome[slots];
  }

  /** The datagrams; a transport reads them, and takes no slot away. */
  public PacketBatch packets() {
    return packets;
  }

  /** How many datagrams it holds. */
  public int count() {
    return packets.count();
  }

  /**
   * The datagram of {@code slot} as a buffer to read from: the same object for every slot, so that
   * sending costs no memory.
   */
  public ByteBuffer bytes(int slot) {
    int offset = packets.offset(slot);
    return bytes.limit(offset + packets.length(slot)).position(offset);
  }

  /** Whom the datagram of {@code slot} is for. */
  public PeerPath peer(int slot) {
    return peers[Objects.checkIndex(slot, count())];
  }

  /** Where the datagram of {@code slot} goes. */
  public InetSocketAddress address(int slot) {
    return addresses[Objects.checkIndex(slot, count())];
  }

  /** Index of the local socket to send {@code slot} from; -1 when none is known. */
  public int socket(int slot) {
    return sockets[Objects.checkIndex(slot, count())];
  }

  /** The length of the frame sealed in {@code slot}, before compression, in bytes. */
  public int frameLength(int slot) {
    return frameLengths[Objects.checkIndex(slot, count())];
  }

  /** What became of the datagram of {@code slot}; REFUSED until a transport says otherwise. */
  public UdpTransport.Outcome outcome(int slot) {
    return outcomes[Objects.checkIndex(slot, count())];
  }

  /** Says what became of the datagram of {@code slot}. */
  public void setOutcome(int slot, UdpTransport.Outcome outcome) {
    outcomes[Objects.checkIndex(slot, count())] = outcome;
  }

  /**
   * Takes the bytes written at {@link PacketBatch#nextStart} as the next datagram.
   *
   * @param length its length in bytes
   * @param peer whom it is for
   * @param address where it goes
   * @param socket index of the local socket to send it from; -1 when none is known
   * @param frameLength the length of the frame in it, before compression
   * @throws IndexOutOfBoundsException when the batch is full or the length out of range
   */
  public void add(
      int length, PeerPath peer, InetSocketAddress address, int socket, int frameLength) {
    int slot = packets.add(length);
    peers[slot] = peer;
    addresses[slot] = address;
    sockets[slot] = socket;
    frameLengths[slot] = frameLength;
    outcomes[slot] = UdpTransport.Outcome.REFUSED;
  }

  /** Forgets all datagrams, and the keys of their peers with them. */
  @SuppressWarnings("NullAway") // no slot below count() is null, and none above it is read
  public void clear() {
    Arrays.fill(peers, 0, packets.count(), null);
    packets.clear();
  }
}
