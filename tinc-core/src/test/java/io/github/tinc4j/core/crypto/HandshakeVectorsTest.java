package io.github.tinc4j.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The handshake of two real daemons (docs/spec/vectors/legacy.json). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HandshakeVectorsTest {

  private JsonNode vectors = new ObjectMapper().createObjectNode();

  @BeforeAll
  void read() throws IOException {
    try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/legacy.json"))) {
      vectors = new ObjectMapper().readTree(in);
    }
  }

  @ParameterizedTest
  @CsvSource({"initiator,b", "responder,a"})
  void theMetaKeyGoesThroughRsaBothWays(String side, String receiver)
      throws GeneralSecurityException {
    JsonNode node = vectors.path("nodes").path(receiver);
    byte[] block = hex(handshake(side).path("metaKeyHex"));
    String metaKeyLine = handshake(side).path("plaintextLines").path(1).asText();
    byte[] sealed = HexFormat.of().parseHex(field(metaKeyLine, 5));

    assertThat(RawRsa.encrypt(publicKey(node), block)).isEqualTo(sealed);
    assertThat(RawRsa.decrypt(privateKey(node), sealed)).isEqualTo(block);
  }

  @ParameterizedTest
  @CsvSource({"initiator", "responder"})
  void theStreamOfLinesIsEncryptedAndDecryptedAsByTheDaemons(String side) {
    byte[] block = hex(handshake(side).path("metaKeyHex"));
    byte[] wire = hex(handshake(side).path("encryptedWireHex"));
    StringBuilder lines = new StringBuilder();
    handshake(side).path("encryptedLines").forEach(l -> lines.append(l.asText()).append('\n'));
    byte[] plain = lines.toString().getBytes(StandardCharsets.US_ASCII);
    CipherSpec spec =
        Objects.requireNonNull(
            CipherSpec.byNid(vectors.path("handshake").path("metaCipherNid").asInt()));

    byte[] text = plain.clone();
    StreamCipher.encryptor(spec, block).apply(text, 0, text.length);
    assertThat(text).isEqualTo(wire);

    StreamCipher decryptor = StreamCipher.decryptor(spec, block);
    for (int at = 0; at < text.length; at += 13) {
      decryptor.apply(text, at, Math.min(13, text.length - at));
    }
    assertThat(text).isEqualTo(plain);
  }

  @ParameterizedTest
  @CsvSource({"initiator,responder", "responder,initiator"})
  void theReplyIsTheDigestOfTheOthersChallenge(String replier, String challenger) {
    byte[] challenge = HexFormat.of().parseHex(field(line(challenger, "2 "), 1));
    DigestSpec digest =
        Objects.requireNonNull(
            DigestSpec.byNid(vectors.path("handshake").path("metaDigestNid").asInt()));
    assertThat(digest.digest(challenge))
        .isEqualTo(HexFormat.of().parseHex(field(line(replier, "3 "), 1)));
  }

  private JsonNode handshake(String side) {
    return vectors.path("handshake").path(side);
  }

  private String line(String side, String start) {
    List<String> lines = new ArrayList<>();
    handshake(side).path("encryptedLines").forEach(l -> lines.add(l.asText()));
    return lines.stream().filter(l -> l.startsWith(start)).findFirst().orElseThrow();
  }

  private static String field(String line, int index) {
    return line.split(" ", -1)[index];
  }

  private static byte[] hex(JsonNode node) {
    return HexFormat.of().parseHex(node.asText());
  }

  private static BigInteger number(JsonNode node, String field) {
    return new BigInteger(node.path(field).asText(), 16);
  }

  private static RSAPublicKey publicKey(JsonNode node) throws GeneralSecurityException {
    return (RSAPublicKey)
        KeyFactory.getInstance("RSA")
            .generatePublic(
                new RSAPublicKeySpec(
                    number(node, "rsaModulusHex"), number(node, "rsaPublicExponentHex")));
  }

  private static RSAPrivateCrtKey privateKey(JsonNode node) throws GeneralSecurityException {
    BigInteger d = number(node, "rsaPrivateExponentHex");
    BigInteger p = number(node, "rsaPrimePHex");
    BigInteger q = number(node, "rsaPrimeQHex");
    return (RSAPrivateCrtKey)
        KeyFactory.getInstance("RSA")
            .generatePrivate(
                new RSAPrivateCrtKeySpec(
                    number(node, "rsaModulusHex"),
                    number(node, "rsaPublicExponentHex"),
                    d,
                    p,
                    q,
                    d.mod(p.subtract(BigInteger.ONE)),
                    d.mod(q.subtract(BigInteger.ONE)),
                    q.modInverse(p)));
  }
}
