package io.github.tinc4j.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.Subnet;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Spec 10, 2.1 (C's scanf), 3 (the table) and 6 (the grammar). */
class RequestTest {

  private static String written(MetaMessage message) {
    var line = new LineWriter();
    message.format(line);
    return line.line();
  }

  /** Every line that docs/spec shows. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 alpha 17",
        "0 a 17",
        "1 429 672 0 0 585F0D",
        "2 585F0D",
        "3 585F0D",
        "4 655 37 c",
        "4 655 9 c",
        "8",
        "9",
        "10 28c70b21 a 10.9.1.0/24#10",
        "10 121a1855 b 10.9.2.0/24#10",
        "10 1 a 192.0.2.7/32#10",
        "10 1 a fec0:0:0:1:0:0:0:0/64#10",
        "11 ffffffff a 0:1a:2b:3c:4d:5e#-3",
        "12 4c296f1 a b 192.0.2.2 655 c 5",
        "12 3955279e a b 192.0.2.2 655 c 9",
        "12 1 a b 2001:db8::1 655 700000c -9",
        "13 0 a b",
        "14 deadbeef a",
        "15 a c",
        "16 a b B1C86D 427 672 4 0 192.0.2.3 655",
        "16 a b 00 0 0 4 0",
        "17 98",
        "17 0"
      })
  void aLineOfTheSpecificationIsReadAndWrittenBackByteForByte(String line) throws MalformedLine {
    assertThat(written(Request.read(line))).isEqualTo(line);
  }

  static Stream<String> linesOfRealDaemons() throws IOException {
    JsonNode vectors;
    try (InputStream in =
        Objects.requireNonNull(RequestTest.class.getResourceAsStream("/legacy.json"))) {
      vectors = new ObjectMapper().readTree(in);
    }
    List<String> lines = new ArrayList<>();
    for (String side : List.of("initiator", "responder")) {
      JsonNode spoken = vectors.path("handshake").path(side);
      spoken.path("plaintextLines").forEach(line -> lines.add(line.asText()));
      spoken.path("encryptedLines").forEach(line -> lines.add(line.asText()));
    }
    vectors.path("packets").forEach(p -> lines.add(p.path("receiverAnsKeyLine").asText()));
    return lines.stream();
  }

  @ParameterizedTest
  @MethodSource("linesOfRealDaemons")
  void aLineOfARealDaemonIsReadAndWrittenBackByteForByte(String line) throws MalformedLine {
    assertThat(written(Request.read(line))).isEqualTo(line);
  }

  @ParameterizedTest
  @ValueSource(strings = {" +8 junk", "8\r", "\t8", "08", "8x", "8 9 10", "\u000b8"})
  void aPingIsAnythingThatBeginsWithTheNumberEight(String line) throws MalformedLine {
    assertThat(Request.read(line)).isEqualTo(new Ping());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "x",
        "-1",
        "-8",
        "5",
        "6 1 error",
        "7",
        "18",
        "19 a",
        "99999",
        "+",
        "-",
        "PING"
      })
  void anythingElseIsNoRequest(String line) {
    assertThatThrownBy(() -> Request.read(line))
        .isInstanceOfSatisfying(
            MalformedLine.class,
            e -> assertThat(e.kind()).isEqualTo(MalformedLine.Kind.UNKNOWN_REQUEST));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "0 a",
        "0 a x",
        "0 a-b 17",
        "1 429 672 0 0",
        "1 429 672 x 0 AB",
        "2",
        "3",
        "4",
        "4 655",
        "4 655 9",
        "4 655 x c",
        "4 655 9 g",
        "10 1 a",
        "10 x a 10.0.0.0/8",
        "10 1 a! 10.0.0.0/8",
        "10 1 a 10.0.0.0/33",
        "10 1 a 10.0.0.0/8#x",
        "10 1 a nonsense",
        "11 1 a",
        "11 1 a 1:2:3:4:5:6/8",
        "12 1 a b 1.2.3.4 655 c",
        "12 1 a b 1.2.3.4 655 c x",
        "12 1 a b 1.2.3.4 655 x 1",
        "12 1 a a 1.2.3.4 655 c 1",
        "12 1 a b. 1.2.3.4 655 c 1",
        "13 1 a",
        "13 1 a a",
        "13 1 a b/c",
        "14 1",
        "14 1 a.b",
        "15 a",
        "15 a b%",
        "16 a b AB 427 672 4",
        "16 a b AB 427 672 4 x",
        "16 a. b AB 427 672 4 0",
        "17",
        "17 x",
        "8\0",
        "12 1 a b 1.2.3.4\0 655 c 1",
      })
  void aRequestWithAFieldTooFewOrUnreadableIsMalformed(String line) {
    assertThatThrownBy(() -> Request.read(line))
        .isInstanceOfSatisfying(
            MalformedLine.class, e -> assertThat(e.kind()).isEqualTo(MalformedLine.Kind.MALFORMED));
  }

  @Test
  void numbersFollowTheRulesOfScanf() throws MalformedLine {
    assertThat(Request.read("4 655 +9 0xC"))
        .isEqualTo(Request.read("4 655 9 c"))
        .isEqualTo(Request.read(" 4\t655   9 0000000C junk"));
    assertThat(Request.read("4 655 -9 c")).extracting("weight").isEqualTo(-9);
    assertThat(Request.read("14 0xFFFFFFFF a")).isEqualTo(Request.read("14 -1 a"));
    // The number ends where its digits end, and the next field begins there.
    assertThat(Request.read("14 12alpha")).isEqualTo(new KeyChanged(0x12a, NodeName.of("lpha")));
    assertThat(Request.read("17 65546")).isEqualTo(new PacketHeader(10));
    assertThat(Request.read("17 -1")).isEqualTo(new PacketHeader(65535));
  }

  @Test
  void aStringLongerThan2048CharactersIsTwoFields() throws MalformedLine {
    String longest = "a".repeat(2048);
    assertThat(Request.read("15 " + longest + " b"))
        .isEqualTo(new ReqKey(NodeName.of(longest), NodeName.of("b")));
    assertThat(Request.read("15 " + longest + "b"))
        .isEqualTo(new ReqKey(NodeName.of(longest), NodeName.of("b")));
  }

  @Test
  void fieldsBeyondTheLastAreIgnored() throws MalformedLine {
    assertThat(Request.read("12 1 a b 1.2.3.4 655 c 5 10.0.0.1 656"))
        .isEqualTo(Request.read("12 1 a b 1.2.3.4 655 c 5"));
    assertThat(Request.read("16 a b AB 427 672 4 0 onlyhost"))
        .isEqualTo(Request.read("16 a b AB 427 672 4 0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"17", "17.0", "17.7", "17.", "17.x", "17x"})
  void aMinorVersionDoesNotMatterToTheMajor(String version) throws MalformedLine {
    assertThat(Request.read("0 a " + version)).extracting("major").isEqualTo(17);
  }

  @Test
  void aSubnetIsWrittenInCanonicalForm() throws MalformedLine {
    assertThat(written(Request.read("10 0x1 a fec0::1/64")))
        .isEqualTo("10 1 a fec0:0:0:0:0:0:0:1/64#10");
    assertThat(written(new AddSubnet(1, NodeName.of("a"), Subnet.parse("00:1A:0b:0:5:6#3"))))
        .isEqualTo("10 1 a 0:1a:b:0:5:6#3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "16 a b 427 672 4 0 EC4E75EC4E75",
        "16 a b AB EC4E75EC4E75 0 0 0",
        "1 429 672 EC4E75EC4E75 0 0",
        "EC4E75EC4E75EC4E75EC4E75EC4E75EC4E75"
      })
  void noMessageShowsAKey(String line) {
    assertThatThrownBy(() -> Request.read(line))
        .isInstanceOfSatisfying(
            MalformedLine.class, e -> assertThat(e.describe()).doesNotContain("EC4E75EC4E75"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"16 a b 5EC4E7 427 672 4 0", "1 429 672 0 0 5EC4E7", "2 5EC4E7", "3 5EC4E7"})
  void noMessageInALogShowsItsKey(String line) throws MalformedLine {
    assertThat(Request.read(line).toString()).doesNotContain("5EC4E7");
  }
}
