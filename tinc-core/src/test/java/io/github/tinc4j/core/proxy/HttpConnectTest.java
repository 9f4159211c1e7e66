package io.github.tinc4j.core.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.config.ProxySettings.Kind;
import io.github.tinc4j.api.config.ProxySettings.Server;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpConnectTest {

  private static final InetSocketAddress TARGET = Dialogue.target("192.0.2.77", 4321);

  private static Dialogue begin(InetSocketAddress target) {
    var server = new Server(Kind.HTTP, "proxy", 3128, null, null);
    return Dialogue.begin(ProxyHandshake.of(server, target));
  }

  private static String request(InetSocketAddress target) {
    byte[] request = HexFormat.of().parseHex(begin(target).said().get(0));
    return new String(request, StandardCharsets.US_ASCII);
  }

  /** "|" stands for the end of a line. */
  private static byte[] answer(String text) {
    return text.replace("|", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void theRequestNamesTheTargetTwice() {
    assertThat(request(TARGET))
        .isEqualTo("CONNECT 192.0.2.77:4321 HTTP/1.1\r\nHost: 192.0.2.77:4321\r\n\r\n");
    assertThat(request(InetSocketAddress.createUnresolved("hub.invalid", 655)))
        .isEqualTo("CONNECT hub.invalid:655 HTTP/1.1\r\nHost: hub.invalid:655\r\n\r\n");
    assertThat(request(Dialogue.target("2001:db8::7", 655)))
        .startsWith("CONNECT [2001:db8::7]:655 HTTP/1.1\r\n");
    assertThat(request(Dialogue.target("fe80::7%1", 655)))
        .startsWith("CONNECT [fe80::7]:655 HTTP/1.1\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 Connection established||",
        "HTTP/1.0 200 Connection established|Proxy-agent: tinyproxy/1.11.1||",
        "http/1.1 200||",
        "HTTP/1.1 299 Why not|Content-Length: 1000||"
      })
  void aGrantEndsWithTheHeaderAndNoByteLater(String grant) {
    byte[] heard = answer(grant + "0 hub 17");
    for (int atATime = 1; atATime <= heard.length; atATime++) {
      Dialogue dialogue = begin(TARGET);
      assertThat(dialogue.hear(heard, atATime)).as("%d at a time", atATime).isEqualTo(8);
      assertThat(dialogue.last()).isEqualTo(ProxyStep.GRANTED);
    }
  }

  @Test
  void withoutAnEmptyLineTheHeaderGoesOn() {
    Dialogue dialogue = begin(TARGET);
    assertThat(dialogue.hear(answer("HTTP/1.1 200 OK|A: b|\n"), 100)).isEqualTo(Dialogue.ALL);
    assertThat(dialogue.last()).isEqualTo(ProxyStep.WAIT);
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 403 Access denied||, PROXY_REFUSED: 403 Access denied",
    "HTTP/1.1 407 Proxy Authentication Required|X: y||, "
        + "PROXY_REFUSED: 407 Proxy Authentication Required",
    "HTTP/1.0 503 \u00e9\u0007x||, PROXY_REFUSED: 503 ??x",
    "HTTP/1.1 199 ||, 'PROXY_REFUSED: 199 '",
    "HTTP/1.1 099 ||, MALFORMED_PROXY_REPLY: no HTTP status",
    "HTTP/1.1 20||, MALFORMED_PROXY_REPLY: no HTTP status",
    "HTTP/1.1200 OK||, MALFORMED_PROXY_REPLY: no HTTP status",
    "HTTP/1.||, MALFORMED_PROXY_REPLY: no HTTP status",
  })
  void anyOtherAnswerIsARefusal(String answer, String refusal) {
    Dialogue dialogue = begin(TARGET);
    assertThat(dialogue.hear(answer(answer), 5)).isEqualTo(Dialogue.ALL);
    assertThat(dialogue.refusal()).isEqualTo(refusal);
  }

  @Test
  void whatIsNoHttpIsNotWaitedForToEnd() {
    Dialogue dialogue = begin(TARGET);
    dialogue.hear(answer("SSH-2.0"), 1);
    assertThat(dialogue.refusal()).isEqualTo("MALFORMED_PROXY_REPLY: no HTTP");
  }

  @Test
  void aReasonIsShortenedForPeople() {
    Dialogue dialogue = begin(TARGET);
    dialogue.hear(answer("HTTP/1.1 500 " + "x".repeat(5000) + "||"), 512);
    assertThat(dialogue.refusal()).hasSizeLessThan(120).contains("500 xxx");
  }

  @Test
  void aHeaderThatDoesNotEndIsCutOff() {
    Dialogue dialogue = begin(TARGET);
    int left = dialogue.hear(answer("HTTP/1.1 200 OK|" + "x".repeat(20_000)), 1000);
    assertThat(left).isGreaterThan(10_000);
    assertThat(dialogue.refusal())
        .isEqualTo("MALFORMED_PROXY_REPLY: a header of more than 8192 bytes");
    String longest = "HTTP/1.1 200 OK|";
    longest += "x".repeat(HttpConnect.LONGEST_HEADER - longest.length() - 5) + "||";
    Dialogue just = begin(TARGET);
    just.hear(answer(longest), 1000);
    assertThat(just.last()).isEqualTo(ProxyStep.GRANTED);
  }
}
