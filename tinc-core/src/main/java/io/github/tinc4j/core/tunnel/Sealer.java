package io.github.tinc4j.core.tunnel;

/** Seals packets to one node on one thread. */
public interface Sealer {

  /**
   * Seals a frame. The four bytes before it are overwritten with the sequence number, and up to 16
   * behind it with padding. The arrays' ranges must not overlap; {@code out} needs room for {@code
   * len + 96} bytes: sequence number, padding, MAC, and what compression may add.
   *
   * @param len up to 1518
   * @return the length of the datagram written to {@code out} at {@code outOff}, or {@code -1 -
   *     DropReason.ordinal()}
   */
  int seal(byte[] frame, int off, int len, byte[] out, int outOff);
}
