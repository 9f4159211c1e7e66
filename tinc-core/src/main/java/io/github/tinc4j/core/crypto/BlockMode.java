package io.github.tinc4j.core.crypto;

/** A padded mode (ECB, CBC) with key and IV set, one way. Every call starts anew from the IV. */
@FunctionalInterface
interface BlockMode {

  /** Transforms {@code len} bytes, whole blocks; the two ranges must not overlap. */
  void apply(byte[] in, int inOff, int len, byte[] out, int outOff);

  static BlockMode of(CipherSpec spec, byte[] key, byte[] iv, boolean encrypt) {
    if (spec.family() == CipherFamily.AES) {
      return spec.mode() == CipherMode.CBC
          ? JdkAes.cbc(key, iv, encrypt)
          : JdkAes.ecb(key, encrypt);
    }
    BlockFunction function = spec.family().function(key, encrypt);
    int block = spec.blockBytes();
    if (spec.mode() == CipherMode.ECB) {
      return (in, inOff, len, out, outOff) -> {
        for (int i = 0; i < len; i += block) {
          function.apply(in, inOff + i, out, outOff + i);
        }
      };
    }
    return encrypt ? new CbcEncryption(function, iv) : new CbcDecryption(function, iv);
  }
}
