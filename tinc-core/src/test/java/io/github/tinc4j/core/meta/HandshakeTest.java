package io.github.tinc4j.core.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.tinc4j.api.CloseReason.Kind;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.NodeOptions;
import io.github.tinc4j.api.config.HostConfig;
import io.github.tinc4j.core.crypto.CipherSpec;
import io.github.tinc4j.core.legacy.HandshakeException;
import io.github.tinc4j.core.legacy.LegacyHandshake;
import io.github.tinc4j.core.wire.Ack;
import io.github.tinc4j.core.wire.ChalReply;
import io.github.tinc4j.core.wire.Id;
import io.github.tinc4j.core.wire.MalformedLine;
import io.github.tinc4j.core.wire.Request;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The order of the handshake and the checks of ID (spec 10, 5.1 and 5.2). */
class HandshakeTest {

  private static Map<String, KeyPair> keys = Map.of();

  @BeforeAll
  static void makeKeys() throws NoSuchAlgorithmException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(512);
    keys = Map.of("a", generator.generateKeyPair(), "b", generator.generateKeyPair());
  }

  private static KeyPair keyOf(NodeName name) {
    return Objects.requireNonNull(keys.get(name.value()));
  }

  /** One end: what it hears and says is taken over by hand. */
  private static final class End implements Identities {
    private final NodeName name;
    private final MetaFramer input = new MetaFramer();
    private final MetaOutput output = new MetaOutput();
    private final Handshake handshake;
    private final List<Request> heard = new ArrayList<>();
    private Phase phase = Phase.AWAITING_ID;

    End(String name, @Nullable String expected) {
      this.name = NodeName.of(name);
      this.handshake =
          new Handshake(this, expected == null ? null : NodeName.of(expected), 7, input, output);
    }

    @Override
    public NodeName name() {
      return name;
    }

    @Override
    public @Nullable HostConfig host(NodeName peer) {
      return keys.containsKey(peer.value()) ? HostConfig.builder(peer).build() : null;
    }

    @Override
    public LegacyHandshake handshake(boolean initiator, HostConfig peer) {
      return new LegacyHandshake(
          initiator,
          (RSAPrivateKey) keyOf(name).getPrivate(),
          (RSAPublicKey) keyOf(peer.name()).getPublic(),
          Objects.requireNonNull(CipherSpec.byName("aes-256-cbc")),
          new Random(name.hashCode()));
    }

    @Override
    public Ack ack(HostConfig peer, long sinceNs) {
      return new Ack("655", (int) sinceNs, NodeOptions.NONE);
    }

    /** Hears all that the other end has said since the last time. */
    void hear(End other) throws HandshakeException, MalformedLine {
      input.fill(ByteBuffer.wrap(other.output.take()));
      for (String line = input.line(); line != null; line = input.line()) {
        heard.add(Request.of(line));
        phase = handshake.receive(phase, Request.read(line));
      }
    }

    String said() {
      return new String(output.take(), StandardCharsets.ISO_8859_1);
    }

    Kind failsOver(Id id) {
      return Objects.requireNonNull(
              catchThrowableOfType(
                  HandshakeException.class, () -> handshake.receive(Phase.AWAITING_ID, id)))
          .kind();
    }
  }

  private static Id id(String name, int major) {
    return new Id(NodeName.of(name), major, 0);
  }

  private final End a = new End("a", "b");
  private final End b = new End("b", null);

  @Test
  void bothEndsComeThroughWithFiveRequestsEach() throws HandshakeException, MalformedLine {
    a.phase = a.handshake.begin();
    while (a.phase != Phase.OPEN || b.phase != Phase.OPEN) {
      int before = a.heard.size() + b.heard.size();
      b.hear(a);
      a.hear(b);
      assertThat(a.heard.size() + b.heard.size()).as("progress").isGreaterThan(before);
    }
    assertThat(a.heard)
        .isEqualTo(b.heard)
        .containsExactly(
            Request.ID, Request.METAKEY, Request.CHALLENGE, Request.CHAL_REPLY, Request.ACK);
    assertThat(a.handshake.peer()).isEqualTo(b.name);
    assertThat(b.handshake.peer()).isEqualTo(a.name);
    assertThat(a.handshake.ownAck()).isEqualTo(new Ack("655", 7, NodeOptions.NONE));
  }

  @Test
  void theResponderKeepsItsReplyUntilTheInitiatorHasProvenItself()
      throws HandshakeException, MalformedLine {
    a.phase = a.handshake.begin();
    b.hear(a);
    a.hear(b);
    b.hear(a);
    assertThat(b.heard).endsWith(Request.METAKEY, Request.CHALLENGE);
    a.hear(b);
    assertThat(a.heard).endsWith(Request.METAKEY, Request.CHALLENGE);
    assertThat(a.phase).isEqualTo(Phase.AWAITING_CHAL_REPLY);
    b.hear(a);
    a.hear(b);
    assertThat(a.heard).endsWith(Request.CHAL_REPLY, Request.ACK);
  }

  @Test
  void whatFollowsOurMetaKeyIsEnciphered() throws HandshakeException {
    b.handshake.receive(Phase.AWAITING_ID, id("a", Id.MAJOR));
    assertThat(b.said().split("\n"))
        .hasSize(2)
        .satisfies(
            lines -> {
              assertThat(lines[0]).isEqualTo("0 b 17");
              assertThat(lines[1]).startsWith("1 ");
            });
    b.output.request(new ChalReply("00"));
    assertThat(b.said()).hasSize("3 00\n".length()).isNotEqualTo("3 00\n");
  }

  @Test
  void aCallerThatIsRefusedHasHeardNothing() {
    assertThat(b.failsOver(id("stranger", Id.MAJOR))).isEqualTo(Kind.UNKNOWN_HOST);
    assertThat(b.failsOver(id("b", Id.MAJOR))).isEqualTo(Kind.OWN_NAME);
    assertThat(b.failsOver(id("a", 18))).isEqualTo(Kind.WRONG_VERSION);
    assertThat(b.said()).isEmpty();
    assertThat(b.handshake.host()).isNull();
  }

  @Test
  void aNameCountsBeforeTheVersion() {
    assertThat(b.failsOver(id("b", 18))).isEqualTo(Kind.OWN_NAME);
    assertThat(a.failsOver(id("c", 18))).isEqualTo(Kind.WRONG_NAME);
    assertThat(a.handshake.peer()).isEqualTo(NodeName.of("b"));
  }

  @Test
  void whoIsRefusedByItsVersionIsKnownByName() {
    assertThat(b.handshake.peer()).isNull();
    assertThat(b.failsOver(id("a", 18))).isEqualTo(Kind.WRONG_VERSION);
    assertThat(b.handshake.peer()).isEqualTo(NodeName.of("a"));
  }
}
