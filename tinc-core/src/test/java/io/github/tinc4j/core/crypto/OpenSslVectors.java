package io.github.tinc4j.core.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** What OpenSSL makes of 61 bytes with each cipher and digest; see the heads of the files. */
final class OpenSslVectors {

  private OpenSslVectors() {}

  @SuppressWarnings("ArrayRecordComponent") // test data, never compared
  record CipherVector(
      String name,
      int nid,
      int keyBytes,
      int ivBytes,
      int blockBytes,
      byte[] key,
      byte[] iv,
      byte[] ciphertext) {
    /** Key and IV as an ANS_KEY carries them. */
    byte[] keyString() {
      byte[] keyString = Arrays.copyOf(key, keyBytes + ivBytes);
      System.arraycopy(iv, 0, keyString, keyBytes, ivBytes);
      return keyString;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // test data, never compared
  record DigestVector(
      String name, int nid, int size, byte[] digest, byte[] shortKeyHmac, byte[] longKeyHmac) {

    @Override
    public String toString() {
      return name;
    }
  }

  static byte[] plaintext() {
    return ramp(61, 7, 3);
  }

  static byte[] hmacKey(int length) {
    return ramp(length, 5, 1);
  }

  static List<CipherVector> ciphers() {
    return lines("openssl-ciphers.txt").stream()
        .map(
            f ->
                new CipherVector(
                    f[0],
                    Integer.parseInt(f[1]),
                    Integer.parseInt(f[2]),
                    Integer.parseInt(f[3]),
                    Integer.parseInt(f[4]),
                    hex(f[5]),
                    hex(f[6].equals("-") ? "" : f[6]),
                    hex(f[7])))
        .toList();
  }

  static List<DigestVector> digests() {
    return lines("openssl-digests.txt").stream()
        .map(
            f ->
                new DigestVector(
                    f[0],
                    Integer.parseInt(f[1]),
                    Integer.parseInt(f[2]),
                    hex(f[3]),
                    hex(f[4]),
                    hex(f[5])))
        .toList();
  }

  private static byte[] ramp(int length, int step, int start) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (step * i + start);
    }
    return bytes;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static List<String[]> lines(String file) {
    try (InputStream in =
        Objects.requireNonNull(OpenSslVectors.class.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" ", -1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
