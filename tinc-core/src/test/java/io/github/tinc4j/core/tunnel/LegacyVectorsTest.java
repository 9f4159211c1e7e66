package io.github.tinc4j.core.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tinc4j.core.crypto.CipherSpec;
import io.github.tinc4j.core.crypto.DigestSpec;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Packets of two real daemons (docs/spec/vectors/legacy.json). */
class LegacyVectorsTest {

  static List<Named<JsonNode>> packets() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(LegacyVectorsTest.class.getResourceAsStream("/legacy.json"))) {
      JsonNode packets = new ObjectMapper().readTree(in).path("packets");
      return StreamSupport.stream(packets.spliterator(), false)
          .map(p -> Named.of(p.path("name").asText(), p))
          .toList();
    }
  }

  static List<Named<JsonNode>> deterministicPackets() throws IOException {
    return packets().stream()
        .filter(p -> p.getPayload().path("encodeDeterministic").asBoolean())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("packets")
  void aPacketOfADaemonOpensToItsFrame(JsonNode packet) {
    int level = packet.path("compression").asInt();
    byte[] datagram = hex(packet.path("datagramHex"));
    byte[] expected = hex(packet.path("frameHex"));
    LegacyOpeningKey key =
        LegacyOpeningKey.of(
            cipher(packet),
            digest(packet),
            packet.path("macLength").asInt(),
            level,
            hex(packet.path("keyHex")),
            16);
    Opener opener = key.lane(0);

    boolean carriesMac =
        packet.path("digestNid").asInt() != 0 && packet.path("macLength").asInt() != 0;
    assertThat(opener.authentic(datagram, 0, datagram.length)).isEqualTo(carriesMac);
    byte[] out = new byte[2000];
    int length = opener.open(datagram, 0, datagram.length, out, 32);
    assertThat(Arrays.copyOfRange(out, 32, 32 + Math.max(0, length))).isEqualTo(expected);
    assertThat(key.highestSequence()).isEqualTo(packet.path("seqno").asInt());
    assertThat(opener.probeLength())
        .isEqualTo(
            level != 0
                ? packet.path("payloadAfterCompressionHex").asText().length() / 2 - 43
                : expected.length);
    key.release();
  }

  @ParameterizedTest
  @MethodSource("deterministicPackets")
  void aFrameSealsToThePacketOfTheDaemon(JsonNode packet) {
    Sealer sealer =
        LegacySealingKey.of(
                cipher(packet),
                digest(packet),
                packet.path("macLength").asInt(),
                0,
                hex(packet.path("keyHex")))
            .lane(3);
    byte[] frame = hex(packet.path("frameHex"));
    byte[] out = new byte[2000];
    int length = -1;
    for (int number = 1; number <= packet.path("seqno").asInt(); number++) {
      byte[] in = new byte[4 + frame.length + 16];
      System.arraycopy(frame, 0, in, 4, frame.length);
      length = Seal.one(sealer, in, 4, frame.length, out, 10);
    }
    assertThat(Arrays.copyOfRange(out, 10, 10 + length)).isEqualTo(hex(packet.path("datagramHex")));
  }

  private static CipherSpec cipher(JsonNode packet) {
    return Objects.requireNonNull(CipherSpec.byNid(packet.path("cipherNid").asInt()));
  }

  private static DigestSpec digest(JsonNode packet) {
    return Objects.requireNonNull(DigestSpec.byNid(packet.path("digestNid").asInt()));
  }

  private static byte[] hex(JsonNode node) {
    return HexFormat.of().parseHex(node.asText());
  }
}
