package io.github.tinc4j.core.crypto;

import java.util.Arrays;

/**
 * Encrypts or decrypts packets, each by itself from the same key and IV (spec 20, 3). Allocates
 * nothing per packet, but for what some {@linkplain CipherFamily engines} do. Belongs to one
 * thread.
 */
@FunctionalInterface
public interface PacketCipher {

  /** What {@link #apply} returns when length or padding do not fit the cipher. */
  int FAILED = -1;

  /**
   * Transforms one packet. Input and output must not overlap.
   *
   * <p>Encrypting writes the padding, up to {@link CipherSpec#blockBytes} bytes, behind the packet
   * in {@code in}, and never fails. Decrypting may write up to {@code len} bytes to {@code out}
   * whatever it returns.
   *
   * @return the length of the result at {@code out[outOff]}, or {@link #FAILED}
   */
  int apply(byte[] in, int inOff, int len, byte[] out, int outOff);

  /**
   * Encrypts for the node that gave us {@code keyString}.
   *
   * @param keyString key, then IV; its length is {@link CipherSpec#keyStringBytes}
   * @throws IllegalArgumentException when the length is wrong or the cipher not {@linkplain
   *     CipherSpec#availableForPackets available}
   */
  static PacketCipher encryptor(CipherSpec spec, byte[] keyString) {
    return of(spec, keyString, true);
  }

  /** Decrypts what was encrypted with the {@code keyString} that we gave; see above. */
  static PacketCipher decryptor(CipherSpec spec, byte[] keyString) {
    return of(spec, keyString, false);
  }

  private static PacketCipher of(CipherSpec spec, byte[] keyString, boolean encrypt) {
    if (!spec.availableForPackets() || keyString.length != spec.keyStringBytes()) {
      throw new IllegalArgumentException(
          "no packet cipher: " + spec.name() + " with a key string of " + keyString.length);
    }
    if (spec.mode() == CipherMode.NONE) {
      return (in, inOff, len, out, outOff) -> {
        System.arraycopy(in, inOff, out, outOff, len);
        return len;
      };
    }
    byte[] key = Arrays.copyOf(keyString, spec.keyBytes());
    byte[] iv = Arrays.copyOfRange(keyString, spec.keyBytes(), keyString.length);
    if (spec.mode().isPadded()) {
      BlockMode blocks = BlockMode.of(spec, key, iv, encrypt);
      return encrypt
          ? new PaddingEncryptor(blocks, spec.blockBytes())
          : new PaddingDecryptor(blocks, spec.blockBytes());
    }
    ByteMode bytes = ByteMode.of(spec, key, iv, encrypt);
    return (in, inOff, len, out, outOff) -> {
      bytes.rewind();
      bytes.apply(in, inOff, len, out, outOff);
      return len;
    };
  }
}
