package io.github.tinc4j.core.crypto;

/**
 * Decrypts and takes PKCS#7 padding off. How long that takes tells something about the padding; the
 * MAC has been checked before, so only who has the key can ask.
 */
final class PaddingDecryptor implements PacketCipher {

  private final BlockMode blocks;
  private final int blockBytes;

  PaddingDecryptor(BlockMode blocks, int blockBytes) {
    this.blocks = blocks;
    this.blockBytes = blockBytes;
  }

  @Override
  public int apply(byte[] in, int inOff, int len, byte[] out, int outOff) {
    if (len == 0 || len % blockBytes != 0) {
      return FAILED;
    }
    blocks.apply(in, inOff, len, out, outOff);
    int end = outOff + len;
    int padding = out[end - 1];
    if (padding < 1 || padding > blockBytes) {
      return FAILED;
    }
    for (int i = end - padding; i < end; i++) {
      if (out[i] != padding) {
        return FAILED;
      }
    }
    return len - padding;
  }
}
