package io.github.tinc4j.core.crypto;

/** How a cipher is applied to more than one block. */
public enum CipherMode {
  /** No cipher: the data stays in clear. */
  NONE,
  /** Every block by itself, PKCS#7 padding. */
  ECB,
  /** Each block chained to the ciphertext before it, PKCS#7 padding. */
  CBC,
  /** Ciphertext feedback of whole blocks (CFB64, CFB128), byte for byte. */
  CFB,
  /** Ciphertext feedback of 8 bits. */
  CFB8,
  /** Ciphertext feedback of 1 bit. */
  CFB1,
  /** Output feedback of whole blocks, byte for byte. */
  OFB,
  /** The cipher makes a key stream by itself. */
  STREAM;

  /** Whether the data is cut into whole blocks, with padding at the end. */
  boolean isPadded() {
    return this == ECB || this == CBC;
  }
}
