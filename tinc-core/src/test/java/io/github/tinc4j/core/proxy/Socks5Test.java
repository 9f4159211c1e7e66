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

class Socks5Test {

  private static final InetSocketAddress TARGET = Dialogue.target("192.0.2.77", 4321);
  private static final String NO_LOGIN = "050100";
  private static final String LOGIN = "01036a6f6506736573616d65";
  private static final String REQUEST = "05010001c000024d10e1";
  private static final String GRANT = "050000010a0000010050";

  private static Dialogue begin(InetSocketAddress target) {
    var server = new Server(Kind.SOCKS5, "proxy", 1080, null, null);
    return Dialogue.begin(ProxyHandshake.of(server, target));
  }

  private static Dialogue beginWithLogin() {
    var server = new Server(Kind.SOCKS5, "proxy", 1080, "joe", "sesame");
    return Dialogue.begin(ProxyHandshake.of(server, TARGET));
  }

  @Test
  void eachAnswerIsWaitedFor() {
    Dialogue dialogue = begin(TARGET);
    assertThat(dialogue.said()).containsExactly(NO_LOGIN);
    dialogue.hear("0500");
    assertThat(dialogue.said()).containsExactly(NO_LOGIN, REQUEST);
    dialogue.hear(GRANT);
    assertThat(dialogue.said()).hasSize(2);
    assertThat(dialogue.last()).isEqualTo(ProxyStep.GRANTED);
  }

  @Test
  void thePasswordIsToldToAProxyThatAsksForIt() {
    Dialogue dialogue = beginWithLogin();
    assertThat(dialogue.said()).containsExactly("050102");
    dialogue.hear("0502");
    assertThat(dialogue.said()).containsExactly("050102", LOGIN);
    dialogue.hear("0100");
    assertThat(dialogue.said()).containsExactly("050102", LOGIN, REQUEST);
    dialogue.hear(GRANT);
    assertThat(dialogue.last()).isEqualTo(ProxyStep.GRANTED);
  }

  @Test
  void aWelcomeMayBeginAsTincdWantsIt() {
    Dialogue dialogue = beginWithLogin();
    dialogue.hear("05020500");
    assertThat(dialogue.said()).endsWith(REQUEST);
  }

  @Test
  void theRequestNamesTheTargetAsItIsKnown() {
    Dialogue ipv6 = begin(Dialogue.target("2001:db8::7", 655));
    ipv6.hear("0500");
    assertThat(ipv6.said()).endsWith("0501000420010db8000000000000000000000007028f");
    Dialogue name = begin(InetSocketAddress.createUnresolved("hub.invalid", 655));
    name.hear("0500");
    assertThat(name.said()).endsWith("050100030b6875622e696e76616c6964028f");
  }

  @ParameterizedTest
  @CsvSource({
    "05000001 0a000001 0050", // IPv4
    "05000004 20010db8000000000000000000000001 0050", // IPv6
    "05000003 03 616263 0050", // a name; tincd counts one byte less
    "05000003 00 0050"
  })
  void aGrantEndsWithTheAddressWhateverItsKindAndNoByteLater(String grant) {
    byte[] heard = HexFormat.of().parseHex(("0500" + grant + "aabb").replace(" ", ""));
    for (int atATime = 1; atATime <= heard.length; atATime++) {
      Dialogue dialogue = begin(TARGET);
      assertThat(dialogue.hear(heard, atATime)).as("%d bytes at a time", atATime).isEqualTo(2);
      assertThat(dialogue.last()).isEqualTo(ProxyStep.GRANTED);
      Dialogue cut = begin(TARGET);
      cut.hear(HexFormat.of().parseHex(("0500" + grant).replace(" ", "").replaceAll("..$", "")), 3);
      assertThat(cut.last()).as("without the last byte").isEqualTo(ProxyStep.WAIT);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "05ff, PROXY_REFUSED: it wants authentication",
    "0502, 'MALFORMED_PROXY_REPLY: it chose method 2, which we do not offer'",
    "0400, MALFORMED_PROXY_REPLY: no SOCKS 5 proxy: it begins with 4",
    "0500 0501, PROXY_REFUSED: general failure",
    "0500 0502, PROXY_REFUSED: its rules do not allow it",
    "0500 0503, PROXY_REFUSED: network unreachable",
    "0500 0504, PROXY_REFUSED: host unreachable",
    "0500 0505, PROXY_REFUSED: connection refused",
    "0500 0506, PROXY_REFUSED: TTL expired",
    "0500 0507, PROXY_REFUSED: it cannot connect",
    "0500 0508, PROXY_REFUSED: it does not know this kind of address",
    "0500 05ff, PROXY_REFUSED: code 255",
    "0500 0400, MALFORMED_PROXY_REPLY: no SOCKS 5 reply: it begins with 4",
    "0500 0500000200, MALFORMED_PROXY_REPLY: an address of type 2",
  })
  void anyOtherAnswerIsARefusal(String answers, String refusal) {
    Dialogue dialogue = begin(TARGET);
    assertThat(dialogue.hear(answers)).isEqualTo(Dialogue.ALL);
    assertThat(dialogue.refusal()).isEqualTo(refusal);
  }

  @ParameterizedTest
  @CsvSource({
    "05ff, PROXY_REFUSED: it takes no user and password",
    "0500, 'MALFORMED_PROXY_REPLY: it chose method 0, which we do not offer'",
    "0502 0101, PROXY_REFUSED: user or password is wrong",
    "0502 0500 0505, PROXY_REFUSED: connection refused",
    "0502 0200, MALFORMED_PROXY_REPLY: no answer to a login: it begins with 2",
  })
  void soItIsWithALogin(String answers, String refusal) {
    Dialogue dialogue = beginWithLogin();
    assertThat(dialogue.hear(answers)).isEqualTo(Dialogue.ALL);
    assertThat(dialogue.refusal()).isEqualTo(refusal);
    assertThat(dialogue.refusal()).doesNotContain("sesame");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 1000})
  void answersThatComeBeforeTheirTimeAreTakenInTheirOrder(int atATime) {
    Dialogue dialogue = beginWithLogin();
    assertThat(dialogue.hear(HexFormat.of().parseHex("05020100" + GRANT + "aa"), atATime))
        .isEqualTo(1);
    assertThat(dialogue.said()).containsExactly("050102", LOGIN, REQUEST);
    assertThat(dialogue.last()).isEqualTo(ProxyStep.GRANTED);
  }
}
