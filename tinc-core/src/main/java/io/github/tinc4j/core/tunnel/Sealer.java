package io.github.tinc4j.core.tunnel;

/** Seals packets to one node on one thread. */
public interface Sealer {

  /**
   * Seals a frame. The four bytes before it are overwritten with the sequence number.
   *
   * @return the length of the datagram written to {@code out} at {@code outOff}, or {@code -1 -
   *     DropReason.ordinal()}
   */
  int seal(byte[] frame, int off, int len, byte[] out, int outOff);
}
