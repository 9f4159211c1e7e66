package io.github.tinc4j.core.tunnel;

import io.github.tinc4j.spi.PacketBatch;

/**
 * Seals packets to one node on one thread, in two steps: each packet is prepared as it comes, and
 * those that leave together are protected together, which costs less.
 */
public interface Sealer {

  /**
   * Writes a frame as it is going to be protected: numbered, and compressed where that was agreed.
   * The frame stays as it is; the arrays' ranges must not overlap. {@code out} needs room for
   * {@code len + 96} bytes: sequence number, padding, MAC, and what compression may add.
   *
   * @param len up to 1518
   * @return the length of what was written to {@code out} at {@code outOff}, or {@code -1 -
   *     DropReason.ordinal()}
   */
  int prepare(byte[] frame, int off, int len, byte[] out, int outOff);

  /**
   * Makes datagrams of the prepared packets in the slots from {@code from} on, before {@code to},
   * where they are; the lengths of the slots become theirs. Their offsets are those that {@link
   * PacketBatch#add} gave them.
   */
  void protect(PacketBatch packets, int from, int to);
}
