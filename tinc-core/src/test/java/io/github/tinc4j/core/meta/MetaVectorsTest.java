package io.github.tinc4j.core.meta;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tinc4j.api.CloseReason;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.NodeOptions;
import io.github.tinc4j.api.config.HostConfig;
import io.github.tinc4j.core.crypto.CipherSpec;
import io.github.tinc4j.core.event.ConnectionId;
import io.github.tinc4j.core.legacy.LegacyHandshake;
import io.github.tinc4j.core.wire.Ack;
import io.github.tinc4j.core.wire.MetaMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A connection in the place of one of two real daemons (docs/spec/vectors/legacy.json): with the
 * random numbers that the daemon drew, and what the other daemon said, it says byte for byte what
 * the daemon said.
 */
class MetaVectorsTest {

  private static JsonNode vectors = new ObjectMapper().createObjectNode();

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(MetaVectorsTest.class.getResourceAsStream("/legacy.json"))) {
      vectors = new ObjectMapper().readTree(in);
    }
  }

  private static JsonNode spoken(String side) {
    return vectors.path("handshake").path(side);
  }

  private static String nameOf(String side) {
    return side.equals("initiator") ? "a" : "b";
  }

  private static String other(String side) {
    return side.equals("initiator") ? "responder" : "initiator";
  }

  /** All that one daemon sent, as it was on the wire. */
  private static byte[] wire(String side) {
    var bytes = new ByteArrayOutputStream();
    for (JsonNode line : spoken(side).path("plaintextLines")) {
      bytes.writeBytes((line.asText() + "\n").getBytes(StandardCharsets.US_ASCII));
    }
    bytes.writeBytes(HexFormat.of().parseHex(spoken(side).path("encryptedWireHex").asText()));
    return bytes.toByteArray();
  }

  /** The length of that up to ACK: what follows depends on the mesh. */
  private static int lengthUpToAck(String side) {
    int length = 0;
    for (JsonNode line : spoken(side).path("plaintextLines")) {
      length += line.asText().length() + 1;
    }
    for (JsonNode line : spoken(side).path("encryptedLines")) {
      length += line.asText().length() + 1;
      if (line.asText().startsWith("4 ")) {
        break;
      }
    }
    return length;
  }

  private static List<String> linesAfterAck(String side) {
    List<String> lines = new ArrayList<>();
    spoken(side).path("encryptedLines").forEach(line -> lines.add(line.asText()));
    return lines.stream().filter(line -> !line.matches("[234] .*")).toList();
  }

  /** The node in whose place we are. */
  private static final class Daemon implements MetaOwner, Identities {
    private final String side;
    private final Deque<byte[]> draws = new ArrayDeque<>();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final List<String> requests = new ArrayList<>();
    private final MetaConnection connection;
    private @Nullable CloseReason failure;
    private boolean active;

    Daemon(String side) {
      this.side = side;
      draws.add(HexFormat.of().parseHex(spoken(side).path("metaKeyHex").asText()));
      String challenge = spoken(side).path("encryptedLines").path(0).asText();
      draws.add(HexFormat.of().parseHex(challenge.substring(2)));
      var remote = new InetSocketAddress(InetAddress.getLoopbackAddress(), 655);
      var id = new ConnectionId(1);
      boolean outgoing = side.equals("initiator");
      connection =
          outgoing
              ? MetaConnection.outgoing(
                  id, remote, NodeName.of(nameOf(other(side))), null, this, this, 0, 0)
              : MetaConnection.incoming(id, remote, this, this, 0);
      if (outgoing) {
        connection.connected();
      }
    }

    void hear(byte[] bytes, int from, int to) {
      connection.receive(ByteBuffer.wrap(bytes, from, to - from));
      said.writeBytes(connection.takeOutput());
    }

    void assertDidAsTheDaemon() {
      assertThat(failure).isNull();
      assertThat(active).isTrue();
      assertThat(said.toByteArray()).isEqualTo(Arrays.copyOf(wire(side), lengthUpToAck(side)));
      assertThat(requests).isEqualTo(linesAfterAck(other(side)));
    }

    @Override
    public NodeName name() {
      return NodeName.of(nameOf(side));
    }

    @Override
    public HostConfig host(NodeName peer) {
      return HostConfig.builder(peer).build();
    }

    @Override
    public LegacyHandshake handshake(boolean initiator, HostConfig peer) {
      RandomGenerator drawn =
          new RandomGenerator() {
            @Override
            public long nextLong() {
              throw new AssertionError("only bytes are drawn");
            }

            @Override
            public void nextBytes(byte[] bytes) {
              byte[] next = draws.remove();
              assertThat(bytes).hasSameSizeAs(next);
              System.arraycopy(next, 0, bytes, 0, bytes.length);
            }
          };
      try {
        return new LegacyHandshake(
            initiator,
            privateKey(vectors.path("nodes").path(nameOf(side))),
            publicKey(vectors.path("nodes").path(peer.name().value())),
            Objects.requireNonNull(CipherSpec.byName("aes-256-cbc")),
            drawn);
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public Ack ack(HostConfig peer, long sinceNs) {
      return new Ack("655", 9, new NodeOptions(0xc));
    }

    @Override
    public void activated(MetaConnection of, Ack ack) {
      assertThat(ack).isEqualTo(new Ack("655", 9, new NodeOptions(0xc)));
      active = true;
    }

    @Override
    public void requested(MetaConnection of, MetaMessage message, String line) {
      requests.add(line);
    }

    @Override
    public void frameReceived(MetaConnection of, byte[] frame) {
      throw new AssertionError("there is none");
    }

    @Override
    public void failed(MetaConnection of, CloseReason reason) {
      failure = reason;
      of.closed();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"initiator", "responder"})
  void theOtherDaemonIsUnderstoodInOnePiece(String side) {
    var daemon = new Daemon(side);
    byte[] wire = wire(other(side));
    daemon.hear(wire, 0, wire.length);
    daemon.assertDidAsTheDaemon();
  }

  @ParameterizedTest
  @ValueSource(strings = {"initiator", "responder"})
  void theOtherDaemonIsUnderstoodByteByByte(String side) {
    var daemon = new Daemon(side);
    byte[] wire = wire(other(side));
    for (int i = 0; i < wire.length; i++) {
      daemon.hear(wire, i, i + 1);
    }
    daemon.assertDidAsTheDaemon();
  }

  @ParameterizedTest
  @ValueSource(strings = {"initiator", "responder"})
  void whatComesMayBeCutInTwoAnywhere(String side) {
    byte[] wire = wire(other(side));
    int plain = wire.length - spoken(other(side)).path("encryptedWireHex").asText().length() / 2;
    for (int cut = 1; cut < wire.length; cut++) {
      // Everywhere around the change to cipher text, where it matters; else now and then.
      if (Math.abs(cut - plain) < 20 || cut % 29 == 0) {
        var daemon = new Daemon(side);
        daemon.hear(wire, 0, cut);
        daemon.hear(wire, cut, wire.length);
        daemon.assertDidAsTheDaemon();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"initiator", "responder"})
  void aFlippedByteBeforeTheLastReplyNeverLeadsToAnActiveConnection(String side) {
    byte[] wire = wire(other(side));
    int upToReply = lengthUpToAck(other(side)) - "4 655 9 c\n".length();
    for (int at = 0; at < upToReply - 1; at += 31) {
      byte[] flipped = wire.clone();
      flipped[at] ^= 0x04;
      var daemon = new Daemon(side);
      daemon.hear(flipped, 0, flipped.length);
      assertThat(daemon.active).as("byte %d", at).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"initiator", "responder"})
  void eachLineSaidTwiceEndsTheConnection(String side) {
    List<String> lines = new ArrayList<>();
    spoken(other(side)).path("plaintextLines").forEach(line -> lines.add(line.asText()));
    for (int repeated = 0; repeated < lines.size(); repeated++) {
      var daemon = new Daemon(side);
      for (int i = 0; i <= repeated; i++) {
        byte[] line = (lines.get(i) + "\n").getBytes(StandardCharsets.US_ASCII);
        daemon.hear(line, 0, line.length);
      }
      assertThat(daemon.failure).isNull();
      byte[] again = (lines.get(repeated) + "\n").getBytes(StandardCharsets.US_ASCII);
      daemon.hear(again, 0, again.length);
      // After METAKEY the line is taken for cipher text, and means nothing.
      if (repeated == 0) {
        assertThat(Objects.requireNonNull(daemon.failure).kind())
            .isEqualTo(CloseReason.Kind.UNEXPECTED_REQUEST);
      }
      assertThat(daemon.active).isFalse();
    }
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

  private static RSAPrivateKey privateKey(JsonNode node) throws GeneralSecurityException {
    BigInteger d = number(node, "rsaPrivateExponentHex");
    BigInteger p = number(node, "rsaPrimePHex");
    BigInteger q = number(node, "rsaPrimeQHex");
    return (RSAPrivateKey)
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
