package io.github.tinc4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code IndirectData} and {@code DirectOnly}, between two ends and the node between them. */
@InteropTest
class IndirectIT {

  private static final int COUNT = 40;

  @ParameterizedTest(name = "{0} - {1} - {2}")
  @CsvSource({"JAR, TINCD, TINCD", "TINCD, JAR, TINCD", "TINCD, TINCD, JAR", "JAR, JAR, JAR"})
  void packetsForAnIndirectNodeGoByItsNeighbour(Kind left, Kind middle, Kind right, Mesh mesh) {
    Node relay = mesh.node("relay");
    Node a = mesh.node("a").dials(relay);
    Node c = mesh.node("c").dials(relay).server("IndirectData", "yes");
    start(relay, middle, a, left, c, right);
    a.awaitPing(c);
    relay.awaitSettledPathsWith(a);
    relay.awaitSettledPathsWith(c);
    InterfaceCounters before = relay.host().counters("eth0");
    assertThat(Ping.sendLong(a.host(), c.vpn4(), COUNT).lost()).isZero();
    assertThat(Ping.sendLong(a.host(), c.vpn6(), COUNT).lost()).isZero();
    // The way back is direct: a takes UDP from everyone.
    assertThat(relay.host().counters("eth0").since(before).txBytes())
        .isGreaterThanOrEqualTo(2L * COUNT * Ping.LONG_BYTES);
  }

  @ParameterizedTest(name = "{0} - {1} - {2}")
  @CsvSource({"JAR, TINCD, TINCD", "TINCD, JAR, JAR", "API, JAR, TINCD"})
  void aNodeThatSendsDirectlyOnlyRefusesTheRest(Kind left, Kind middle, Kind right, Mesh mesh) {
    Node relay = mesh.node("relay");
    Node a = mesh.node("a").dials(relay).server("DirectOnly", "yes");
    Node c = mesh.node("c").dials(relay).server("IndirectData", "yes");
    start(relay, middle, a, left, c, right);
    relay.awaitPing(c);
    a.awaitPing(relay);
    assertThatItIsProhibited(a, c.vpn4());
    assertThatItIsProhibited(a, c.vpn6());
  }

  /** Asked again where errors are limited: pings that found no node yet have used them up. */
  private static void assertThatItIsProhibited(Node from, String to) {
    Poll.until(
        () -> Ping.once(from.host(), to, "-W", "1").output(),
        output -> output.toLowerCase(Locale.ROOT).contains("prohibited"));
  }

  private static void start(Node relay, Kind middle, Node a, Kind left, Node c, Kind right) {
    relay.start(middle);
    a.start(left);
    c.start(right);
  }
}
