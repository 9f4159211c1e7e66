package io.github.tinc4j.core.tunnel;

import io.github.tinc4j.api.PacketKeyInfo;
import io.github.tinc4j.core.compress.Compression;
import io.github.tinc4j.core.compress.Compressor;
import io.github.tinc4j.core.compress.Decompressor;
import io.github.tinc4j.core.crypto.BatchEncryptor;
import io.github.tinc4j.core.crypto.CipherSpec;
import io.github.tinc4j.core.crypto.DigestSpec;
import io.github.tinc4j.core.crypto.PacketCipher;
import io.github.tinc4j.core.crypto.PacketMac;
import org.jspecify.annotations.Nullable;

/**
 * What an ANS_KEY says, checked (spec 20, 4.3). One datagram:
 *
 * <pre>
 * +-----------------------------------------+------------+
 * |  E( seqno (4, big endian) || payload )  |  MAC (m)   |
 * +-----------------------------------------+------------+
 * </pre>
 *
 * <p>The payload is the frame, or the compressed frame. The MAC covers the ciphertext; there is
 * none when the digest is none or m is 0.
 */
final class LegacyParameters {

  /** The longest frame, in bytes. */
  static final int MAX_FRAME = 1518;

  /** The shortest frame: two MAC addresses and the EtherType. */
  static final int MIN_FRAME = 14;

  /** The longest datagram that is read, in bytes (spec 20, 7). */
  static final int MAX_DATAGRAM = 1661;

  /** A MAC of this length, the default, is not guessed by chance. */
  private static final int AUTHENTIC_MAC_LENGTH = 4;

  /** Length of the sequence number. */
  static final int SEQUENCE_BYTES = 4;

  private final CipherSpec cipher;
  private final DigestSpec digest;
  private final int macLength;
  private final int compression;
  private final byte[] keyString;

  LegacyParameters(
      CipherSpec cipher, DigestSpec digest, int macLength, int compression, byte[] keyString) {
    if (!cipher.availableForPackets() || keyString.length != cipher.keyStringBytes()) {
      throw new IllegalArgumentException(
          "a key string of " + keyString.length + " bytes does not fit " + cipher.name());
    }
    if (macLength < 0 || (digest.size() > 0 && macLength > digest.size())) {
      throw new IllegalArgumentException("no MAC of " + macLength + " bytes from " + digest.name());
    }
    if (!Compression.supported(compression)) {
      throw new IllegalArgumentException("no compression of level " + compression);
    }
    this.cipher = cipher;
    this.digest = digest;
    this.macLength = Math.min(macLength, digest.size());
    this.compression = compression;
    this.keyString = keyString.clone();
  }

  PacketKeyInfo info() {
    return new PacketKeyInfo(cipher.nid(), digest.nid(), macLength, compression);
  }

  BatchEncryptor encryptor() {
    return BatchEncryptor.of(cipher, keyString);
  }

  PacketCipher decryptor() {
    return PacketCipher.decryptor(cipher, keyString);
  }

  @Nullable PacketMac mac() {
    return macLength == 0 ? null : PacketMac.of(digest, keyString, macLength);
  }

  @Nullable Compressor compressor() {
    return compression == 0 ? null : Compression.compressor(compression);
  }

  @Nullable Decompressor decompressor() {
    return compression == 0 ? null : Compression.decompressor(compression);
  }

  /** Whether what carries a right MAC may be believed to come from the node it seems to. */
  boolean authentic() {
    return macLength >= AUTHENTIC_MAC_LENGTH;
  }
}
