package io.github.tinc4j.core.compress;

/** Decompresses packets, each by itself. One thread decompresses; any thread may end it. */
public interface Decompressor {

  /**
   * Decompresses into another array. The input may be anything.
   *
   * @return the length at {@code out[outOff]}, at most {@link Compression#MAX_BYTES} and at most
   *     what {@code out} has room for; {@link Compression#FAILED} when that is too little, the
   *     input is damaged or not whole, or after {@link #end}
   */
  int decompress(byte[] in, int off, int len, byte[] out, int outOff);

  /** Gives its memory back. More than once does no harm. */
  void end();
}
