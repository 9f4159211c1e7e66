package io.github.tinc4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code DeviceType = tap} in router mode: the node answers for the hosts behind other nodes. */
@InteropTest
class TapIT {

  private static final int COUNT = 20;
  private static final long BYTES = 4 << 20;

  @ParameterizedTest(name = "{0} on a tap, {1} on a {2}")
  @CsvSource({"JAR, TINCD, tun", "JAR, TINCD, tap", "TINCD, JAR, tap", "API, API, tun"})
  void hostsOnATapReachThoseBehindOtherNodes(Kind left, Kind right, String device, Mesh mesh) {
    Node a = mesh.node("a").server("DeviceType", "tap");
    Node b = mesh.node("b").server("DeviceType", device).dials(a);
    a.start(left);
    b.start(right);
    a.awaitPing(b);
    // No packet overtakes another when all go by UDP.
    a.awaitSettledPathsWith(b);
    a.awaitPing6(b);
    b.awaitPing6(a);
    assertThat(Ping.sendLong(a.host(), b.vpn4(), COUNT).lost()).isZero();
    assertThat(Ping.sendLong(b.host(), a.vpn4(), COUNT).lost()).isZero();
    assertThat(Ping.send(a.host(), b.vpn6(), COUNT).lost()).isZero();
    assertThat(Ping.send(b.host(), a.vpn6(), COUNT).lost()).isZero();
    assertThatStreamsArrive(a, b);
  }

  /** In super-packets, on a tap of ours. */
  private static void assertThatStreamsArrive(Node a, Node b) {
    NetCounters before = a.host().counters();
    NetCounters beforeThere = b.host().counters();
    Traffic.on(b).awaitListening();
    Traffic sender = Traffic.on(a).awaitListening();
    sender.streams(b.vpn4(), 1, 1, BYTES, BYTES);
    sender.streams(b.vpn6(), 2, 1, BYTES, BYTES);
    assertThat(a.host().counters().since(before).damaged()).isZero();
    assertThat(b.host().counters().since(beforeThere).damaged()).isZero();
  }
}
