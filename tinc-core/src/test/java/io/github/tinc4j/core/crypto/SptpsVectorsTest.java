package io.github.tinc4j.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The encrypted records of docs/spec/vectors/sptps.json, computed and seen from a real daemon. */
class SptpsVectorsTest {

  /**
   * One record, its bytes in hex.
   *
   * @param plain type and data
   * @param sealed ciphertext and tag
   */
  record Sealed(String name, String key, int sequence, String plain, String sealed) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Where the ciphertext begins: after BE16 length, BE32 number, or two node ids and number. */
  private static final int STREAM = 2;

  private static final int DATAGRAM = 4;
  private static final int UDP = 16;

  private static final int HEX_OF_KEY = 2 * ChaChaPoly1305.KEY_BYTES;

  static List<Sealed> records() throws IOException {
    List<Sealed> records = new ArrayList<>();
    JsonNode vectors = read();
    for (JsonNode node : vectors.path("chacha20_poly1305").path("cases")) {
      records.add(
          new Sealed(
              "case " + node.path("seqno"),
              node.path("key_64").asText(),
              node.path("seqno").asInt(),
              node.path("plaintext").asText(),
              node.path("ciphertext_and_tag").asText()));
    }
    addBothSenders(records, vectors.path("stream_handshake_meta"), STREAM);
    addBothSenders(records, vectors.path("datagram_handshake_udp"), DATAGRAM);
    JsonNode rekey = vectors.path("stream_handshake_meta").path("rekey");
    String newKey = rekey.path("key_material_128").asText().substring(HEX_OF_KEY);
    JsonNode first = rekey.path("first_record_after");
    records.add(record("after a rekey", newKey, first, first.path("wire"), STREAM));

    // Bob is a real daemon: in the meta session the responder, in the other the initiator.
    JsonNode captured = vectors.path("captured_session_with_real_tincd");
    JsonNode meta = captured.path("meta");
    String metaKey = meta.path("key_material_128").asText().substring(0, HEX_OF_KEY);
    for (JsonNode node : meta.path("records_received")) {
      records.add(record("captured meta", metaKey, node, node.path("wire"), STREAM));
    }
    JsonNode udp = captured.path("udp_session");
    String udpKey = udp.path("key_material_128").asText().substring(HEX_OF_KEY);
    for (JsonNode node : udp.path("udp_received")) {
      records.add(record("captured udp", udpKey, node, node.path("udp_payload"), UDP));
    }
    return records;
  }

  private static void addBothSenders(List<Sealed> records, JsonNode session, int header) {
    for (JsonNode node : session.path("records")) {
      String sender = node.path("sender").asText();
      String direction =
          sender.equals("initiator") ? "initiator_to_responder" : "responder_to_initiator";
      String key = session.path("key_" + direction + "_64").asText();
      records.add(record(direction, key, node, node.path("wire"), header));
    }
  }

  private static Sealed record(
      String name, String key, JsonNode node, JsonNode wire, int headerBytes) {
    int sequence = node.path("seqno").asInt();
    byte type = (byte) node.path("type").asInt();
    return new Sealed(
        name + " " + sequence,
        key,
        sequence,
        HexFormat.of().toHexDigits(type) + node.path("data").asText(),
        wire.asText().substring(2 * headerBytes));
  }

  @Test
  void thereAreRecordsOfEveryKind() throws IOException {
    assertThat(records()).hasSize(24);
  }

  @ParameterizedTest
  @MethodSource("records")
  void theRecordIsSealedAsARealDaemonSealsIt(Sealed record) {
    var sealer = new ChaChaPoly1305.Sealer(hex(record.key()));
    byte[] plain = hex(record.plain());
    byte[] out = new byte[plain.length + ChaChaPoly1305.TAG_BYTES];
    assertThat(sealer.seal(record.sequence(), plain, 0, plain.length, out, 0))
        .isEqualTo(out.length);
    assertThat(out).isEqualTo(hex(record.sealed()));
  }

  @ParameterizedTest
  @MethodSource("records")
  void theRecordOpens(Sealed record) {
    var opener = new ChaChaPoly1305.Opener(hex(record.key()));
    byte[] sealed = hex(record.sealed());
    byte[] out = new byte[sealed.length - ChaChaPoly1305.TAG_BYTES];
    assertThat(opener.open(record.sequence(), sealed, 0, sealed.length, out, 0))
        .isEqualTo(out.length);
    assertThat(out).isEqualTo(hex(record.plain()));
  }

  private static JsonNode read() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(SptpsVectorsTest.class.getResourceAsStream("/sptps.json"))) {
      return new ObjectMapper().readTree(in);
    }
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
