package io.github.tinc4j.core.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.api.CloseReason.Kind;
import io.github.tinc4j.core.crypto.CipherSpec;
import io.github.tinc4j.core.crypto.DigestSpec;
import io.github.tinc4j.core.crypto.RawRsa;
import io.github.tinc4j.core.crypto.StreamCipher;
import io.github.tinc4j.core.wire.ChalReply;
import io.github.tinc4j.core.wire.Challenge;
import io.github.tinc4j.core.wire.Hex;
import io.github.tinc4j.core.wire.MetaKey;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both sides of METAKEY, CHALLENGE and CHAL_REPLY (spec 10, 5.3 to 5.5). */
class LegacyHandshakeTest {

  private static final KeyPair INITIATOR = generate(512);
  private static final KeyPair RESPONDER = generate(768);

  private final Random random = new Random(3);
  private final LegacyHandshake initiator =
      new LegacyHandshake(
          true,
          (RSAPrivateKey) INITIATOR.getPrivate(),
          (RSAPublicKey) RESPONDER.getPublic(),
          cipher("aes-256-cbc"),
          random);
  private final LegacyHandshake responder =
      new LegacyHandshake(
          false,
          (RSAPrivateKey) RESPONDER.getPrivate(),
          (RSAPublicKey) INITIATOR.getPublic(),
          cipher("aes-128-cbc"),
          random);

