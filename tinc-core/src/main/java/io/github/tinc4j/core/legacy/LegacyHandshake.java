package io.github.tinc4j.core.legacy;

import io.github.tinc4j.api.CloseReason.Kind;
import io.github.tinc4j.core.crypto.CipherSpec;
import io.github.tinc4j.core.crypto.DigestSpec;
import io.github.tinc4j.core.crypto.RawRsa;
import io.github.tinc4j.core.crypto.StreamCipher;
import io.github.tinc4j.core.wire.ChalReply;
import io.github.tinc4j.core.wire.Challenge;
import io.github.tinc4j.core.wire.Hex;
import io.github.tinc4j.core.wire.MetaKey;
import java.security.MessageDigest;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One side of the legacy authentication of one meta connection.
 *
 * <p>Each side chooses the key of its own sending direction and wraps it for the peer's RSA key;
 * who can read the challenge under it holds the private key. The responder proves itself only after
 * the initiator has (spec 10, 5.1 and 5.5). The caller asks in the order of the protocol; {@link
 * #metaKey} switches nothing itself: the ciphers take effect where the caller applies them, right
 * after the METAKEY line in either direction.
 */
public final class LegacyHandshake {

  /** The digest that 1.0.36 always announces. */
  private static final DigestSpec OUR_DIGEST = Objects.requireNonNull(DigestSpec.byName("sha256"));

  private final boolean initiator;
  private final RSAPrivateKey ownKey;
  private final RSAPublicKey peerKey;
  private final CipherSpec ownCipher;
  private final RandomGenerator random;

  private @Nullable StreamCipher sending;
  private @Nullable StreamCipher receiving;
  private @Nullable DigestSpec peerDigest;
  private byte @Nullable [] ownChallenge;
  private byte @Nullable [] peerChallenge;

  /**
   * A handshake that has not begun.
   *
   * @param initiator whether we opened the connection
   * @param ownKey our private key
   * @param peerKey the public key that the peer must hold the private one of
   * @param packetCipher our packet cipher, whose key length decides that of the meta cipher
   * @param random a source fit for keys
   */
  public LegacyHandshake(
      boolean initiator,
      RSAPrivateKey ownKey,
      RSAPublicKey peerKey,
      CipherSpec packetCipher,
      RandomGenerator random) {
    this.initiator = initiator;
    this.ownKey = ownKey;
    this.peerKey = peerKey;
    this.ownCipher = metaCipherFor(packetCipher);
    this.random = random;
  }

  /** AES-CFB with the smallest key that is as long as the packet cipher's (spec 10, 5.3). */
  private static CipherSpec metaCipherFor(CipherSpec packetCipher) {
    int bits = packetCipher.keyBytes() <= 16 ? 128 : packetCipher.keyBytes() <= 24 ? 192 : 256;
    return Objects.requireNonNull(CipherSpec.byName("aes-" + bits + "-cfb"));
  }

  /**
   * Our METAKEY; what we send after it goes through {@link #sending}.
   *
   * @throws HandshakeException when the peer's public key is not fit for it
   */
  public MetaKey begin() throws HandshakeException {
    requireUsable(peerKey, ownCipher);
    byte[] block = randomBytes(RawRsa.modulusBytes(peerKey));
    // The block must be less than the modulus; tinc clears the top bit to see to it.
    block[0] &= 0x7f;
    sending = StreamCipher.encryptor(ownCipher, block);
    String wrapped = Hex.encode(RawRsa.encrypt(peerKey, block));
    return new MetaKey(ownCipher.nid(), OUR_DIGEST.nid(), 0, 0, wrapped);
  }

  /**
   * The scheme of METAKEY is good only for a modulus whose bit length is a multiple of 8 (spec 10,
   * 5.3), and only when key and IV fit into the block.
   */
  private static void requireUsable(RSAPublicKey key, CipherSpec cipher) throws HandshakeException {
    int bits = key.getModulus().bitLength();
    if (key.getModulus().signum() <= 0
        || key.getPublicExponent().signum() <= 0
        || bits % Byte.SIZE != 0
        || bits / Byte.SIZE < cipher.keyStringBytes()) {
      throw new HandshakeException(
          Kind.NO_PUBLIC_KEY, "the peer's public key of " + bits + " bits cannot be used");
    }
  }

  /** The cipher of what we send after our METAKEY. */
  public StreamCipher sending() {
    return Objects.requireNonNull(sending);
  }

  /**
   * Takes the peer's METAKEY.
   *
   * @return the cipher of what the peer sends after it
   */
  public StreamCipher metaKey(MetaKey message) throws HandshakeException {
    byte[] wrapped = material(message.hexKey(), "METAKEY");
    CipherSpec cipher = CipherSpec.byNid(message.cipherNid());
    if (cipher == null || !cipher.availableForMeta()) {
      throw new HandshakeException(
          Kind.UNSUPPORTED_CIPHER, "meta cipher " + message.cipherNid() + " is not usable");
    }
    DigestSpec digest = DigestSpec.byNid(message.digestNid());
    if (digest == null || digest.equals(DigestSpec.NONE)) {
      throw new HandshakeException(
          Kind.UNSUPPORTED_CIPHER, "meta digest " + message.digestNid() + " is not usable");
    }
    if (message.macLength() < 0 || message.macLength() > digest.size()) {
      throw new HandshakeException(
          Kind.UNSUPPORTED_CIPHER, "MAC length " + message.macLength() + " in METAKEY");
    }
    byte[] block = RawRsa.decrypt(ownKey, wrapped);
    if (block == null) {
      throw new HandshakeException(Kind.AUTHENTICATION_FAILED, "METAKEY exceeds our modulus");
    }
    if (block.length < cipher.keyBytes() + cipher.ivBytes()) {
      throw new HandshakeException(
          Kind.UNSUPPORTED_CIPHER, "our RSA key is too short for the peer's meta cipher");
    }
    peerDigest = digest;
    receiving = StreamCipher.decryptor(cipher, block);
    return receiving;
  }

  /** Our CHALLENGE, as long as the peer's modulus. */
  public Challenge challenge() {
    ownChallenge = randomBytes(RawRsa.modulusBytes(peerKey));
    return new Challenge(Hex.encode(ownChallenge));
  }

  /**
   * Takes the peer's CHALLENGE.
   *
   * @return our reply to be sent now; null for the responder, who first waits for the initiator's
   */
  public @Nullable ChalReply challenged(Challenge message) throws HandshakeException {
    peerChallenge = material(message.hex(), "CHALLENGE");
    return initiator ? reply() : null;
  }

  /**
   * Checks the peer's CHAL_REPLY; when this returns, the peer is who it says.
   *
   * @return our reply to be sent now; null for the initiator, who has sent it already
   */
  public @Nullable ChalReply replied(ChalReply message) throws HandshakeException {
    byte[] answer = Hex.decode(message.hex());
    byte[] expected = OUR_DIGEST.digest(Objects.requireNonNull(ownChallenge));
    if (answer == null || !MessageDigest.isEqual(answer, expected)) {
      throw new HandshakeException(
          Kind.AUTHENTICATION_FAILED, "the reply to our challenge is wrong");
    }
    return initiator ? null : reply();
  }

  private ChalReply reply() {
    byte[] challenge = Objects.requireNonNull(peerChallenge);
    return new ChalReply(Hex.encode(Objects.requireNonNull(peerDigest).digest(challenge)));
  }

  /** Bytes that must be exactly as long as our own modulus. */
  private byte[] material(String hex, String request) throws HandshakeException {
    byte[] bytes = Hex.decode(hex);
    if (bytes == null || bytes.length != RawRsa.modulusBytes(ownKey)) {
      throw new HandshakeException(
          Kind.AUTHENTICATION_FAILED,
          request + " does not fit our key: " + hex.length() + " digits");
    }
    return bytes;
  }

  private byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
