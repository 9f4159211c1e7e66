package io.github.tinc4j.core.crypto;

/** CBC over a block function, decrypting. */
final class CbcDecryption implements BlockMode {

  private final BlockFunction decrypt;
  private final byte[] iv;

  CbcDecryption(BlockFunction decrypt, byte[] iv) {
    this.decrypt = decrypt;
    this.iv = iv;
  }

  @Override
  public void apply(byte[] in, int inOff, int len, byte[] out, int outOff) {
    byte[] previous = iv;
    int previousOff = 0;
    for (int i = 0; i < len; i += iv.length) {
      decrypt.apply(in, inOff + i, out, outOff + i);
      for (int k = 0; k < iv.length; k++) {
        out[outOff + i + k] ^= previous[previousOff + k];
      }
      previous = in;
      previousOff = inOff + i;
    }
  }
}
