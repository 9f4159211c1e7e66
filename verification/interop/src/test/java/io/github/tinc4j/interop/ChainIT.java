package io.github.tinc4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two ends that dial only the node between them. */
@Alone
@InteropTest
class ChainIT {

  private static final int COUNT = 40;

  @ParameterizedTest(name = "{0} - {1} - {2}")
  @CsvSource({
    "TINCD, JAR, TINCD",
    "JAR, TINCD, JAR",
    "API, TINCD, API",
    "TINCD, API, API",
    "TINCD, TINCD, TINCD"
  })
  void theEndsPingEachOtherThroughTheRelayAndThenDirectly(
      Kind left, Kind middle, Kind right, Mesh mesh) {
    Node relay = mesh.node("relay");
    Node a = mesh.node("a").dials(relay);
    Node c = mesh.node("c").dials(relay);
    a.host().setApart(true);
    c.host().setApart(true);
    relay.start(middle);
    a.launch(left);
    c.launch(right);
    a.daemon().await(left.ready);
    c.daemon().await(right.ready);

    a.awaitPing(c);
    relay.awaitSettledPathsWith(a);
    relay.awaitSettledPathsWith(c);
    InterfaceCounters before = relay.host().counters("eth0");
    pingBothWays(a, c);
    assertThat(relay.host().counters("eth0").since(before).txBytes())
        .as("bytes that the relay sent on, two packets for each ping, joined or not")
        .isGreaterThanOrEqualTo(4L * COUNT * Ping.LONG_BYTES);

    a.host().setApart(false);
    c.host().setApart(false);
    NetCounters direct =
        Poll.until(
            Duration.ofMinutes(2),
            () -> during(relay, () -> pingBothWays(a, c)),
            counters -> counters.tcpOut() + counters.udpOut() < COUNT);
    assertThat(direct.udpOut()).as("datagrams that the relay still sends").isLessThan(COUNT);
  }

  private static NetCounters during(Node node, Runnable traffic) {
    NetCounters before = node.host().counters();
    traffic.run();
    return node.host().counters().since(before);
  }

  private static void pingBothWays(Node a, Node c) {
    assertThat(Ping.sendLong(a.host(), c.vpn4(), COUNT).lost()).isZero();
    assertThat(Ping.sendLong(c.host(), a.vpn6(), COUNT).lost()).isZero();
  }
}
