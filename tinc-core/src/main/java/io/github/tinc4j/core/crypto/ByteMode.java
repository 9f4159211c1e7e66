package io.github.tinc4j.core.crypto;

/** A mode that gives a byte for a byte at once (CFB, OFB, stream ciphers), key and IV set. */
interface ByteMode {

  /** Transforms the next {@code len} bytes of the stream; the two ranges may be the same one. */
  void apply(byte[] in, int inOff, int len, byte[] out, int outOff);

  /** Goes back to the start of the stream: key and IV. */
  void rewind();

  static ByteMode of(CipherSpec spec, byte[] key, byte[] iv, boolean encrypt) {
    return switch (spec.mode()) {
      case CFB, OFB ->
          new BlockFeedback(
              spec.family().function(key, true), iv, spec.mode() == CipherMode.OFB, encrypt);
      case CFB8, CFB1 ->
          new ShiftFeedback(
              spec.family().function(key, true), iv, spec.mode() == CipherMode.CFB1, encrypt);
      case STREAM -> new Rc4(key);
      case NONE, ECB, CBC ->
          throw new IllegalArgumentException(spec.name() + " does not work byte for byte");
    };
  }
}
