package io.github.tinc4j.core.crypto;

import java.util.Arrays;

/**
 * The cipher of one direction of a meta connection: one continuous stream, every byte at once (spec
 * 10, 5.3). Belongs to one thread at a time.
 */
public final class StreamCipher {

  private final ByteMode mode;
  private long left;

  StreamCipher(ByteMode mode, long budget) {
    this.mode = mode;
    left = budget;
  }

  /**
   * The cipher of what we send.
   *
   * @param metaKeyBlock what METAKEY carries, before RSA: the key is its last bytes, the IV the
   *     bytes immediately before
   * @throws IllegalArgumentException when the block is too short for key and IV, or the cipher not
   *     {@linkplain CipherSpec#availableForMeta available}
   */
  public static StreamCipher encryptor(CipherSpec spec, byte[] metaKeyBlock) {
    return of(spec, metaKeyBlock, true);
  }

  /** The cipher of what the peer sends; see {@link #encryptor}. */
  public static StreamCipher decryptor(CipherSpec spec, byte[] metaKeyBlock) {
    return of(spec, metaKeyBlock, false);
  }

  private static StreamCipher of(CipherSpec spec, byte[] metaKeyBlock, boolean encrypt) {
    int ivStart = metaKeyBlock.length - spec.keyStringBytes();
    if (!spec.availableForMeta() || ivStart < 0) {
      throw new IllegalArgumentException(
          "no meta cipher: " + spec.name() + " from a block of " + metaKeyBlock.length);
    }
    int keyStart = ivStart + spec.ivBytes();
    byte[] iv = Arrays.copyOfRange(metaKeyBlock, ivStart, keyStart);
    byte[] key = Arrays.copyOfRange(metaKeyBlock, keyStart, metaKeyBlock.length);
    return new StreamCipher(ByteMode.of(spec, key, iv, encrypt), budget(spec));
  }

  /**
   * How many bytes one key may carry, to limit collisions of blocks (spec 10, 5.10). {@link
   * Long#MAX_VALUE} stands for AES's 2^63.
   */
  public static long budget(CipherSpec spec) {
    int n = spec.blockBytes() > 1 ? spec.blockBytes() : spec.ivBytes() > 1 ? spec.ivBytes() : 8;
    int bits = 4 * n - 1;
    return bits >= 63 ? Long.MAX_VALUE : 1L << bits;
  }

  /** Whether {@code bytes} more would exceed the budget; then the connection has to end. */
  public boolean exhaustedBy(int bytes) {
    return bytes > left;
  }

  /**
   * Encrypts or decrypts the next bytes of the stream in place.
   *
   * @throws IllegalStateException when the budget is {@linkplain #exhaustedBy exhausted}
   */
  public void apply(byte[] buf, int off, int len) {
    if (exhaustedBy(len)) {
      throw new IllegalStateException("byte budget of the meta cipher is used up");
    }
    left -= len;
    mode.apply(buf, off, len, buf, off);
  }
}
