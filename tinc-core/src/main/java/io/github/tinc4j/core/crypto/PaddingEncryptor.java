package io.github.tinc4j.core.crypto;

/** Adds PKCS#7 padding, always 1 to block bytes of it, and encrypts. */
final class PaddingEncryptor implements PacketCipher {

  private final BlockMode blocks;
  private final int blockBytes;

  PaddingEncryptor(BlockMode blocks, int blockBytes) {
    this.blocks = blocks;
    this.blockBytes = blockBytes;
  }

  @Override
  public int apply(byte[] in, int inOff, int len, byte[] out, int outOff) {
    int padding = blockBytes - len % blockBytes;
    int end = inOff + len + padding;
    for (int i = inOff + len; i < end; i++) {
      in[i] = (byte) padding;
    }
    blocks.apply(in, inOff, len + padding, out, outOff);
    return len + padding;
  }
}
