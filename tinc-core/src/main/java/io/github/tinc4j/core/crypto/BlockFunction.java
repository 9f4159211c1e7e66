package io.github.tinc4j.core.crypto;

/** A block cipher with its key set, one way: encryption or decryption of one block. */
@FunctionalInterface
interface BlockFunction {

  /** Transforms the block at {@code in[inOff]}; the two blocks must not overlap. */
  void apply(byte[] in, int inOff, byte[] out, int outOff);
}
