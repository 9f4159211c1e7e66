package io.github.tinc4j.core.compress;

/** Compresses packets, each by itself. One thread compresses; any thread may end it. */
public interface Compressor {

  /**
   * Compresses into another array.
   *
   * @return the length at {@code out[outOff]}, at most {@link Compression#MAX_BYTES} and at most
   *     what {@code out} has room for; {@link Compression#FAILED} when that is too little, or after
   *     {@link #end}
   */
  int compress(byte[] in, int off, int len, byte[] out, int outOff);

  /** Gives its memory back. More than once does no harm. */
  void end();
}
