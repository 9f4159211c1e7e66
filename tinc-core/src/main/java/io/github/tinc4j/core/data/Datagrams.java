package io.github.tinc4j.core.data;

import io.github.tinc4j.core.forward.PeerPath;
import io.github.tinc4j.core.tunnel.Sealer;
import io.github.tinc4j.spi.DatagramBatch;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.UdpTransport.Outcome;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Objects;

/**
 * Datagrams on their way out: a batch, and for each slot who seals it, whom it is for and which
 * socket it should leave from. Belongs to one thread.
 */
public final class Datagrams {

  private final DatagramBatch batch;
  private final Sealer[] sealers;
  private final PeerPath[] peers;
  private final int[] sockets;
  private final int[] frameLengths;

  /**
   * An empty batch.
   *
   * @param slots how many datagrams it can hold, at least 1
   * @throws IllegalArgumentException when {@code slots} is less than 1
   */
  public Datagrams(int slots) {
    batch = new DatagramBatch(slots);
    sealers = new Sealer[slots];
    peers = new PeerPath[slots];
    sockets = new int[slots];
    frameLengths = new int[slots];
  }

  /** The datagrams as transports take them; slots are added by {@link #add} only. */
  public DatagramBatch batch() {
    return batch;
  }

  /** The bytes of the datagrams. */
  public PacketBatch packets() {
    return batch.packets();
  }

  /** How many datagrams it holds. */
  public int count() {
    return batch.count();
  }

  /** Whom the datagram of {@code slot} is for. */
  public PeerPath peer(int slot) {
    return peers[Objects.checkIndex(slot, count())];
  }

  /** Where the datagram of {@code slot} goes. */
  public InetSocketAddress address(int slot) {
    return batch.address(slot);
  }

  /** Index of the local socket to send {@code slot} from; -1 when none is known. */
  public int socket(int slot) {
    return sockets[Objects.checkIndex(slot, count())];
  }

  /**
   * The length of the frame sealed in {@code slot}, before compression, in bytes; 0 when its
   * address is not the peer's own.
   */
  public int frameLength(int slot) {
    return frameLengths[Objects.checkIndex(slot, count())];
  }

  /** What became of the datagram of {@code slot}; REFUSED until a transport says otherwise. */
  public Outcome outcome(int slot) {
    return batch.outcome(slot);
  }

  /** Says what became of the datagram of {@code slot}. */
  public void setOutcome(int slot, Outcome outcome) {
    batch.setOutcome(slot, outcome);
  }

  /**
   * Takes the bytes written at {@link PacketBatch#nextStart} as the next datagram, prepared but not
   * yet protected.
   *
   * @param length its length in bytes
   * @param sealer who prepared it
   * @param peer whom it is for
   * @param address where it goes
   * @param socket index of the local socket to send it from; -1 when none is known
   * @param frameLength the length of the frame in it, before compression; 0 when the address is not
   *     the peer's own
   * @return its slot
   * @throws IndexOutOfBoundsException when the batch is full or the length out of range
   */
  public int add(
      int length,
      Sealer sealer,
      PeerPath peer,
      InetSocketAddress address,
      int socket,
      int frameLength) {
    int slot = batch.add(length, address);
    sealers[slot] = sealer;
    peers[slot] = peer;
    sockets[slot] = socket;
    frameLengths[slot] = frameLength;
    return slot;
  }

  /** Protects all datagrams; those that follow one another to one node, together. */
  void protect() {
    int from = 0;
    while (from < count()) {
      int to = from + 1;
      while (to < count() && sealers[to] == sealers[from]) {
        to++;
      }
      sealers[from].protect(packets(), from, to);
      from = to;
    }
  }

  /** Forgets all datagrams, and the keys of their peers with them. */
  @SuppressWarnings("NullAway") // no slot below count() is null, and none above it is read
  public void clear() {
    Arrays.fill(sealers, 0, count(), null);
    Arrays.fill(peers, 0, count(), null);
    batch.clear();
  }
}
