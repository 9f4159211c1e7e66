package io.github.tinc4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One side wants no UDP; the other has no say in it. */
@InteropTest
class TcpOnlyIT {

  private static final int COUNT = 40;

  @ParameterizedTest(name = "{0} at {1}, the other side is {2}")
  @CsvSource({
    "tinc.conf, JAR, TINCD",
    "tinc.conf, TINCD, JAR",
    "host file, JAR, TINCD",
    "host file, TINCD, JAR",
  })
  void allPacketsGoByTcp(String where, Kind only, Kind other, Mesh mesh) {
    Node a = mesh.node("a").withLongQueues();
    Node b = mesh.node("b").withLongQueues().dials(a);
    if (where.equals("tinc.conf")) {
      a.server("TCPOnly", "yes");
    } else {
      // In the host file of b that a has, it is a's view of this one peer.
      b.host("TCPOnly", "yes");
    }
    a.start(only);
    b.start(other);
    a.awaitPing(b);
    NetCounters before = a.host().counters();
    assertThat(Ping.send(a.host(), b.vpn4(), COUNT, "-s", "1200").lost()).isZero();
    assertThat(Ping.send(b.host(), a.vpn6(), COUNT, "-s", "1200").lost()).isZero();
    NetCounters used = a.host().counters().since(before);
    assertThat(used.udpOut() + used.udpIn()).isZero();
    assertThat(used.tcpOut()).isGreaterThanOrEqualTo(COUNT);
  }
}
