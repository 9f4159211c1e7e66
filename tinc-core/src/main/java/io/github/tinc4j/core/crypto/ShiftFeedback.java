package io.github.tinc4j.core.crypto;

/**
 * CFB8 and CFB1: for every 8 bits (or 1 bit) of data the register is encrypted, its first 8 bits
 * (or bit) are the key, and the ciphertext is shifted into the register from the right.
 */
final class ShiftFeedback implements ByteMode {

  private final BlockFunction function;
  private final byte[] iv;
  private final boolean singleBits;
  private final boolean encrypt;

  private final byte[] register;
  private final byte[] keyStream;

  ShiftFeedback(BlockFunction function, byte[] iv, boolean singleBits, boolean encrypt) {
    this.function = function;
    this.iv = iv;
    this.singleBits = singleBits;
    this.encrypt = encrypt;
    register = iv.clone();
    keyStream = new byte[iv.length];
  }

  @Override
  public void apply(byte[] in, int inOff, int len, byte[] out, int outOff) {
    for (int i = 0; i < len; i++) {
      int from = in[inOff + i] & 0xff;
      out[outOff + i] = (byte) (singleBits ? eightSteps(from) : step(from));
    }
  }

  @Override
  public void rewind() {
    System.arraycopy(iv, 0, register, 0, iv.length);
  }

  private int step(int from) {
    function.apply(register, 0, keyStream, 0);
    int to = from ^ (keyStream[0] & 0xff);
    int last = register.length - 1;
    System.arraycopy(register, 1, register, 0, last);
    register[last] = (byte) (encrypt ? to : from);
    return to;
  }

  /** The bits of a byte go one after the other, the most significant first. */
  private int eightSteps(int from) {
    int to = 0;
    for (int bit = 7; bit >= 0; bit--) {
      function.apply(register, 0, keyStream, 0);
      int fromBit = (from >> bit) & 1;
      int toBit = fromBit ^ ((keyStream[0] >> 7) & 1);
      to |= toBit << bit;
      shiftIn(encrypt ? toBit : fromBit);
    }
    return to;
  }

  private void shiftIn(int bit) {
    int carry = bit;
    for (int k = register.length - 1; k >= 0; k--) {
      int shifted = (register[k] & 0xff) << 1 | carry;
      register[k] = (byte) shifted;
      carry = shifted >> 8;
    }
  }
}
