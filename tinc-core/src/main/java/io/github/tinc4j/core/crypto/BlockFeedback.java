package io.github.tinc4j.core.crypto;

/**
 * CFB and OFB with feedback of whole blocks.
 *
 * <p>Spec 10, 5.3: the register starts as the IV; the key stream block is its encryption; the next
 * register is the ciphertext block (CFB) or the key stream block (OFB). The JDK's own CFB and OFB
 * hold back the bytes of an incomplete block, so they cannot serve a stream of lines.
 */
final class BlockFeedback implements ByteMode {

  private final BlockFunction function;
  private final byte[] iv;
  private final boolean outputFeedback;
  private final boolean encrypt;

  private final byte[] register;
  private final byte[] keyStream;

  /** How many bytes of {@link #keyStream} are used up; as many of the register are replaced. */
  private int used;

  BlockFeedback(BlockFunction function, byte[] iv, boolean outputFeedback, boolean encrypt) {
    this.function = function;
    this.iv = iv;
    this.outputFeedback = outputFeedback;
    this.encrypt = encrypt;
    register = iv.clone();
    keyStream = new byte[iv.length];
    used = iv.length;
  }

  @Override
  public void apply(byte[] in, int inOff, int len, byte[] out, int outOff) {
    for (int i = 0; i < len; i++) {
      if (used == iv.length) {
        function.apply(register, 0, keyStream, 0);
        used = 0;
      }
      byte from = in[inOff + i];
      byte to = (byte) (from ^ keyStream[used]);
      register[used] = outputFeedback ? keyStream[used] : encrypt ? to : from;
      out[outOff + i] = to;
      used++;
    }
  }

  @Override
  public void rewind() {
    System.arraycopy(iv, 0, register, 0, iv.length);
    used = iv.length;
  }
}
