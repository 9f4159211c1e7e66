package io.github.tinc4j.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.CloseReason;
import io.github.tinc4j.api.CloseReason.Kind;
import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.config.AddressFamily;
import io.github.tinc4j.api.config.HostAddress;
import io.github.tinc4j.api.config.HostConfig;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.api.config.ProxySettings;
import io.github.tinc4j.core.event.ConnectionId;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Connections through a proxy (spec 10, 10). */
class ProxyRulesTest {

  private static final ProxySettings SOCKS4 = ProxySettings.socks4("127.0.0.1", 1080);
  private static final ProxySettings SOCKS5 = ProxySettings.socks5("127.0.0.1", 1080);
  private static final ProxySettings HTTP = ProxySettings.http("127.0.0.1", 3128);
  private static final String SOCKS5_GRANT = "05000001000000000000";

  private EngineFixture me = new EngineFixture();

  private void begin(ProxySettings proxy, String... addresses) {
    begin(config -> config.proxy(proxy), addresses);
  }

  private void begin(UnaryOperator<NodeConfig.Builder> settings, String... addresses) {
    UnaryOperator<HostConfig.Builder> hub =
        host -> {
          Arrays.stream(addresses).forEach(a -> host.address(new HostAddress(a, -1)));
          return host;
        };
    me = new EngineFixture(settings).knowing("hub", hub);
    me.engine.connect(NodeName.of("hub"), me.nowNs);
    me.flush();
  }

  private List<String> dialled() {
    return me.effects.connects.values().stream()
        .map(a -> a.getAddress().getHostAddress() + " " + a.getPort())
        .toList();
  }

  private String heard(RawPeer proxy) {
    return HexFormat.of().formatHex(me.effects.take(proxy.id));
  }

  private String heardText(RawPeer proxy) {
    return new String(me.effects.take(proxy.id), StandardCharsets.ISO_8859_1);
  }

  private static void say(RawPeer proxy, String hex) {
    proxy.raw(HexFormat.of().parseHex(hex));
  }

