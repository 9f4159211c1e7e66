package io.github.tinc4j.core.tunnel;

/** Opens packets from one node on one thread. */
public interface Opener {

  /**
   * Opens a datagram so that its frame begins at {@code out[outOff]}; the four bytes before that
   * are overwritten. The arrays' ranges must not overlap; {@code out} needs room for 1661 bytes
   * from there, whatever is returned. The datagram may be anything.
   *
   * @return the length of the frame, 14 to 1518, or {@code -1 - DropReason.ordinal()}
   */
  int open(byte[] datagram, int off, int len, byte[] out, int outOff);

  /** Whether the MAC is right; false where packets carry none. Changes nothing. */
  boolean authentic(byte[] datagram, int off, int len);

  /**
   * The length that MTU discovery is told of the packet last opened: of its frame, or with
   * compression the compressed length less 43 (spec 20, 9.3), which may be negative.
   */
  int probeLength();
}
