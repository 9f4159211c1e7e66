package io.github.tinc4j.core.crypto;

/** CBC over a block function, encrypting. */
final class CbcEncryption implements BlockMode {

  private final BlockFunction encrypt;
  private final byte[] iv;
  private final byte[] mixed;

  CbcEncryption(BlockFunction encrypt, byte[] iv) {
    this.encrypt = encrypt;
    this.iv = iv;
    mixed = new byte[iv.length];
  }

  @Override
  public void apply(byte[] in, int inOff, int len, byte[] out, int outOff) {
    byte[] previous = iv;
    int previousOff = 0;
    for (int i = 0; i < len; i += iv.length) {
      for (int k = 0; k < iv.length; k++) {
        mixed[k] = (byte) (in[inOff + i + k] ^ previous[previousOff + k]);
      }
      encrypt.apply(mixed, 0, out, outOff + i);
      previous = out;
      previousOff = outOff + i;
    }
  }
}
