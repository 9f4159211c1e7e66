package io.github.tinc4j.core.crypto;

/** A digest at work, used again after each {@link #finish}. Belongs to one thread. */
interface Hash {

  /** Takes in more bytes. */
  void update(byte[] in, int off, int len);

  /** Writes the whole digest to {@code out[off]} and starts anew. */
  void finish(byte[] out, int off);
}