  private static KeyPair generate(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has RSA", e);
    }
  }

  private static CipherSpec cipher(String name) {
    return Objects.requireNonNull(CipherSpec.byName(name));
  }

  private static void assertRefused(ThrowingCallable call, Kind kind) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            HandshakeException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }

  private static void assertSameStream(StreamCipher out, StreamCipher in) {
    byte[] text = "what one says, the other hears".getBytes(StandardCharsets.US_ASCII);
    byte[] wire = text.clone();
    out.apply(wire, 0, wire.length);
    assertThat(wire).isNotEqualTo(text);
    in.apply(wire, 0, 1);
    in.apply(wire, 1, wire.length - 1);
    assertThat(wire).isEqualTo(text);
  }

  @Test
  void bothSidesAgreeOnACipherForEachDirectionAndProveThemselves() throws HandshakeException {
    MetaKey theirs = responder.begin();
    MetaKey ours = initiator.begin();
    // The cipher follows the key length of the packet cipher; hexadecimal has the peer's length.
    assertThat(theirs.cipherNid()).isEqualTo(421);
    assertThat(ours.cipherNid()).isEqualTo(429);
    assertThat(theirs.hexKey()).hasSize(128);
    assertThat(ours.hexKey()).hasSize(192);
    assertThat(ours.digestNid()).isEqualTo(672);
    assertSameStream(responder.sending(), initiator.metaKey(theirs));
    assertSameStream(initiator.sending(), responder.metaKey(ours));

    Challenge toInitiator = responder.challenge();
    Challenge toResponder = initiator.challenge();
    assertThat(toInitiator.hex()).hasSize(128);
    assertThat(toResponder.hex()).hasSize(192);
    ChalReply first = Objects.requireNonNull(initiator.challenged(toInitiator));
    assertThat(responder.challenged(toResponder)).as("proves itself second").isNull();
    ChalReply second = Objects.requireNonNull(responder.replied(first));
    assertThat(initiator.replied(second)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "none, 421",
    "aes-128-cbc, 421",
    "bf-cbc, 421",
    "aes-192-cbc, 425",
    "des3, 425",
    "aes-256-cbc, 429",
    "aes-256-ofb, 429"
  })
  void theMetaCipherFollowsThePacketCipher(String packetCipher, int nid) throws HandshakeException {
    var handshake =
        new LegacyHandshake(
            true,
            (RSAPrivateKey) INITIATOR.getPrivate(),
            (RSAPublicKey) RESPONDER.getPublic(),
            cipher(packetCipher),
            random);
    assertThat(handshake.begin().cipherNid()).isEqualTo(nid);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {421, 425, 429, 420, 424, 428, 653, 655, 650, 652, 757, 766, 93, 94, 61, 63, 5})
  void anyStreamCipherThatThePeerChoosesIsTaken(int nid) throws HandshakeException {
    CipherSpec spec = Objects.requireNonNull(CipherSpec.byNid(nid));
    byte[] block = new byte[96];
    random.nextBytes(block);
    block[0] &= 0x7f;
    assertSameStream(
        StreamCipher.encryptor(spec, block), responder.metaKey(metaKey(nid, 672, 0, block)));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {4, 64, 117, 257, 672, 673, 674, 675, 804, 1056, 1057, 1094, 1096, 1099, 1143})
  void theReplyUsesTheDigestThatThePeerChose(int nid) throws HandshakeException {
    DigestSpec digest = Objects.requireNonNull(DigestSpec.byNid(nid));
    var handshake =
        new LegacyHandshake(
            true,
            (RSAPrivateKey) RESPONDER.getPrivate(),
            (RSAPublicKey) INITIATOR.getPublic(),
            cipher("aes-256-cbc"),
            random);
    handshake.metaKey(metaKey(429, nid, digest.size(), new byte[96]));
    byte[] challenge = new byte[96];
    random.nextBytes(challenge);
    ChalReply reply = handshake.challenged(new Challenge(Hex.encode(challenge)));
    assertThat(reply).isEqualTo(new ChalReply(Hex.encode(digest.digest(challenge))));
  }

  private static MetaKey metaKey(int cipherNid, int digestNid, int macLength, byte[] block) {
    byte[] wrapped = RawRsa.encrypt((RSAPublicKey) RESPONDER.getPublic(), block);
    return new MetaKey(cipherNid, digestNid, macLength, 0, Hex.encode(wrapped));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 672, 0", // the null cipher
    "427, 672, 0", // CBC
    "418, 672, 0", // ECB
    "904, 672, 0", // CTR
    "-1, 672, 0",
    "99999, 672, 0",
    "429, 0, 0",
    "429, -1, 0",
    "429, 99999, 0",
    "429, 672, 33",
    "429, 672, -1",
  })
  void aCipherOrDigestThatIsForbiddenOrUnknownIsRefused(int cipher, int digest, int macLength) {
    assertRefused(
        () -> responder.metaKey(metaKey(cipher, digest, macLength, new byte[96])),
        Kind.UNSUPPORTED_CIPHER);
  }

  @Test
  void aMetaKeyMustHaveExactlyTheLengthOfOurModulus() {
    String hex = Hex.encode(new byte[96]);
    for (String wrong :
        new String[] {
          "", "A", hex.substring(1), hex.substring(2), hex + "0", hex + "00", "G" + hex.substring(1)
        }) {
      assertRefused(
          () -> responder.metaKey(new MetaKey(429, 672, 0, 0, wrong)), Kind.AUTHENTICATION_FAILED);
      assertRefused(() -> responder.challenged(new Challenge(wrong)), Kind.AUTHENTICATION_FAILED);
    }
    assertRefused(
        () -> responder.metaKey(new MetaKey(429, 672, 0, 0, "F".repeat(192))),
        Kind.AUTHENTICATION_FAILED);
  }

  @Test
  void hexadecimalOfEitherCaseIsTaken() throws HandshakeException {
    MetaKey key = metaKey(429, 672, 0, new byte[96]);
    String lower = key.hexKey().toLowerCase(Locale.ROOT);
    assertThat(responder.metaKey(new MetaKey(429, 672, 0, 0, lower))).isNotNull();
    ChalReply right = right();
    assertThat(responder.replied(new ChalReply(right.hex().toLowerCase(Locale.ROOT)))).isNotNull();
  }

  /** The initiator's reply to the responder's challenge. */
  private ChalReply right() throws HandshakeException {
    initiator.metaKey(responder.begin());
    responder.metaKey(initiator.begin());
    responder.challenged(initiator.challenge());
    return Objects.requireNonNull(initiator.challenged(responder.challenge()));
  }

  @Test
  void anyOtherReplyIsRefused() throws HandshakeException {
    ChalReply right = right();
    String hex = right.hex();
    for (int i = 0; i < hex.length(); i++) {
      char flipped = hex.charAt(i) == '0' ? '1' : '0';
      String wrong = hex.substring(0, i) + flipped + hex.substring(i + 1);
      assertRefused(() -> responder.replied(new ChalReply(wrong)), Kind.AUTHENTICATION_FAILED);
      String cut = hex.substring(0, i);
      assertRefused(() -> responder.replied(new ChalReply(cut)), Kind.AUTHENTICATION_FAILED);
    }
    assertRefused(() -> responder.replied(new ChalReply(hex + "0")), Kind.AUTHENTICATION_FAILED);
    assertRefused(() -> responder.replied(new ChalReply(hex + "00")), Kind.AUTHENTICATION_FAILED);
    assertRefused(() -> responder.replied(new ChalReply("not hex")), Kind.AUTHENTICATION_FAILED);
    assertThat(responder.replied(right)).isNotNull();
  }

  @Test
  void theResponderIsNotProvenByTheReplyThatItGotItself() throws HandshakeException {
    ChalReply fromInitiator = right();
    assertRefused(() -> initiator.replied(fromInitiator), Kind.AUTHENTICATION_FAILED);
  }

  private record OddKey(BigInteger modulus, BigInteger exponent) implements RSAPublicKey {
    private static final long serialVersionUID = 1;

    @Override
    public BigInteger getModulus() {
      return modulus;
    }

    @Override
    public BigInteger getPublicExponent() {
      return exponent;
    }

    @Override
    public String getAlgorithm() {
      return "RSA";
    }

    @Override
    public String getFormat() {
      return "none";
    }

    @Override
    public byte[] getEncoded() {
      return new byte[0];
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8, 376, 383, 511, 513, 1023, 2047, 2049})
  void aPublicKeyThatMetaKeyCannotUseEndsTheHandshake(int bits) {
    BigInteger modulus =
        bits == 0 ? BigInteger.ZERO : BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
    assertRefused(
        () -> withPeerKey(new OddKey(modulus, BigInteger.valueOf(65537))).begin(),
        Kind.NO_PUBLIC_KEY);
  }

  @Test
  void aPublicKeyOfNegativeNumbersEndsTheHandshake() {
    BigInteger modulus = BigInteger.ONE.shiftLeft(512).subtract(BigInteger.ONE);
    BigInteger exponent = BigInteger.valueOf(65537);
    assertRefused(
        () -> withPeerKey(new OddKey(modulus.negate(), exponent)).begin(), Kind.NO_PUBLIC_KEY);
    assertRefused(
        () -> withPeerKey(new OddKey(modulus, exponent.negate())).begin(), Kind.NO_PUBLIC_KEY);
  }

  @Test
  void theShortestKeyThatHoldsKeyAndIvWorks() throws HandshakeException {
    BigInteger modulus = BigInteger.ONE.shiftLeft(384).subtract(BigInteger.ONE);
    MetaKey key = withPeerKey(new OddKey(modulus, BigInteger.valueOf(65537))).begin();
    assertThat(key.hexKey()).hasSize(96);
  }

  private LegacyHandshake withPeerKey(RSAPublicKey key) {
    return new LegacyHandshake(
        true, (RSAPrivateKey) INITIATOR.getPrivate(), key, cipher("aes-256-cbc"), random);
  }

  @Test
  void theBlockIsAlwaysBelowTheModulus() throws HandshakeException {
    var ones =
        new Random(0) {
          private static final long serialVersionUID = 1;

          @Override
          public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, (byte) -1);
          }
        };
    var handshake =
        new LegacyHandshake(
            true,
            (RSAPrivateKey) INITIATOR.getPrivate(),
            (RSAPublicKey) RESPONDER.getPublic(),
            cipher("aes-256-cbc"),
            ones);
    assertThat(handshake.begin().hexKey()).hasSize(192);
    assertSameStream(handshake.sending(), decryptorOfOnes());
  }

  private static StreamCipher decryptorOfOnes() {
    byte[] block = new byte[96];
    Arrays.fill(block, (byte) -1);
    return StreamCipher.decryptor(cipher("aes-256-cfb"), block);
  }
}
