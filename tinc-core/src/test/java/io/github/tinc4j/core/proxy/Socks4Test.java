package io.github.tinc4j.core.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.config.ProxySettings.Kind;
import io.github.tinc4j.api.config.ProxySettings.Server;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Socks4Test {

  private static final InetSocketAddress TARGET = Dialogue.target("192.0.2.77", 4321);
  private static final InetSocketAddress NAME =
      InetSocketAddress.createUnresolved("no-such.invalid", 4321);
  private static final String GRANT = "005a000000000000";

  private static Dialogue begin(Kind kind, String user, InetSocketAddress target) {
    var server = new Server(kind, "proxy", 1080, user.isEmpty() ? null : user, null);
    return Dialogue.begin(ProxyHandshake.of(server, target));
  }

  /** As tincd 1.0.36 sends them. */
  @Test
  void theRequestHasAddressAndUser() {
    assertThat(begin(Kind.SOCKS4, "", TARGET).said()).containsExactly("040110e1c000024d00");
    assertThat(begin(Kind.SOCKS4, "joe", TARGET).said())
        .containsExactly("040110e1c000024d6a6f6500");
    assertThat(begin(Kind.SOCKS4A, "joe", TARGET).said())
        .containsExactly("040110e1c000024d6a6f6500");
    assertThat(begin(Kind.SOCKS4A, "joe", NAME).said())
        .containsExactly("040110e1000000016a6f65006e6f2d737563682e696e76616c696400");
  }

  @Test
  void whatTheProtocolCannotExpressIsNotAskedFor() {
    assertThat(begin(Kind.SOCKS4, "", Dialogue.target("2001:db8::7", 1)).refusal())
        .isEqualTo("CONNECT_FAILED: a SOCKS 4 proxy reaches IPv4 addresses only");
    assertThat(begin(Kind.SOCKS4A, "", Dialogue.target("2001:db8::7", 1)).refusal())
        .startsWith("CONNECT_FAILED");
    assertThat(begin(Kind.SOCKS4, "", NAME).refusal()).startsWith("CONNECT_FAILED");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 100})
  void aGrantHasEightBytesHoweverTheyComeAndNoneMoreIsTaken(int atATime) {
    Dialogue dialogue = begin(Kind.SOCKS4, "", TARGET);
    byte[] heard = HexFormat.of().parseHex(GRANT + "aabb");
    assertThat(dialogue.hear(heard, atATime)).isEqualTo(2);
    assertThat(dialogue.last()).isEqualTo(ProxyStep.GRANTED);
  }

  @Test
  void sevenBytesAreNoAnswer() {
    Dialogue dialogue = begin(Kind.SOCKS4, "", TARGET);
    assertThat(dialogue.hear("005b0000000000")).isEqualTo(Dialogue.ALL);
    assertThat(dialogue.last()).isEqualTo(ProxyStep.WAIT);
  }

  @ParameterizedTest
  @CsvSource({
    "005b000000000000, 'PROXY_REFUSED: rejected, or not reached'",
    "005c000000000000, PROXY_REFUSED: the proxy cannot reach our identd",
    "005d000000000000, PROXY_REFUSED: our identd names another user",
    "0000000000000000, PROXY_REFUSED: code 0",
    "045a000000000000, MALFORMED_PROXY_REPLY: no SOCKS 4 reply: it begins with 4",
    "4854545020202020, MALFORMED_PROXY_REPLY: no SOCKS 4 reply: it begins with 72"
  })
  void anyOtherAnswerIsARefusal(String answer, String refusal) {
    Dialogue dialogue = begin(Kind.SOCKS4, "", TARGET);
    assertThat(dialogue.hear(answer)).isEqualTo(Dialogue.ALL);
    assertThat(dialogue.refusal()).isEqualTo(refusal);
  }
}