  private static void sayText(RawPeer proxy, String text) {
    proxy.raw(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void answerLookup(InetSocketAddress... addresses) {
    long lookup = me.effects.lookups.get(me.effects.lookups.size() - 1).lookup();
    me.engine.resolved(lookup, List.of(addresses), me.nowNs);
    me.flush();
  }

  private List<String> closings() {
    me.published();
    return me.effects.eventsOf(MeshEvent.ConnectionClosed.class).stream()
        .map(event -> event.remote().getHostString() + " " + event.reason())
        .toList();
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void theTcpConnectionLeadsToTheProxyAndOurIdFollowsItsGrant() {
    begin(SOCKS5, "192.0.2.77");
    assertThat(dialled()).containsExactly("127.0.0.1 1080");
    RawPeer proxy = me.connected();
    assertThat(heard(proxy)).isEqualTo("050100");
    say(proxy, "0500");
    assertThat(heard(proxy)).isEqualTo("05010001c000024d028f");
    say(proxy, SOCKS5_GRANT);
    proxy.authenticate("hub");
    assertThat(proxy.linesWithoutSalt()).contains("12 me hub 192.0.2.77 655 c 5");
    me.published();
    assertThat(me.effects.eventsOf(MeshEvent.ConnectionOpened.class)).hasSize(1);
  }

  @Test
  void whatComesRightBehindTheGrantIsThePeers() {
    begin(HTTP, "192.0.2.77");
    RawPeer proxy = me.connected();
    assertThat(heardText(proxy)).startsWith("CONNECT 192.0.2.77:655 HTTP/1.1\r\n");
    sayText(proxy, "HTTP/1.0 200 OK\r\n\r\n0 other 17\n");
    assertThat(me.closeReasons()).containsExactly(Kind.WRONG_NAME);
  }

  @Test
  void aRefusalIsReportedAndTheNextAddressTried() {
    begin(SOCKS5, "192.0.2.1", "192.0.2.2", "192.0.2.3");
    say(me.connected(), "05000505");
    say(me.connected(), "48545450");
    assertThat(closings())
        .containsExactly(
            "192.0.2.1 PROXY_REFUSED: connection refused",
            "192.0.2.2 MALFORMED_PROXY_REPLY: no SOCKS 5 proxy: it begins with 72");
    assertThat(dialled()).hasSize(3);
    assertThat(me.effects.closed).hasSize(2);
  }

  @Test
  void aProxyThatHangsUpHasRefused() {
    begin(SOCKS5, "192.0.2.1");
    me.connected().hangUp();
    assertThat(closings()).containsExactly("192.0.2.1 PROXY_REFUSED: it closed the connection");
  }

  @Test
  void aPeerThatHangsUpBeyondTheProxyHasClosed() {
    begin(HTTP, "192.0.2.1");
    RawPeer proxy = me.connected();
    sayText(proxy, "HTTP/1.1 200 OK\r\n\r\n");
    proxy.hangUp();
    assertThat(me.closeReasons()).containsExactly(Kind.CLOSED_BY_PEER);
  }

  @Test
  void aProxyThatCannotBeReachedIsAFailedConnection() {
    begin(SOCKS5, "192.0.2.1", "192.0.2.2");
    ConnectionId first = List.copyOf(me.effects.connects.keySet()).get(0);
    me.engine.disconnected(first, new CloseReason(Kind.CONNECT_FAILED, "refused"), me.nowNs);
    me.flush();
    assertThat(closings()).containsExactly("192.0.2.1 CONNECT_FAILED: refused");
    assertThat(dialled()).containsExactly("127.0.0.1 1080", "127.0.0.1 1080");
  }

  @Test
  void proxyAndPeerTogetherHavePingTimeout() {
    begin(HTTP, "192.0.2.1", "192.0.2.2", "192.0.2.3");
    me.connected();
    me.advance(Duration.ofMillis(6100));
    assertThat(closings())
        .containsExactly("192.0.2.1 HANDSHAKE_TIMEOUT: the proxy did not connect us in time");
    RawPeer second = me.connected();
    me.advance(Duration.ofSeconds(4));
    sayText(second, "HTTP/1.1 200 OK\r\n\r\n");
    me.advance(Duration.ofMillis(2100));
    assertThat(closings())
        .endsWith("192.0.2.2 HANDSHAKE_TIMEOUT: the handshake did not finish in time");
  }

  @Test
  void aProxyThatDoesNotStopTalkingIsCutOff() {
    begin(HTTP, "192.0.2.1");
    RawPeer proxy = me.connected();
    sayText(proxy, "HTTP/1.1 200 OK\r\nX: ");
    for (int i = 0; i < 100 && !proxy.isClosed(); i++) {
      sayText(proxy, "y".repeat(1000));
    }
    assertThat(me.closeReasons()).containsExactly(Kind.MALFORMED_PROXY_REPLY);
  }

  @Test
  void aNameThatWeCannotResolveIsHandedToTheProxy() {
    begin(SOCKS5, "hub.example");
    assertThat(dialled()).isEmpty();
    answerLookup();
    assertThat(dialled()).containsExactly("127.0.0.1 1080");
    RawPeer proxy = me.connected();
    say(proxy, "0500");
    assertThat(heard(proxy)).isEqualTo("050100" + "05010003" + "0b" + hex("hub.example") + "028f");
    say(proxy, SOCKS5_GRANT);
    proxy.authenticate("hub");
    assertThat(proxy.linesWithoutSalt())
        .as("an address that is numeric and nobody's")
        .contains("12 me hub 0.0.0.1 655 c 5");
    me.published();
    assertThat(me.effects.view.connections())
        .singleElement()
        .satisfies(c -> assertThat(c.remote().isUnresolved()).isTrue())
        .satisfies(c -> assertThat(c.remote().getHostString()).isEqualTo("hub.example"));
  }

  @Test
  void aNameThatWeCanResolveIsNotHandedOver() {
    begin(SOCKS5, "hub.example");
    answerLookup(EngineFixture.address("192.0.2.5", 655));
    RawPeer proxy = me.connected();
    say(proxy, "0500");
    assertThat(heard(proxy)).isEqualTo("050100" + "05010001c0000205028f");
  }

  @Test
  void aNameThatIsNoneToEverybodyIsNotHandedOver() {
    begin(SOCKS5, "hub_1.example", "192.0.2.9");
    answerLookup();
    RawPeer proxy = me.connected();
    say(proxy, "0500");
    assertThat(heard(proxy)).endsWith("c0000209028f");
  }

  @Test
  void socks4ReachesNeitherNamesNorIpv6() {
    begin(SOCKS4, "hub.example", "2001:db8::1", "192.0.2.9");
    answerLookup();
    RawPeer first = me.connected();
    assertThat(heard(first)).isEmpty();
    assertThat(closings())
        .containsExactly(
            "2001:db8:0:0:0:0:0:1 CONNECT_FAILED: a SOCKS 4 proxy reaches IPv4 addresses only");
    RawPeer second = me.connected();
    assertThat(heard(second)).isEqualTo("0401028fc000020900");
    say(second, "005a000000000000");
    assertThat(heardText(second)).isEqualTo("0 me 17\n");
  }

  @Test
  void theNameOfTheProxyIsLookedUpAtEachAttempt() {
    begin(
        config ->
            config
                .proxy(ProxySettings.socks5("proxy.example", 1080))
                .addressFamily(AddressFamily.IPV4),
        "192.0.2.1",
        "192.0.2.2");
    assertThat(me.effects.lookups)
        .containsExactly(new RecordingEffects.Lookup(1, "proxy.example", 1080));
    answerLookup(
        EngineFixture.address("2001:db8::5", 1080),
        EngineFixture.address("192.0.2.50", 1080),
        EngineFixture.address("192.0.2.51", 1080));
    say(me.connected(), "05ff");
    say(me.connected(), "05ff");
    assertThat(dialled()).as("its first address").containsOnly("192.0.2.50 1080").hasSize(2);
    me.advance(Duration.ofSeconds(5));
    assertThat(me.effects.lookups).hasSize(2);
  }

  @Test
  void aProxyThatIsNotFoundIsLookedUpAgainLater() {
    begin(ProxySettings.socks5("proxy.example", 1080), "192.0.2.1");
    answerLookup();
    me.advance(Duration.ofMillis(4900));
    assertThat(me.effects.lookups).hasSize(1);
    me.advance(Duration.ofMillis(200));
    assertThat(me.effects.lookups).hasSize(2);
    answerLookup(EngineFixture.address("192.0.2.50", 1080));
    assertThat(dialled()).containsExactly("192.0.2.50 1080");
  }

  @Test
  void aCommandIsToldWhereToConnectToAndHearsOurIdAtOnce() {
    begin(
        config -> config.proxy(ProxySettings.exec("connect it")).netName("net"),
        "2001:db8::1",
        "hub.example");
    ConnectionId first = List.copyOf(me.effects.executions.keySet()).get(0);
    assertThat(me.effects.executions.get(first))
        .isEqualTo(
            new RecordingEffects.Execution(
                "connect it",
                Map.of(
                    "NAME", "me",
                    "NODE", "hub",
                    "NETNAME", "net",
                    "REMOTEADDRESS", "2001:db8::1",
                    "REMOTEPORT", "655")));
    me.engine.connected(first, me.nowNs);
    me.flush();
    RawPeer command = new RawPeer(me, first, false);
    assertThat(command.line()).isEqualTo("0 me 17");
    command.hangUp();
    answerLookup();
    assertThat(me.effects.executions.values())
        .last()
        .satisfies(e -> assertThat(e.environment()).containsEntry("REMOTEADDRESS", "hub.example"));
    assertThat(me.effects.connects).isEmpty();
  }
}
