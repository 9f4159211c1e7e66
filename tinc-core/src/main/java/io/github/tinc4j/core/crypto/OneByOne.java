package io.github.tinc4j.core.crypto;

/** Encrypts packets one after another, through an array of its own. */
final class OneByOne implements BatchEncryptor {

  /** Longer than any packet with its padding. */
  private static final int ROOM = 2048;

  private final PacketCipher cipher;
  private final byte[] plain = new byte[ROOM];

  OneByOne(PacketCipher cipher) {
    this.cipher = cipher;
  }

  @Override
  public int apply(byte[] packets, int off, int stride, int count, int len) {
    int length = len;
    for (int i = 0; i < count; i++) {
      int at = off + i * stride;
      System.arraycopy(packets, at, plain, 0, len);
      length = cipher.apply(plain, 0, len, packets, at);
    }
    return length;
  }
}
