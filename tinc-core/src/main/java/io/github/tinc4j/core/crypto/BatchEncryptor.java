package io.github.tinc4j.core.crypto;

import java.util.Arrays;

/**
 * Encrypts packets of one length where they are, each by itself from the same key and IV (spec 20,
 * 3): what {@link PacketCipher} does, for several at a time. Allocates nothing per packet, but for
 * what some {@linkplain CipherFamily engines} do. Belongs to one thread.
 */
@FunctionalInterface
public interface BatchEncryptor {

  /**
   * Encrypts {@code count} packets of {@code len} bytes. Packet i begins at {@code packets[off + i
   * * stride]}; up to {@link CipherSpec#blockBytes} bytes behind each are overwritten with padding.
   *
   * @return the length of each ciphertext
   */
  int apply(byte[] packets, int off, int stride, int count, int len);

  /**
   * Encrypts for the node that gave us {@code keyString}.
   *
   * @throws IllegalArgumentException as {@link PacketCipher#encryptor} does
   */
  static BatchEncryptor of(CipherSpec spec, byte[] keyString) {
    PacketCipher single = PacketCipher.encryptor(spec, keyString);
    if (spec.mode() == CipherMode.NONE) {
      return (packets, off, stride, count, len) -> len;
    }
    var oneByOne = new OneByOne(single);
    if (spec.family() != CipherFamily.AES || spec.mode() != CipherMode.CBC) {
      return oneByOne;
    }
    byte[] key = Arrays.copyOf(keyString, spec.keyBytes());
    byte[] iv = Arrays.copyOfRange(keyString, spec.keyBytes(), keyString.length);
    return new InterleavedCbc(key, iv, oneByOne);
  }
}
