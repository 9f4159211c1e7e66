package io.github.tinc4j.core.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.config.ProxySettings.Kind;
import io.github.tinc4j.api.config.ProxySettings.Server;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever a proxy says, and however it comes. */
class HostileProxyTest {

  /** No handshake takes more than this. */
  private static final int MOST_TAKEN = HttpConnect.LONGEST_HEADER + 1;

  private static Dialogue begin(Kind kind, boolean login) {
    boolean socks5 = kind == Kind.SOCKS5 && login;
    var server = new Server(kind, "proxy", 1, socks5 ? "joe" : null, socks5 ? "sesame" : null);
    return Dialogue.begin(ProxyHandshake.of(server, Dialogue.target("192.0.2.1", 655)));
  }

  @Provide
  Arbitrary<byte[]> sayings() {
    Arbitrary<byte[]> pieces =
        Arbitraries.of(
                List.of(
                    "00",
                    "005a",
                    "01",
                    "0100",
                    "0500",
                    "0502",
                    "05000001",
                    "05000003ff",
                    "05000004",
                    "ff",
                    "000000000000",
                    hex("HTTP/1.1 "),
                    hex("200"),
                    hex("407 x"),
                    hex("\r\n"),
                    hex("\r\n\r\n"),
                    hex("x".repeat(3000))))
            .map(HexFormat.of()::parseHex);
    return Arbitraries.oneOf(pieces, Arbitraries.bytes().array(byte[].class).ofMaxSize(50))
        .list()
        .ofMaxSize(12)
        .map(HostileProxyTest::joined);
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] joined(List<byte[]> pieces) {
    var all = new ByteArrayOutputStream();
    pieces.forEach(all::writeBytes);
    return all.toByteArray();
  }

  @Property
  void aHandshakeWaitsGrantsOrRefuses(
      @ForAll Kind kind, @ForAll boolean login, @ForAll("sayings") byte[] saying) {
    Dialogue dialogue = begin(kind, login);
    int taken = saying.length - dialogue.hear(saying, Math.max(1, saying.length));
    assertThat(taken).isLessThanOrEqualTo(MOST_TAKEN);
    if (dialogue.last() instanceof ProxyStep.Refused refused) {
      assertThat(refused.reason().detail()).isPrintable().isNotEmpty().hasSizeLessThan(120);
    } else if (!dialogue.last().equals(ProxyStep.GRANTED)) {
      assertThat(taken).isEqualTo(saying.length);
    }
  }

  @Property
  void howAnAnswerIsCutChangesNothing(
      @ForAll Kind kind,
      @ForAll boolean login,
      @ForAll("sayings") byte[] saying,
      @ForAll @IntRange(min = 1, max = 20) int atATime) {
    Dialogue whole = begin(kind, login);
    int left = whole.hear(saying, Math.max(1, saying.length));
    Dialogue cut = begin(kind, login);
    assertThat(cut.hear(saying, atATime)).isEqualTo(left);
    assertThat(cut.said()).isEqualTo(whole.said());
    assertThat(cut.refusal()).isEqualTo(whole.refusal());
    assertThat(cut.last().getClass()).isEqualTo(whole.last().getClass());
  }
}
