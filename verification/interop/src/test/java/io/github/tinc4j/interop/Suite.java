package io.github.tinc4j.interop;

/**
 * What a node dictates to those that send to it.
 *
 * @param cipher OpenSSL's name, or {@code none}
 * @param digest OpenSSL's name, or {@code none}
 * @param macLength in bytes
 * @param compression level
 */
record Suite(String cipher, String digest, int macLength, int compression) {

  static final int DEFAULT_MAC_LENGTH = 4;

  static Suite of(String cipher, String digest) {
    return new Suite(cipher, digest, DEFAULT_MAC_LENGTH, 0);
  }

  void writeTo(TincDirectory directory) {
    directory.server("Cipher", cipher);
    directory.server("Digest", digest);
    directory.server("MACLength", Integer.toString(macLength));
    directory.server("Compression", Integer.toString(compression));
  }

  /** Whether a datagram carries anything to tell it from noise by. */
  boolean hasMac() {
    return macLength > 0 && !digest.equals("none");
  }

  @Override
  public String toString() {
    return cipher
        + "/"
        + digest
        + (macLength == DEFAULT_MAC_LENGTH ? "" : " mac " + macLength)
        + (compression == 0 ? "" : " zlib " + compression);
  }
}
