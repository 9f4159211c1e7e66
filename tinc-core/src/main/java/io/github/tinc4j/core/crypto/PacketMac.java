package io.github.tinc4j.core.crypto;

import java.util.Arrays;

/**
 * The MAC of packets: the first bytes of an HMAC over the ciphertext (spec 20, 2).
 *
 * <p>HMAC (RFC 2104) is done by hand over one digest, because {@code javax.crypto.Mac} allocates
 * for every packet. Belongs to one thread.
 */
public final class PacketMac {

  private final Hash hash;
  private final byte[] innerPad;
  private final byte[] outerPad;
  private final byte[] inner;
  private final byte[] tag;
  private final int length;

  private PacketMac(DigestSpec digest, byte[] key, int length) {
    hash = digest.open();
    byte[] block =
        Arrays.copyOf(
            key.length > digest.blockBytes() ? digest.digest(key) : key, digest.blockBytes());
    innerPad = new byte[block.length];
    outerPad = new byte[block.length];
    for (int i = 0; i < block.length; i++) {
      innerPad[i] = (byte) (block[i] ^ 0x36);
      outerPad[i] = (byte) (block[i] ^ 0x5c);
    }
    inner = new byte[digest.size()];
    tag = new byte[digest.size()];
    this.length = length;
  }

  /**
   * A MAC with its key set.
   *
   * @param key the whole key string of ANS_KEY
   * @param length how many bytes of it a packet carries, 1 to the size of the digest
   * @throws IllegalArgumentException when the length is out of range, as it always is for no digest
   */
  public static PacketMac of(DigestSpec digest, byte[] key, int length) {
    if (length < 1 || length > digest.size()) {
      throw new IllegalArgumentException("no MAC of " + length + " bytes from " + digest.name());
    }
    return new PacketMac(digest, key, length);
  }

  /** How many bytes it adds to a packet. */
  public int length() {
    return length;
  }

  /** Writes the MAC of {@code text[off .. off + len)} right behind it. */
  public void append(byte[] text, int off, int len) {
    compute(text, off, len);
    System.arraycopy(tag, 0, text, off + len, length);
  }

  /**
   * Whether the bytes right behind {@code text[off .. off + len)} are its MAC. Takes the same time
   * wherever they differ.
   */
  public boolean verify(byte[] text, int off, int len) {
    compute(text, off, len);
    int difference = 0;
    for (int i = 0; i < length; i++) {
      difference |= tag[i] ^ text[off + len + i];
    }
    return difference == 0;
  }

  private void compute(byte[] text, int off, int len) {
    hash.update(innerPad, 0, innerPad.length);
    hash.update(text, off, len);
    hash.finish(inner, 0);
    hash.update(outerPad, 0, outerPad.length);
    hash.update(inner, 0, inner.length);
    hash.finish(tag, 0);
  }
}
